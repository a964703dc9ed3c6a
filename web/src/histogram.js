// A column's distribution as bars: of all rows as a quiet shape, and of some of them over it.
import { s } from "./dom.js";
/** @import {Histogram} from "./types-column-atlas.js" */

const HIGH = 24; // in the drawing's own units; a bar is one wide

/**
 * @param {ArrayLike<number>} bars
 * @param {number} most what is as high as the drawing
 */
export function stepsOf(bars, most) {
  const height = (/** @type {number} */ count) => (HIGH - (HIGH * count) / Math.max(1, most)).toFixed(2);
  return `M0 ${HIGH}${Array.from(bars, (count, i) => `V${height(count)}H${i + 1}`).join("")}V${HIGH}Z`;
}

export function histogram() {
  const whole = s("path", { class: "histogram-all" });
  const part = s("path", { class: "histogram-part" });
  const element = s("svg", { class: "histogram", preserveAspectRatio: "none", "aria-hidden": "true" }, whole, part);
  return {
    element,
    /**
     * @param {Histogram} all
     * @param {Histogram | null} some
     * @param {boolean} alike whether both are as high as they can be, for their shapes to be compared; otherwise both count rows
     */
    show({ bars }, some, alike) {
      const most = Math.max(...bars);
      element.setAttribute("viewBox", `0 0 ${bars.length} ${HIGH}`);
      whole.setAttribute("d", stepsOf(bars, most));
      part.setAttribute("d", some ? stepsOf(some.bars, alike ? Math.max(...some.bars) : most) : "");
    },
  };
}
