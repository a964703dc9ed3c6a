// The images of the data set that lie nearest to the spot, to go to.
import { h, setText } from "../../dom.js";
import { areRebuilt, neighbours } from "../../neighbours.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { term } from "../../terms.js";
/** @import {Here} from "../../types.js" */

const COUNT = 6;

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const images = neighbours(COUNT, "Pin", "here-nearest", dispatch);
  const head = h("span");
  const element = h(
    "div",
    { class: "here-part" },
    h("div", { class: "row between small quiet" }, term("nearest", "Nearest images"), head),
    images.element,
  );
  /** @type {Here["nearest"]} */
  let shown = [];
  const draw = selector((state, /** @type {Here["nearest"] | undefined} */ nearest) => {
    const card = cardOf(state);
    element.hidden = !!card && !card.atlas;
    // The strip before stays until all of the next is known: under a moving pointer it would flicker otherwise.
    const next = nearest ?? [];
    const whole = next.every(({ row }) => state.rows[row]);
    const stays = next.length > 0 && shown.length > 0 && !whole && shown.every(({ row }) => state.rows[row]);
    shown = stays ? shown : next;
    images.update(state, shown);
    const said = card?.labels.length ? "class and distance" : "distance";
    setText(head, areRebuilt(state, shown) ? `reconstructions, ${said}` : said);
  });
  return {
    element,
    /** @param {State} state */
    update(state) {
      draw(state, state.here?.nearest);
    },
  };
}
