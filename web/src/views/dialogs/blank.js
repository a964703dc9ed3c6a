// What is shown in place of the desk while there is no map to show, and why.
import { button } from "../../controls.js";
import { h } from "../../dom.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";

const PATIENCE = 600; // milliseconds in which a page may come up without a word

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const element = h("section", { class: "blank", hidden: true, "aria-live": "polite" });
  let late = false;
  /** @type {State | null} */
  let shown = null;
  setTimeout(() => {
    late = true;
    if (shown) {
      update(shown);
    }
  }, PATIENCE);

  const draw = selector((state, /** @type {boolean} */ isLate) => {
    const { catalogue, kept } = state;
    const gone = kept !== null && catalogue === "ready" && !cardOf(state);
    const words = gone ? missing(kept.model, state) : kept ? null : reason(state, isLate);
    if (words && state.mayImport && !gone) {
      words.push(h("p", {}, button("main", () => dispatch({ type: "dialog", dialog: "import" }), "Import a model…")));
    }
    element.hidden = words === null;
    element.replaceChildren(...(words ? [h("div", { class: "words" }, ...words)] : []));
  });

  /** @param {State} state */
  function update(state) {
    shown = state;
    draw(state, late);
  }

  /** @param {string} model @param {State} state */
  function missing(model, { cards, refused }) {
    const why = refused.find(({ id }) => id === model);
    return [
      h("h2", { class: "headline" }, `“${model}” is no longer available`),
      h("p", {}, why ? why.sentence : "The server no longer has a model of this name."),
      cards.length > 0 &&
        h("p", { class: "row wrap" }, ...cards.map(({ id }) => button("", () => dispatch({ type: "model", id }), id))),
    ];
  }

  return { element, update };
}

/**
 * @param {State} state
 * @param {boolean} late
 * @returns {Child[] | null}
 */
function reason({ catalogue, sentence, cards, refused }, late) {
  if (catalogue === "loading") {
    return late ? [h("h2", { class: "headline" }, "Loading models…")] : null;
  }
  if (catalogue === "wrong") {
    return [
      h("h2", { class: "headline" }, "The server isn't responding"),
      h("p", {}, "Retrying every two seconds."),
      h("p", { class: "small quiet" }, `Last answer: ${sentence}`),
    ];
  }
  if (cards.length > 0) {
    return null;
  }
  return refused.length > 0
    ? [
        h("h2", { class: "headline" }, "None of the models could be loaded"),
        h("p", {}, "What the server found in each folder:"),
        h("dl", { class: "refusals" }, ...refused.flatMap(refusal)),
        h("p", {}, "Fix them, or add another model:"),
        ways(),
      ]
    : [
        h("h2", { class: "headline" }, "No models yet"),
        h("p", {}, "Isthmus maps the latent space of a variational autoencoder. Add one:"),
        ways(),
      ];
}

/** @param {Refusal} refusal */
function refusal({ id, sentence }) {
  return [h("dt", {}, id), h("dd", {}, sentence)];
}

function ways() {
  const run = "mvn -q compile exec:java -Dexec.args=";
  return h(
    "ul",
    {},
    h("li", {}, "Put its folder, with its card and two networks, under ", h("code", {}, "models/"), "."),
    h("li", {}, "Import one from PyTorch: ", h("code", {}, `${run}"import FILE --data IMAGES"`)),
    h("li", {}, "Train one from a recipe: ", h("code", {}, `${run}"train RECIPE"`)),
  );
}
