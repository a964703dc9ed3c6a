// Elements in one call. Pure but for making elements.

/** Whether nothing can hover here, as on a telephone. */
export const TOUCHES = matchMedia("(hover: none)").matches;

/** @typedef {Node | string | null | false | undefined} Child */

/**
 * Makes an element. Properties are set as properties where the element has them, `on…` as listeners, and the others as
 * attributes; `class` and `data-…` are attributes. A false or undefined attribute is left out. A button sends no form.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, any>} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(name, properties = {}, ...children) {
  return fill(document.createElement(name), name === "button" ? { type: "button", ...properties } : properties, children);
}

/**
 * The same for a part of a drawing.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, any>} [properties]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function s(name, properties = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), properties, children);
}

/**
 * @template {Element} E
 * @param {E} element
 * @param {Record<string, any>} properties
 * @param {Child[]} children
 */
function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (element instanceof HTMLElement && name in element && !name.startsWith("aria") && name !== "style") {
      /** @type {any} */ (element)[name] = value;
    } else if (value !== false && value !== undefined && value !== null) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...known(children));
  return element;
}

/** @param {Child[]} children */
function known(children) {
  return children.filter((child) => child !== null && child !== false && child !== undefined);
}

/**
 * Changes a text only where it is another, so that nothing is read out or laid out again for nothing.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Lays a part of a bar, in per cent of its length.
 * @param {HTMLElement} part
 * @param {{left: number, width: number}} place
 */
export function span(part, { left, width }) {
  Object.assign(part.style, { left: `${left}%`, width: `${width}%` });
}

/**
 * Puts other children into an element. The focus stays where it is, at the control that has the same place among them.
 * @param {Element} element
 * @param {...Child} children
 */
export function refill(element, ...children) {
  const controls = () => /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("button, select"));
  const focused = [...controls()].findIndex((control) => control === document.activeElement);
  element.replaceChildren(...known(children));
  controls()[focused]?.focus();
}

/**
 * Whether any of these values is another than before; remembers them. What draws values asks it before it does work; what draws
 * the state is a selector.
 * @returns {(...parts: unknown[]) => boolean}
 */
export function changes() {
  /** @type {unknown[] | null} */
  let before = null;
  return (...parts) => {
    const other = before === null || parts.some((part, i) => part !== before?.[i]);
    before = parts;
    return other;
  };
}

/** Whether the screen is so narrow that panels are sheets, as in layout.css. */
export const SHEETS = matchMedia("(max-width: 760px)");

const DENSEST = 2;

/** Device pixels a CSS pixel, as many as are drawn. */
export function pixelRatio() {
  return Math.min(DENSEST, devicePixelRatio || 1);
}
