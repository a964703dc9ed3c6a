// The colours of tokens.css as each theme has them, whichever is shown, for what is drawn pixel by pixel.

/** @typedef {State["appearance"]} Appearance */
/** @typedef {[number, number, number]} Rgb */

/** @type {Record<string, string[]>} light and dark, by name */
const known = {};

/**
 * @param {string} name
 * @param {Appearance} appearance
 * @returns {string} "#rrggbb"
 */
export function token(name, appearance) {
  known[name] ??= declared(name).match(/#\w{6}/g) ?? [];
  return known[name][appearance === "dark" ? 1 : 0];
}

/** What the first rule of the page's first style sheet says. @param {string} name */
function declared(name) {
  const { sheet } = /** @type {HTMLLinkElement & { sheet: CSSStyleSheet }} */ (document.querySelector("link[rel=stylesheet]"));
  return /** @type {CSSStyleRule} */ (sheet.cssRules[0]).style.getPropertyValue(`--${name}`);
}

/** The same in numbers. @param {string} name @param {Appearance} appearance @returns {Rgb} */
export function rgbOf(name, appearance) {
  const value = parseInt(token(name, appearance).slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
