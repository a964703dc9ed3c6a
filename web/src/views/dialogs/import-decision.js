// The decision on a model that is being imported: images beside their reconstructions under the best reading and under the
// runner-up, which of the two it is, and what the model is called.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { margin } from "../../imported.js";
/** @import {ImportProposal, ImportStatus} from "../../types-import.js" */

/** @param {(said: Record<string, unknown>) => void} decide */
export function createDecision(decide) {
  /** @type {ImportProposal | null} */
  let shown = null;
  let tries = 0; // so that no image is one of a try before
  let suggested = "";
  /** @type {string[]} */
  let taken = [];
  const words = h("p");
  const images = h("div", { class: "import-images" });
  const id = h("input", { class: "field", id: "import-id", pattern: "[a-z0-9][a-z0-9\\-]{0,63}", required: true, oninput: check });
  const name = h("input", { class: "field", id: "import-name" });
  const replace = h("input", { type: "checkbox", onchange: check });
  const replaceLine = h("label", { class: "row", hidden: true }, replace, "Replace the model of this id");
  const add = button("main", () => decide(said()), "Add this model");
  const element = h(
    "section",
    { hidden: true, "aria-label": "Decision" },
    words,
    images,
    h(
      "div",
      { class: "import-fields" },
      h("label", { htmlFor: id.id }, "Id"),
      id,
      h("label", { htmlFor: name.id }, "Title"),
      name,
    ),
    replaceLine,
    h("div", { class: "row ends" }, add),
  );

  function said() {
    const chosen = /** @type {HTMLInputElement | null} */ (images.querySelector("input:checked"));
    return { id: id.value, title: name.value || id.value, reading: chosen?.value ?? "best", replace: replace.checked };
  }

  function check() {
    const is = taken.includes(id.value);
    replaceLine.hidden = !is;
    add.disabled = !id.validity.valid || (is && !replace.checked);
  }

  /**
   * @param {"originals" | "best" | "second"} of
   * @param {string} label
   * @param {string} about
   * @param {ImportStatus} status
   */
  function row(of, label, about, { id: at, proposal }) {
    const count = proposal?.shown ?? 0;
    const pictures = Array.from({ length: count }, (_, i) =>
      h("img", { class: "image", src: `api/imports/${at}/${of}/${i}.png?${tries}`, alt: `${label} ${i + 1}` }),
    );
    const head =
      of === "originals"
        ? h("b", {}, label)
        : h(
            "label",
            { class: "row" },
            h("input", { type: "radio", name: "import-reading", value: of, checked: of === "best" }),
            h("b", {}, label),
          );
    return h(
      "div",
      { class: "import-row" },
      head,
      h("div", { class: "import-pictures", role: "group", "aria-label": `${label}: pictures` }, ...pictures),
      about && h("p", { class: "small quiet" }, about),
    );
  }

  return {
    element,
    /**
     * @param {ImportStatus | null} status null while there is nothing to decide
     * @param {Card[]} cards
     * @param {string} suggestion for the id
     */
    show(status, cards, suggestion) {
      taken = cards.map((card) => card.id);
      const proposal = status?.proposal ?? null;
      if (JSON.stringify(proposal) !== JSON.stringify(shown)) {
        shown = proposal;
        element.hidden = !proposal;
        if (status && proposal) {
          tries++;
          fill(status, proposal);
        }
      }
      if (proposal && suggestion !== suggested) {
        suggested = suggestion;
        id.value = suggestion;
      }
      check();
    },
  };

  /** @param {ImportStatus} status @param {ImportProposal} proposal */
  function fill(status, proposal) {
    const { second, nats, error, shape, dim, best, undecided, images: measured } = proposal;
    const what = `Images of ${shape.join("×")}, ${dim} latent dimensions.`;
    if (measured === 0) {
      setText(
        words,
        `${what} Unproven: there were no images to measure by whether the files are read as they were meant. Read as: ${best}.`,
      );
      images.replaceChildren();
      return;
    }
    const clear = margin({ what: "", chosen: best, second: second && "the runner-up", nats, error });
    setText(
      words,
      `${what} ` +
        (undecided
          ? `${measured} images do not tell the readings apart: the first is ${clear}. Which one gives the images back?`
          : `Measured on ${measured} images${clear && `: the best reading is ${clear}`}. Are these the images, given back?`),
    );
    images.replaceChildren(
      row("originals", "Images", "", status),
      row("best", "This one", best, status),
      ...(second ? [row("second", "The runner-up", second, status)] : []),
    );
  }
}
