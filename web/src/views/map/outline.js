// A box or a lasso by the keyboard: arrows move a crosshair, Enter sets a corner, and Enter where the last corner is
// selects what lies within.
import { s } from "../../dom.js";
import { boxOf } from "./pointer.js";
/** @import {Scene} from "./pointer.js" */

const STEP = 12; // pixels
const STRIDE = 5; // steps with Shift
const REACH = 9; // pixels of the crosshair from its middle

/** @typedef {[number, number]} Pixels */

/**
 * @param {SVGGElement} screen
 * @param {{outline(corners: Pixels[]): void, take(corners: Pixels[], add: boolean): number | null}} pointer
 */
export function create(screen, pointer) {
  const cross = screen.appendChild(s("path", { class: "crosshair" }));
  /** @type {Pixels | null} */
  let at = null;
  /** @type {Pixels[]} */
  let corners = [];

  /** @param {boolean} box */
  function draw(box) {
    const [x, y] = at ?? [0, 0];
    cross.setAttribute("d", at ? `M${x - REACH} ${y}H${x + REACH}M${x} ${y - REACH}V${y + REACH}` : "");
    pointer.outline(at && corners.length > 0 ? shape(box, at) : []);
  }

  /** @param {boolean} box @param {Pixels} to */
  const shape = (box, to) => (box ? boxOf(corners[0], to) : [...corners, to]);

  /** Whether there was an outline to give up. */
  function clear() {
    const was = at !== null;
    at = null;
    corners = [];
    draw(false);
    return was;
  }

  /** @param {boolean} box @param {Pixels} place @param {boolean} add @returns {string} what happened, in words */
  function corner(box, place, add) {
    const last = corners.at(-1);
    const again = last?.[0] === place[0] && last[1] === place[1];
    if (corners.length > 0 && (box ? !again : again && corners.length > 2)) {
      const count = pointer.take(shape(box, place), add);
      clear();
      return count === null ? "Counting what is selected." : `${count.toLocaleString("en")} selected.`;
    }
    if (!again) {
      corners.push(place);
    }
    return `Corner ${corners.length}.`;
  }

  return {
    clear,
    /**
     * @param {KeyboardEvent} event
     * @param {Scene} scene
     * @param {[number, number] | undefined} arrow right and up
     * @returns {string | null} what is to be said; null where the key means nothing here
     */
    pressed(event, { state: { tool }, v }, arrow) {
      const box = tool === "box";
      if ((!box && tool !== "lasso") || event.ctrlKey || (!arrow && event.key !== "Enter")) {
        return null;
      }
      at ??= [v.width / 2, v.height / 2];
      if (!arrow) {
        const said = corner(box, at, event.shiftKey);
        draw(box);
        return said;
      }
      const far = STEP * (event.shiftKey ? STRIDE : 1);
      at = [
        Math.max(0, Math.min(v.width, at[0] + arrow[0] * far)),
        Math.max(0, Math.min(v.height, at[1] - arrow[1] * far)),
      ];
      draw(box);
      return "";
    },
  };
}
