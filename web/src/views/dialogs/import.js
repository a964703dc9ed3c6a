// Importing a model: its files are chosen, what the server finds out is shown step by step, and the reader says which
// reading of them gives the images back.
import { button, iconButton } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { idFrom, isModelFile } from "../../imported.js";
import { selector } from "../../selector.js";
import { createDecision } from "./import-decision.js";
import { createStatement } from "./import-statement.js";
import { focusBack } from "./modal.js";
/** @import {Importing} from "../../types-import.js" */

const ENOUGH = 8; // images that prove a reading

/** @type {[step: string, words: string][]} */
const STEPS = [
  ["files", "Reading the files"],
  ["sizes", "Trying sizes of images"],
  ["readings", "Comparing readings"],
  ["spread", "Measuring the spread"],
  ["deciding", "Waiting for your decision"],
  ["writing", "Writing the model"],
];

/** @type {MakePanel} */
export function create(dispatch) {
  /** @type {State | null} */
  let state = null;
  let open = false;
  const chooser = h("input", {
    type: "file",
    multiple: true,
    class: "unseen",
    tabIndex: -1,
    "aria-hidden": "true",
    onchange: () => {
      add([...(chooser.files ?? [])]);
      chooser.value = "";
    },
  });
  const choose = button("", () => chooser.click(), "Choose files…");
  const list = h("ul", { class: "import-files" });
  const own = h("input", { type: "checkbox" });
  const ownWords = h("span");
  const ownLine = h("label", { class: "row", hidden: true }, own, ownWords);
  const enough = h("p", { class: "small quiet" });
  const begin = button("main", send, "Read the files");
  const chosen = h(
    "section",
    { "aria-label": "Files" },
    h(
      "p",
      {},
      "Choose or drop the model's files: .onnx, .pt2, or .safetensors with its config.json; and with them images like " +
        "those that it was trained on, which prove how the files are read.",
    ),
    h("div", { class: "row" }, choose, h("span", { class: "small quiet" }, "or drop them anywhere"), chooser),
    list,
    ownLine,
    enough,
    h("div", { class: "row ends" }, begin),
  );
  const steps = h("ol", { class: "import-steps" }, ...STEPS.map(([, words]) => h("li", {}, words)));
  const status = h("p", { role: "status" });
  const sentence = h("p", { class: "wrong", role: "alert" });
  const remarks = h("ul", { class: "small quiet" });
  const statement = createStatement((said) => wish({ act: "reading", said }), () => chooser.click());
  const decision = createDecision((said) => wish({ act: "model", said }));
  const again = button("", () => dispatch({ type: "import", change: { status: null, files: [], sentence: "" } }), "Choose other files");
  const title = h("h2", { class: "headline", id: "import-title", tabIndex: -1, autofocus: true }, "Import a model");
  const element = h(
    "dialog",
    { class: "sheet import", "aria-labelledby": "import-title", oncancel: leave },
    h(
      "div",
      { class: "inside" },
      h("div", { class: "row between head" }, title, iconButton("close", "Close and end the import", leave)),
      chosen,
      steps,
      status,
      sentence,
      remarks,
      statement.element,
      decision.element,
      again,
    ),
  );

  /** @param {import("../../types-import.js").ImportWish} what */
  function wish(what) {
    dispatch({ type: "import", change: { wish: what, sentence: "" } });
  }

  /** @param {File[]} files */
  function add(files) {
    if (state?.importing?.status) {
      wish({ act: "pictures", files });
    } else if (files.length > 0) {
      dispatch({ type: "import", change: { files: [...(state?.importing?.files ?? []), ...files], sentence: "" } });
    }
  }

  function send() {
    const files = [...(state?.importing?.files ?? [])];
    if (own.checked) {
      state?.brought.forEach(({ id, file }) => files.push(new File([new Uint8Array(file)], `own image ${id}`)));
    }
    wish({ act: "send", files });
  }

  /** @param {Event} [event] */
  function leave(event) {
    event?.preventDefault(); // the state closes it
    dispatch({ type: "dialog", dialog: null });
    if (state?.importing?.status) {
      wish({ act: "leave" });
    } else {
      dispatch({ type: "import", change: null });
    }
  }

  const listFiles = selector(({ importing, brought }) => {
    const files = importing?.files ?? [];
    const models = files.filter(({ name }) => isModelFile(name));
    const pictures = files.length - models.length;
    list.replaceChildren(
      ...models.map(({ name }) => h("li", {}, name)),
      ...(pictures > 0 ? [h("li", {}, `${pictures} image${pictures === 1 ? "" : "s"}`)] : []),
    );
    list.hidden = files.length === 0;
    begin.disabled = models.length === 0 || Boolean(importing?.wish);
    ownLine.hidden = brought.length === 0;
    setText(ownWords, `Also use my ${brought.length} image${brought.length === 1 ? "" : "s"} on the page`);
    setText(
      enough,
      pictures >= ENOUGH ? "" : `With fewer than ${ENOUGH} images nothing is measured, unless the files carry some, and the model is unproven.`,
    );
  });

  const follow = selector(({ importing, cards }) => {
    const found = importing?.status ?? null;
    const now = found?.state;
    chosen.hidden = found !== null;
    const step = now === "running" ? found?.step : now;
    const at = STEPS.findIndex(([name]) => name === step);
    steps.hidden = at < 0;
    [...steps.children].forEach((one, i) => {
      one.classList.toggle("past", i < at);
      at === i ? one.setAttribute("aria-current", "step") : one.removeAttribute("aria-current");
    });
    setText(status, progress(importing));
    status.classList.toggle("unseen", at >= 0); // the steps show it
    setText(sentence, begun(importing?.sentence || (found?.question?.message ?? "")));
    remarks.replaceChildren(...(found?.remarks ?? []).map((one) => h("li", {}, one)));
    remarks.hidden = remarks.children.length === 0;
    statement.show(now === "asking" ? (found?.question ?? null) : null);
    decision.show(now === "deciding" ? found : null, cards, idFrom(found?.files ?? []));
    again.hidden = now !== "refused";
  });

  return {
    element,
    update(next) {
      state = next;
      listFiles(next);
      follow(next);
      if (open !== (next.dialog === "import")) {
        open = !open;
        if (open) {
          element.showModal();
        } else {
          element.close();
          focusBack();
        }
      }
    },
  };
}

/** @param {string} text of the server's, which may begin with a small letter */
function begun(text) {
  return text.replace(/^expected /, "Expected ");
}

/** @param {Importing | null} importing */
function progress(importing) {
  const now = importing?.status?.state;
  if (importing?.wish?.act === "send") {
    return "Sending the files…";
  }
  return now === "waiting"
    ? "Waiting until another import has ended…"
    : now === "running" || now === "deciding"
      ? (STEPS.find(([name]) => name === (now === "running" ? importing?.status?.step : now))?.[1] ?? "") +
          (now === "running" ? "…" : ".")
      : "";
}
