// The button that names the present model, and the list of all of them that it opens.
import { button as plainButton } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { isUnproven } from "../../imported.js";
import { mountainOf } from "../../mountain.js";
import { fixed } from "../../numbers.js";
import { selector } from "../../selector.js";
import { listed } from "../../series.js";
import { prose, term } from "../../terms.js";
import { createMenu } from "./menu.js";

const PAUSE = 700; // milliseconds after which a letter begins another word

/** @type {MakePanel} */
export function create(dispatch) {
  const name = h("span", { class: "name" });
  const button = h(
    "button",
    { class: "button model", "aria-haspopup": "listbox", "aria-controls": "models" },
    h("span", { class: "unseen" }, "Model "),
    name,
    icon("down"),
  );
  const list = h("ul", {
    id: "models",
    role: "listbox",
    tabIndex: 0,
    "aria-label": "Models",
    onkeydown: pressed,
    onpointermove: (/** @type {Event} */ event) => point(optionAt(event)),
    onclick: (/** @type {Event} */ event) => choose(optionAt(event)),
  });
  const refused = h("div", { class: "refused block", hidden: true });
  const importing = plainButton("", () => dispatch({ type: "dialog", dialog: "import" }), icon("plus"), "Import a model…");
  const training = plainButton("", () => dispatch({ type: "dialog", dialog: "train" }), icon("plus"), "Train a model…");
  const bring = h(
    "div",
    { class: "block", hidden: true },
    importing,
    training,
  );
  const mountain = h(
    "div",
    { class: "block row", hidden: true },
    plainButton("", () => dispatch({ type: "dialog", dialog: "mountain" }), "How the kinds of models are related…"),
    plainButton("", () => dispatch({ type: "dialog", dialog: "comparison" }), "Models by the same figures…"),
    plainButton("", () => dispatch({ type: "dialog", dialog: "paper" }), "Figures of papers, done again…"),
    plainButton("", () => dispatch({ type: "dialog", dialog: "lessons" }), "Lessons…"),
  );
  const sheet = h(
    "div",
    { class: "menu models" },
    h(
      "div",
      { class: "heads small quiet" },
      h("span", {}, "Model"),
      h("span", { class: "figure" }, term("latent dimension", "dim.")),
      h("span", { class: "figure" }, ...prose("[[bound|bound]], [[nats]]")),
    ),
    list,
    refused,
    mountain,
    bring,
  );
  const menu = createMenu(dispatch, "models", button, sheet);
  /** @type {HTMLElement | null} */
  let active = null;
  let typed = "";
  let typedAt = 0;

  /** @param {Event} event */
  function optionAt(event) {
    return /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=option]"));
  }

  /** @param {HTMLElement | null} chosen */
  function choose(chosen) {
    if (chosen) {
      dispatch({ type: "model", id: /** @type {string} */ (chosen.dataset.model) });
      menu.shut();
    }
  }

  /** @param {HTMLElement | null} next */
  function point(next) {
    if (next && next !== active) {
      active?.classList.remove("active");
      next.classList.add("active");
      list.setAttribute("aria-activedescendant", next.id);
      active = next;
    }
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const options = /** @type {HTMLElement[]} */ ([...list.children]);
    const at = active ? options.indexOf(active) : -1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 }[event.key];
    if (to !== undefined) {
      point(options[Math.max(0, Math.min(options.length - 1, to))]);
    } else if (event.key === "Enter" || (event.key === " " && !typing(event))) {
      choose(active);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      typed = (typing(event) ? typed : "") + event.key.toLowerCase();
      typedAt = event.timeStamp;
      const found = options.find(({ dataset }) => dataset.words?.split("\n").some((words) => words.startsWith(typed)));
      point(found ?? active);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // these keys are the list's, not the map's
    active?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  function typing({ timeStamp }) {
    return typed !== "" && timeStamp - typedAt < PAUSE;
  }

  const fill = selector((state) => {
    active = null;
    list.replaceChildren(...listed(state.cards).map(option));
    mountain.hidden = mountainOf(state.cards).doors.length === 0;
    refused.hidden = state.refused.length === 0;
    refused.replaceChildren(
      h("h2", {}, "Unavailable"),
      ...state.refused.map(({ id, sentence }) => h("p", {}, h("b", {}, id), " ", h("span", { class: "quiet" }, sentence))),
    );
  });
  const offer = selector(({ mayImport, mayTrain }) => {
    bring.hidden = !mayImport && !mayTrain;
    importing.hidden = !mayImport;
    training.hidden = !mayTrain;
  });
  const tick = selector(({ cards, kept }) => {
    setText(name, kept?.model ?? "no model");
    listed(cards).forEach(({ id }, i) => list.children[i].setAttribute("aria-selected", String(id === kept?.model)));
  });

  return {
    element: menu.element,
    update(state) {
      fill(state);
      offer(state);
      tick(state);
      if (menu.follow(state)) {
        typed = "";
        point(list.querySelector("[aria-selected=true]") ?? list.querySelector("[role=option]"));
        list.focus({ preventScroll: true }); // the heads stand above it
        active?.scrollIntoView({ block: "nearest" });
      }
    },
  };
}

/** @param {Card} card */
function option(card) {
  const { id, title, description, latent, figures } = card;
  const bound = figures?.elbo === undefined ? "" : fixed(figures.elbo, 1);
  return h(
    "li",
    {
      id: `model-${id}`,
      role: "option",
      "data-model": id,
      "data-words": `${id}\n${title}`.toLowerCase(),
      "aria-selected": "false",
    },
    icon("check"),
    h(
      "span",
      { class: "what" },
      h("b", {}, title),
      h("span", { class: "small quiet" }, h("span", { class: "number" }, id), description ? ` · ${description}` : ""),
      isUnproven(card) && h("span", { class: "small unproven" }, "Unproven: no images measured how its files are read"),
    ),
    h("span", { class: "number figure" }, h("span", { class: "unseen" }, "latent dimensions: "), String(latent.dim)),
    h("span", { class: "number figure" }, h("span", { class: "unseen" }, "bound in nats: "), bound || "–"),
  );
}
