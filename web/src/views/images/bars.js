// How many there are of each class, as bars.
import { h } from "../../dom.js";
import { classColour } from "../../palette.js";
/** @import {Appearance} from "../../tokens.js" */

/** @param {number[]} counts of each label @param {string[]} labels @param {Appearance} appearance */
export function bars(counts, labels, appearance) {
  const largest = Math.max(1, ...counts);
  return counts
    .map((n, label) => ({ n, label }))
    .filter(({ n }) => n > 0)
    .map(({ n, label }) => {
      const bar = h("span", { class: "images-bar", "aria-hidden": "true" });
      bar.style.width = `${(100 * n) / largest}%`;
      bar.style.background = classColour(label, labels.length, appearance);
      return h(
        "li",
        {},
        h("span", { class: "images-class" }, labels[label]),
        h("span", { class: "images-track" }, bar),
        h("span", { class: "number" }, n.toLocaleString("en")),
      );
    });
}
