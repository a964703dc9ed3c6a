// Images of the data set that lie near to something, as buttons that pin them, with their class and distance.
import { entitle } from "./controls.js";
import { h, setText } from "./dom.js";
import { fixed } from "./numbers.js";
import { classColour } from "./palette.js";
import { picture } from "./picture.js";
import { cardOf } from "./state.js";
import { toneOf } from "./tone.js";
/** @import {Here} from "./types.js" */

/** @typedef {Here["nearest"][number]} Near */

/**
 * @param {number} count
 * @param {string} verb what pressing does to an image
 * @param {string} kind class of the group
 * @param {Dispatch} dispatch
 * @param {(row: Row) => Spot} [spotOf] what is pinned
 */
export function neighbours(count, verb, kind, dispatch, spotOf = ({ row, mu }) => ({ z: mu, row })) {
  const places = Array.from({ length: count }, (_, i) => neighbour(`Nearest image ${i + 1}`, verb, dispatch, spotOf));
  const buttons = places.map(({ button }) => button);
  const element = h("div", { class: kind, role: "group", "aria-label": "Nearest images" }, ...buttons);
  return {
    element,
    /** @param {State} state @param {Near[]} near */
    update(state, near) {
      element.classList.toggle("wordy", !!cardOf(state)?.labels.some((label) => label.length > 3));
      places.forEach((place, i) => place.update(state, near[i]));
    },
  };
}

/**
 * Whether some of the images are shown as their reconstructions, for want of the data set.
 * @param {State} state
 * @param {Near[]} near
 */
export function areRebuilt({ rows }, near) {
  return near.some(({ row }) => rows[row] && !rows[row].original);
}

/**
 * @param {string} name while the image is not known
 * @param {string} verb
 * @param {Dispatch} dispatch
 * @param {(row: Row) => Spot} spotOf
 */
function neighbour(name, verb, dispatch, spotOf) {
  const image = picture();
  const dot = h("i", { class: "here-dot" });
  const text = h("span");
  const label = h("span", { class: "here-class" }, dot, text);
  const distance = h("span", { class: "number quiet" });
  /** @type {Row | null} */
  let row = null;
  const button = h(
    "button",
    {
      class: "here-near",
      disabled: true,
      onclick: () => row && dispatch({ type: "pin", spot: spotOf(row) }),
    },
    image.element,
    label,
    distance,
  );
  return {
    button,
    /** @param {State} state @param {Near | undefined} near */
    update(state, near) {
      const card = cardOf(state);
      row = (near && state.rows[near.row]) ?? null;
      button.disabled = !row;
      label.hidden = card?.labels.length === 0;
      setText(distance, near ? fixed(near.distance, 2) : "");
      if (!row || !card) {
        image.clear();
        text.textContent = "";
        dot.hidden = true;
        entitle(button, `${name}, loading`);
        return;
      }
      const named = card.labels[row.label] ?? "";
      image.show(row.original ?? row.mean, 0, row.input ?? card.input, toneOf(card, state.appearance));
      dot.hidden = named === "";
      setText(text, named);
      dot.style.background = classColour(row.label, card.labels.length, state.appearance);
      entitle(button, `${verb} image ${row.index}${named && `, ${named}`}, at distance ${distance.textContent}`);
    },
  };
}
