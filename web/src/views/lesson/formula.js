// A formula as mathematics: its symbols have the colours of what they stand for on the map.
import { h } from "../../dom.js";
/** @import {Formula} from "../../lesson/types.js" */

/** @param {Formula} formula of a lesson that was checked */
export function formulaOf({ mathml, spoken }) {
  return h("p", { class: "lesson-formula" }, ...mathml.map(lineOf), h("span", { class: "unseen" }, spoken));
}

/** @param {string} mathml */
function lineOf(mathml) {
  const space = 'xmlns="http://www.w3.org/1998/Math/MathML"';
  const { documentElement: line } = new DOMParser().parseFromString(`<math ${space} display="block">${mathml.replaceAll("<mi>log</mi>", "<mi>log</mi><mspace width='0.17em'/>")}</math>`, "application/xml");
  if (line.localName !== "math") {
    throw new Error(`expected a formula as MathML, found ${mathml}`);
  }
  line.setAttribute("aria-hidden", "true"); // its words are read out
  line.querySelectorAll("mo").forEach((sign) => sign.setAttribute("stretchy", "false"));
  return document.importNode(line, true);
}
