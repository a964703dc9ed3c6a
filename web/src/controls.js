// Buttons, and a choice of one among several.
import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @param {string} kind further classes
 * @param {() => void} act
 * @param {...Child} children
 */
export function button(kind, act, ...children) {
  return h("button", { class: `button ${kind}`.trim(), onclick: act }, ...children);
}

/**
 * A button that shows a drawing alone.
 * @param {Parameters<typeof icon>[0]} drawing
 * @param {string} name
 * @param {() => void} act
 * @param {string} [kind] further classes
 */
export function iconButton(drawing, name, act, kind = "bare icon") {
  const made = button(kind, act, icon(drawing));
  entitle(made, name);
  return made;
}

/**
 * Names an element for whoever hears the page, and for whoever points at it.
 * @param {HTMLElement} element
 * @param {string} name
 */
export function entitle(element, name) {
  if (element.title !== name) {
    element.title = name;
    element.setAttribute("aria-label", name);
  }
}

/** @param {HTMLElement} element @param {boolean} on */
export function press(element, on) {
  element.setAttribute("aria-pressed", String(on));
}

/**
 * Buttons of which one is pressed.
 * @template T
 * @param {string} name
 * @param {[value: T, text: string][]} options
 * @param {(value: T) => void} choose
 * @param {string} [kind] further classes of each button
 */
export function choice(name, options, choose, kind = "small") {
  const buttons = options.map(([value, text]) => button(kind, () => choose(value), text));
  return {
    element: h("div", { class: "choice", role: "group", "aria-label": name }, ...buttons),
    buttons,
    /** @param {T | undefined} chosen */
    show: (chosen) => options.forEach(([value], i) => press(buttons[i], value === chosen)),
  };
}
