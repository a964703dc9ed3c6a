// What the sections of the report share: their heads, and numbers with errors.
import { h } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { prose } from "../../terms.js";
/** @import {Child} from "../../dom.js" */

/**
 * A section with a sentence under its name.
 * @param {string} id
 * @param {string} title
 * @param {string} lead with its terms
 * @param {...Child} body
 */
export function section(id, title, lead, ...body) {
  return h(
    "section",
    { class: `block report-section report-${id}`, "aria-labelledby": `report-${id}` },
    h("h3", { id: `report-${id}` }, title),
    h("p", { class: "report-lead" }, ...prose(lead)),
    ...body,
  );
}

/**
 * A number and its standard error, with as many decimals as the error is worth.
 * @param {number} value
 * @param {number} [error] left out where it is not known
 */
export function within(value, error = NaN) {
  if (!Number.isFinite(value)) {
    return "–";
  }
  const decimals = error < 0.0005 ? 4 : error < 0.005 ? 3 : 2;
  return Number.isFinite(error) ? `${fixed(value, decimals)} ± ${fixed(error, decimals)}` : fixed(value, 2);
}

/**
 * A name and a number after one another, as the page's lists have them.
 * @param {string} name with its terms
 * @param {...Child} before it
 */
export function entry(name, ...before) {
  const value = h("dd", { class: "number" }, "–");
  return { value, children: [h("dt", {}, ...before, ...prose(name)), value] };
}

/**
 * With a comma after each thousand.
 * @param {number} count
 */
export function counted(count) {
  return Math.round(count).toLocaleString("en");
}
