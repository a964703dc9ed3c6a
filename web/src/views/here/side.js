// SIDE BY SIDE: what the model of each pane makes of the image that is pinned or pointed at: x̂, residual, place and figures,
// the better one marked where the difference exceeds the errors.
import { better, comparable, saidOf } from "../../compare.js";
import { button, press } from "../../controls.js";
import { h, refill } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { residual } from "../../paint.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { term } from "../../terms.js";
import { toneOf } from "../../tone.js";
/** @import {Said} from "../../compare.js" */

/** @type {{name: () => Child, figure: (said: Said) => {value: number | null, error: number | null}, ranked: boolean, least?: boolean}[]} */
const FIGURES = [
  { name: () => term("bound", "bound"), figure: ({ bound, error }) => ({ value: bound, error }), ranked: true },
  { name: () => term("reconstruction", "rec."), figure: ({ reconstruction, error }) => ({ value: reconstruction, error }), ranked: true },
  { name: () => term("kl", "KL"), figure: ({ kl }) => ({ value: kl, error: null }), ranked: false },
  { name: () => term("log likelihood", "log p(x)"), figure: ({ evidence }) => evidence, ranked: true, least: true },
];

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const table = h("table", { class: "side-by-side" });
  const ask = button("small", askEvidence, "Estimate log p(x)");
  const note = h("p", { class: "small quiet" });
  const element = h("section", { class: "block", hidden: true }, h("div", { class: "row between" }, h("h2", {}, "Side by side"), ask), table, note);
  /** @type {Pane[]} */
  let panes = [];
  /** @type {Said[]} */
  let said = [];
  /** @type {Map<string, ReturnType<typeof picture>>} */
  const pictures = new Map();

  function askEvidence() {
    panes.forEach(({ pane }) => dispatch({ type: "report", change: { evidence: true } }, pane));
  }

  /** @param {string} key */
  function pictureOf(key) {
    const known = pictures.get(key) ?? picture();
    pictures.set(key, known);
    return known;
  }

  const draw = selector((state) => {
    panes = state.panes;
    const all = state.panes.map((pane) => saidOf({ ...state, ...pane }));
    said = all.flatMap((one) => (one ? [one] : []));
    element.hidden = said.length < 2 || said.length < all.length;
    if (!element.hidden) {
      fill(state, ...said.flatMap((one) => [one.card, one.x, one.mean, one.bound, one.error, one.evidence.value]));
    }
  });

  const fill = selector((state, /** @type {unknown[]} what is said */ ..._parts) => {
    const { appearance, kept, report: { evidence: asked } } = state;
    said.forEach((one, i) => {
      const { card, x, mean } = one;
      const shown = pictureOf(`mean ${i}`);
      shown.element.style.setProperty("--aspect", String(card.input.width / card.input.height));
      shown.show(mean, 0, card.input, toneOf(card, appearance), `Reconstruction by ${card.id}`);
      pictureOf(`rest ${i}`).put(x && mean && residual(x, mean, card.input, appearance), `Residual of ${card.id}`);
    });
    const apart = said.some(({ card }) => !comparable(card, said[0].card));
    refill(
      table,
      h("thead", {}, h("tr", {}, h("td"), ...said.map(({ card }) => h("th", { scope: "col" }, card.id)))),
      h(
        "tbody",
        {},
        line("x̂", said.map((_, i) => pictureOf(`mean ${i}`).element)),
        line(term("residual", "x − x̂"), said.map((_, i) => pictureOf(`rest ${i}`).element)),
        line(term("code", "z"), said.map(({ z }) => placeOf(z))),
        apart && line("p(x|z)", said.map(({ card: { likelihood } }) => (likelihood?.binarised ? "of 0 and 1" : (likelihood?.family ?? "none")))),
        ...FIGURES.map(({ name, figure, ranked, least }) => {
          const figures = said.map((one) => ({ card: one.card, ...figure(one) }));
          const best = ranked ? better(figures) : [];
          return figures.every(({ value }) => value === null)
            ? null
            : line(name(), figures.map(({ value, error }) => figureOf(value, error, !!least)), best);
        }),
      ),
    );
    ask.hidden = said.every(({ card }) => card.posterior === "point");
    press(ask, asked);
    ask.disabled = asked || !kept?.pin;
    const words = [MARKED, said.some(({ bound, error }) => bound !== null && error === null) ? ERRORLESS : "", apart ? APART : ""];
    note.textContent = words.join(" ");
  });

  return { element, update: draw };
}

const MARKED = "Bold: better by more than 2 standard errors.";
const ERRORLESS = "Figures that come without errors are not marked.";
const APART = "Figures of different likelihoods are not compared.";

/** @param {Child} name @param {Child[]} cells @param {boolean[]} [best] */
function line(name, cells, best = []) {
  return h("tr", {}, h("th", { scope: "row" }, name), ...cells.map((cell, i) => h("td", { class: best[i] ? "number best" : "number" }, cell)));
}

/** @param {number | null} value @param {number | null} error @param {boolean} least whether the true one may be higher */
function figureOf(value, error, least) {
  return value === null
    ? "–"
    : h("span", {}, `${least ? "≥ " : ""}${fixed(value, 1)} `, error !== null && error >= 0.05 && h("span", { class: "quiet" }, `± ${fixed(error, 1)}`));
}

/** @param {number[]} z */
function placeOf(z) {
  return z.length <= 2 ? z.map((value) => fixed(value, 2)).join(" ") : `‖z‖ ${fixed(Math.hypot(...z), 2)}`;
}
