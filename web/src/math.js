// Formulas as MathML, which readers aloud know. Pure but for making elements.

const SPACE = "http://www.w3.org/1998/Math/MathML";

/**
 * @param {string} name
 * @param {...(Node | string)} children
 */
export function m(name, ...children) {
  const element = document.createElementNS(SPACE, name);
  element.append(...children);
  return element;
}

/**
 * A row of symbols: names of one letter in italics, digits, and operators. What is no text is a part of its own.
 * @param {...(Node | string)} parts texts of symbols with blanks between them
 */
export function row(...parts) {
  return m("mrow", ...parts.flatMap((part) => (typeof part === "string" ? part.split(" ").filter(Boolean).map(symbol) : [part])));
}

/** @param {string} text */
function symbol(text) {
  const element = m(/^[\d.]+$/.test(text) ? "mn" : /^\p{L}$/u.test(text) ? "mi" : "mo", text);
  if (/^\p{L}{2,}$/u.test(text)) {
    element.setAttribute("rspace", "0.17em"); // a function's name
  } else if (/^[()[\]|]$/.test(text)) {
    element.setAttribute("stretchy", "false");
    element.setAttribute("lspace", "0");
    element.setAttribute("rspace", "0");
  }
  return element;
}

/** @param {Node | string} base @param {Node | string} index */
export const sub = (base, index) => m("msub", row(base), row(index));

/** @param {Node | string} over @param {Node | string} under */
export const fraction = (over, under) => m("mfrac", row(over), row(under));

/** A formula on a line of its own. @param {...(Node | string)} parts */
export function formula(...parts) {
  const element = m("math", row(...parts));
  element.setAttribute("display", "block");
  element.setAttribute("class", "formula");
  return element;
}
