// @ts-check
// The samples of the atlas that lie nearest to the spot, to go to.
import { changes, h, setText } from "../dom.js";
import { classColour } from "../palette.js";
import { cardOf } from "../state.js";
import { term } from "../terms.js";
import { toneOf } from "../tone.js";
import { fixed } from "./here-numbers.js";
import { picture } from "./here-picture.js";
/** @import {Dispatch} from "../state.js" */
/** @import {Here, Row, State} from "../types.js" */

const COUNT = 6;

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const places = Array.from({ length: COUNT }, (_, i) => {
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
        type: "button",
        disabled: true,
        onclick: () => row && dispatch({ type: "pin", spot: { z: row.mu, row: row.row } }),
      },
      image.element,
      label,
      distance,
    );
    /** @param {string} name */
    function call(name) {
      if (button.title !== name) {
        button.title = name;
        button.setAttribute("aria-label", name);
      }
    }

    return {
      button,
      /**
       * @param {State} state
       * @param {{row: number, distance: number} | undefined} near
       */
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
          call(`Nearest sample ${i + 1}, not here yet`);
          return;
        }
        const name = card.labels[row.label] ?? "";
        image.show(row.original ?? row.mean, 0, card.input, toneOf(card, state.appearance));
        dot.hidden = name === "";
        setText(text, name);
        dot.style.background = classColour(row.label, card.labels.length, state.appearance);
        const said = `Pin sample ${row.index}${name && `, ${name}`}, at distance ${distance.textContent}`;
        call(said);
      },
    };
  });
  const group = h(
    "div",
    { class: "here-nearest", role: "group", "aria-label": "Nearest samples" },
    ...places.map(({ button }) => button),
  );
  const element = h(
    "div",
    { class: "here-part" },
    h(
      "div",
      { class: "row between small quiet" },
      term("nearest", "Nearest samples"),
      h("span", {}, "class and distance"),
    ),
    group,
  );
  const head = /** @type {HTMLElement} */ (element.firstElementChild?.lastElementChild);
  /** @type {Here["nearest"]} */
  let shown = [];
  const other = changes();
  return {
    element,
    /** @param {State} state */
    update(state) {
      const card = cardOf(state);
      if (!other(state.here?.nearest, state.rows, state.appearance, card)) {
        return;
      }
      element.hidden = !!card && !card.atlas;
      setText(head, card?.labels.length ? "class and distance" : "distance");
      group.classList.toggle("wordy", !!card?.labels.some((label) => label.length > 3));
      // The strip before stays until all of the next is known: under a moving pointer it would flicker otherwise.
      const next = state.here?.nearest ?? [];
      const whole = next.every(({ row }) => state.rows[row]);
      const stays = next.length > 0 && shown.length > 0 && !whole && shown.every(({ row }) => state.rows[row]);
      shown = stays ? shown : next;
      places.forEach((place, i) => place.update(state, shown[i]));
    },
  };
}
