// @ts-check
// What is shown in place of the desk while there is no map to show, and why.
import { changes, h } from "../../dom.js";
import { cardOf } from "../../state.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Child} from "../../dom.js" */
/** @import {Refusal, State} from "../../types.js" */

const PATIENCE = 600; // milliseconds in which a page may come up without a word

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const element = h("section", { class: "blank", hidden: true, "aria-live": "polite" });
  const reasonNew = changes();
  let late = false;
  /** @type {State | null} */
  let shown = null;
  const timer = setTimeout(() => {
    late = true;
    if (shown) {
      update(shown);
    }
  }, PATIENCE);

  /** @param {State} state */
  function update(state) {
    shown = state;
    const { catalogue, sentence, cards, refused, kept } = state;
    const gone = kept !== null && catalogue === "ready" && !cardOf(state);
    if (!reasonNew(catalogue, sentence, cards, refused, kept === null, gone && kept?.model, late)) {
      return;
    }
    const words = gone ? missing(kept.model, state) : kept ? null : reason(state, late);
    element.hidden = words === null;
    element.replaceChildren(...(words ? [h("div", { class: "words" }, ...words)] : []));
  }

  /** @param {string} model @param {State} state */
  function missing(model, { cards, refused }) {
    const why = refused.find(({ id }) => id === model);
    return [
      h("h2", { class: "headline" }, `“${model}” is no longer served`),
      h("p", {}, why ? why.sentence : "The server has no model of this name any more."),
      cards.length > 0 &&
        h(
          "p",
          { class: "row wrap" },
          ...cards.map(({ id }) =>
            h("button", { type: "button", class: "button", onclick: () => dispatch({ type: "model", id }) }, id),
          ),
        ),
    ];
  }

  return {
    element,
    update,
    destroy: () => clearTimeout(timer),
  };
}

/**
 * @param {State} state
 * @param {boolean} late
 * @returns {Child[] | null}
 */
function reason({ catalogue, sentence, cards, refused }, late) {
  if (catalogue === "loading") {
    return late ? [h("h2", { class: "headline" }, "Asking the server for its models…")] : null;
  }
  if (catalogue === "wrong") {
    return [
      h("h2", { class: "headline" }, "The server is not answering"),
      h("p", {}, "The page goes on asking every two seconds, and opens as soon as there is an answer."),
      h("p", { class: "small quiet" }, `What came back: ${sentence}`),
    ];
  }
  if (cards.length > 0) {
    return null;
  }
  return refused.length > 0
    ? [
        h("h2", { class: "headline" }, "None of the models can be served"),
        h("p", {}, "The server has looked at each folder, and says what it found:"),
        h("dl", { class: "refusals" }, ...refused.flatMap(refusal)),
        h("p", {}, "Mend them, or give it another, and start it again:"),
        ways(),
      ]
    : [
        h("h2", { class: "headline" }, "There is no model yet"),
        h("p", {}, "Isthmus draws the latent space of a variational autoencoder. Give it one, and start it again:"),
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
    h("li", {}, "Put its folder, with a card and its two networks, under ", h("code", {}, "models/"), "."),
    h("li", {}, "Bring one from PyTorch: ", h("code", {}, `${run}"import DIR"`)),
    h("li", {}, "Train one by a recipe: ", h("code", {}, `${run}"train RECIPE"`)),
  );
}
