// What the lasso or the box took: how many of each class, how they look, and all their numbers to take away.
import { button, choice, iconButton } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { toneOf } from "../../tone.js";
import { MOST } from "../../take/selection.js";
import { bars } from "./bars.js";
import { createMontage } from "./montage.js";

const SHOWN = 60; // pictures; as many rows are fetched for every selection

/** @type {[boolean, string][]} whether originals are shown */
const WAYS = [
  [true, "Originals"],
  [false, "Reconstructions"],
];

/** @param {Dispatch} dispatch */
export function createSelection(dispatch) {
  /** @type {State | null} */
  let state = null;
  let originals = true; // where they are at hand

  const montage = createMontage(dispatch);
  const count = h("h2", {});
  const classes = h("ul", { class: "images-bars" });
  const ways = choice("Pictures", WAYS, (value) => {
    originals = value;
    redraw();
  });
  const caption = h("p", { class: "small quiet" });
  const save = button("small", () => dispatch({ type: "take", wish: { kind: "table" } }), "CSV");
  const picture = button("small", () => dispatch({ type: "take", wish: { kind: "selection", originals } }), "PNG");
  picture.title = `The selected images in one picture, up to ${MOST.toLocaleString("en")}`;
  const clear = iconButton("close", "Clear selection", () => dispatch({ type: "select", rows: new Int32Array(0) }));
  const element = h(
    "section",
    { class: "block images-selection", "aria-label": "Selected", hidden: true },
    h("div", { class: "images-head" }, count, h("span", { class: "images-spring" }), save, picture, clear),
    classes,
    ways.element,
    montage.element,
    caption,
  );

  const counts = selector((now, /** @type {Card} */ card) => {
    setText(count, `${now.selection.length.toLocaleString("en")} selected`);
    classes.replaceChildren(...barsOf(now, card));
  });
  const pictures = selector((now, /** @type {boolean} */ wished) => {
    const card = cardOf(now);
    if (!card) {
      return;
    }
    const shown = [...now.selection.subarray(0, SHOWN)];
    const known = shown.map((row) => now.rows[row]).filter(Boolean);
    const has = known.some((row) => row.original);
    const here = wished && has;
    ways.element.hidden = !has;
    ways.show(here);
    montage.update(shown, now.rows, card, toneOf(card, now.appearance), here, now.kept?.pin?.row);
    const some = now.selection.length > SHOWN ? `The first ${SHOWN}` : "All";
    const absent = known.find((row) => row.absent)?.absent;
    setText(caption, absent ? `${some} as reconstructions (decoded μ). ${absent}` : "");
    caption.hidden = caption.textContent === "";
  });

  const redraw = () => state && pictures(state, originals);

  return {
    element,
    /** @param {State} next */
    update(next) {
      state = next;
      element.hidden = next.selection.length === 0;
      if (element.hidden) {
        return;
      }
      const card = cardOf(next);
      if (card) {
        counts(next, card);
      }
      redraw();
      save.disabled = picture.disabled = next.taking !== null;
    },
  };
}

/** @param {State} state @param {Card} card */
function barsOf({ selection, points, appearance }, card) {
  const counts = card.labels.map(() => 0);
  for (const row of selection) {
    const label = points && row < points.count ? points.label[row] : undefined;
    if (label !== undefined && label < counts.length) {
      counts[label]++;
    }
  }
  return bars(counts, card.labels, appearance);
}
