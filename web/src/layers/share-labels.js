// The shares that lines hold, written beside them.
import { s } from "../dom.js";
import { percentOf } from "../shares.js";
import { translation } from "../viewport.js";

/**
 * @param {SVGGElement} group
 * @param {number} aside pixels to the right
 */
export function labels(group, aside) {
  /** @type {Place[]} */
  let places = [];
  return {
    /** @param {{share: number, at: Place}[]} lines */
    name(lines) {
      places = lines.map(({ at }) => at);
      group.replaceChildren(...lines.map(({ share }) => s("text", { x: aside, y: 12 }, `${percentOf(share)}%`)));
    },
    /** @param {Viewport} v */
    move(v) {
      places.forEach((place, i) => group.children[i].setAttribute("transform", translation(v, place)));
    },
  };
}
