// The image x that a step of a lesson is about: the first that is pinned in a map, beside the question.
import { h } from "../../dom.js";
import { statesOf } from "../../panes.js";
import { picture } from "../../picture.js";
import { cardOf, sampleOf } from "../../state.js";
import { toneOf } from "../../tone.js";

const NAME = "x, the pinned image";

export function createGiven() {
  const image = picture();
  const element = h("figure", { class: "lesson-x", hidden: true }, image.element, h("figcaption", { class: "small quiet" }, "x, pinned"));
  return {
    element,
    /** @param {State} state */
    update(state) {
      const seen = statesOf(state).find((one) => one.kept?.pin?.row !== undefined || sampleOf(one, one.kept?.pin ?? null));
      const card = seen && cardOf(seen);
      element.hidden = !card;
      if (card) {
        const pin = seen.kept?.pin ?? null;
        const x = pin?.row === undefined ? sampleOf(seen, pin)?.input : seen.rows[pin.row]?.original;
        image.show(x, 0, card.input, toneOf(card, state.appearance), NAME);
      }
    },
  };
}
