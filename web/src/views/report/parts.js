// What the sections of the report share: their heads, and numbers with their names.
import { h } from "../../dom.js";
import { prose } from "../../terms.js";

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
 * A name and a number after one another, as the page's lists have them.
 * @param {string} name with its terms
 * @param {...Child} before it
 */
export function entry(name, ...before) {
  const value = h("dd", { class: "number" }, "–");
  return { value, children: [h("dt", {}, ...before, ...prose(name)), value] };
}
