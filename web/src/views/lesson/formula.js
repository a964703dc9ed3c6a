// A formula as mathematics: its symbols have the colours of what they stand for on the map.
import { h } from "../../dom.js";
/** @import {Formula} from "../../lesson/types.js" */

/** @param {Formula} formula of a lesson that was checked */
export function formulaOf({ mathml, spoken }) {
  const space = 'xmlns="http://www.w3.org/1998/Math/MathML"';
  const { documentElement } = new DOMParser().parseFromString(`<math ${space} display="block">${mathml}</math>`, "application/xml");
  if (documentElement.localName !== "math") {
    throw new Error(`expected a formula as MathML, found ${mathml}`);
  }
  documentElement.setAttribute("aria-hidden", "true");
  documentElement.querySelectorAll("mo").forEach((sign) => sign.setAttribute("stretchy", "false"));
  return h("p", { class: "lesson-formula" }, document.importNode(documentElement, true), h("span", { class: "unseen" }, spoken));
}
