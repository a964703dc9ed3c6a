// What the lasso or the box took: how many of each class, how they look, and all their numbers to take away.
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { classColour } from "../../palette.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { toneOf } from "../../tone.js";
import { MOST } from "../../take/selection.js";
import { createMontage } from "./montage.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Card, State} from "../../types.js" */

const SHOWN = 60; // pictures; as many rows are fetched for every selection

/** @param {Dispatch} dispatch */
export function createSelection(dispatch) {
  /** @type {State | null} */
  let state = null;
  let originals = true; // where they are at hand

  const montage = createMontage(dispatch);
  const count = h("h2", {});
  const bars = h("ul", { class: "images-bars" });
  const reconstructed = way("Reconstructions", false);
  const original = way("Originals", true);
  const ways = h("div", { class: "choice", role: "group", "aria-label": "Pictures" }, original, reconstructed);
  const caption = h("p", { class: "small quiet" });
  const save = h(
    "button",
    { class: "button small", type: "button", onclick: () => dispatch({ type: "take", wish: { kind: "table" } }) },
    "CSV",
  );
  const picture = h(
    "button",
    {
      class: "button small",
      type: "button",
      title: `The selected images in one picture, up to ${MOST.toLocaleString("en")}`,
      onclick: () => dispatch({ type: "take", wish: { kind: "selection", originals } }),
    },
    "PNG",
  );
  const clear = h(
    "button",
    {
      class: "button bare icon",
      type: "button",
      title: "Clear selection",
      "aria-label": "Clear selection",
      onclick: () => dispatch({ type: "select", rows: new Int32Array(0) }),
    },
    icon("close"),
  );
  const element = h(
    "section",
    { class: "block images-selection", "aria-label": "Selected", hidden: true },
    h("div", { class: "images-head" }, count, h("span", { class: "images-spring" }), save, picture, clear),
    bars,
    ways,
    montage.element,
    caption,
  );

  /** @param {string} name @param {boolean} value */
  function way(name, value) {
    return h(
      "button",
      {
        class: "button small",
        type: "button",
        onclick: () => {
          originals = value;
          if (state) {
            pictures(state, originals);
          }
        },
      },
      name,
    );
  }

  const counts = selector((now, /** @type {Card} */ card) => {
    setText(count, `${now.selection.length.toLocaleString("en")} selected`);
    bars.replaceChildren(...barsOf(now, card));
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
    ways.hidden = !has;
    original.setAttribute("aria-pressed", String(here));
    reconstructed.setAttribute("aria-pressed", String(!here));
    montage.update(shown, now.rows, card, toneOf(card, now.appearance), here, now.kept?.pin?.row);
    const some = now.selection.length > SHOWN ? `The first ${SHOWN}` : "All";
    const absent = known.find((row) => row.absent)?.absent;
    setText(caption, absent ? `${some} as reconstructions (decoded μ). ${absent}` : "");
    caption.hidden = caption.textContent === "";
  });

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
      pictures(next, originals);
      save.disabled = picture.disabled = next.taking !== null;
    },
  };
}

/**
 * @param {State} state
 * @param {Card} card
 */
function barsOf({ selection, points, appearance }, card) {
  const counts = card.labels.map(() => 0);
  for (const row of selection) {
    const label = points && row < points.count ? points.label[row] : undefined;
    if (label !== undefined && label < counts.length) {
      counts[label]++;
    }
  }
  const largest = Math.max(1, ...counts);
  return counts
    .map((n, label) => ({ n, label }))
    .filter(({ n }) => n > 0)
    .map(({ n, label }) => {
      const bar = h("span", { class: "images-bar", "aria-hidden": "true" });
      bar.style.width = `${(100 * n) / largest}%`;
      bar.style.background = classColour(label, card.labels.length, appearance);
      return h(
        "li",
        {},
        h("span", { class: "images-class" }, card.labels[label]),
        h("span", { class: "images-track" }, bar),
        h("span", { class: "number" }, n.toLocaleString("en")),
      );
    });
}
