// Colours of the data, the loudest on the page.
import { interpolateRgb, piecewise, rgb } from "./d3.js";
import { rgbOf, token } from "./tokens.js";
/** @import {Appearance} from "./tokens.js" */

/** @typedef {import("./tokens.js").Rgb} Rgb */

const CLASSES = 10; // colours of classes
const STOPS = 7; // colours of the ramp
const STEPS = 64; // colours of a ramp that is drawn
const LOOKED_AT = 20_000; // values that quantiles are taken from

/**
 * How many classes, the first ones, have a colour of their own; the others share one.
 * @param {number} count classes in all
 */
export function ownColours(count) {
  return count <= CLASSES ? count : CLASSES - 1;
}

/**
 * The colour of a class.
 * @param {number} label
 * @param {number} count classes in all
 * @param {Appearance} appearance
 */
export function classColour(label, count, appearance) {
  return token(label < ownColours(count) ? `class-${label + 1}` : "unclassed", appearance);
}

/**
 * The colour of a value.
 * @param {number} share of the way from the least to the most, in [0,1]
 * @param {Appearance} appearance
 */
export function ramp(share, appearance) {
  const stops = Array.from({ length: STOPS }, (_, i) => token(`ramp-${i + 1}`, appearance));
  return piecewise(interpolateRgb, stops)(Math.max(0, Math.min(1, share)));
}

/**
 * The values that the ramp's ends stand for: the quantiles at 2% and 98%, so that few far values do not spoil it.
 * @param {ArrayLike<number>} values
 * @returns {[number, number]}
 */
export function rangeOf(values) {
  const step = Math.max(1, Math.floor(values.length / LOOKED_AT));
  const some = Array.from({ length: Math.ceil(values.length / step) }, (_, i) => values[i * step])
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const at = (/** @type {number} */ q) => some[Math.round(q * (some.length - 1))] ?? 0;
  return [at(0.02), at(0.98)];
}

/**
 * All that drawing points takes: their colours, and the range of values that these cover, or null for colours by class.
 * @param {boolean} classy whether they are coloured by class
 * @param {Float32Array | null} values otherwise; null while they are on their way, when all have one colour
 * @param {number} classes
 * @param {Appearance} appearance
 */
export function paint(classy, values, classes, appearance) {
  const none = token("unclassed", appearance); // of what has no value
  const names = classy
    ? Array.from({ length: Math.max(1, classes) }, (_, label) => classColour(label, classes, appearance))
    : [...(values ? Array.from({ length: STEPS }, (_, i) => ramp(i / (STEPS - 1), appearance)) : []), none];
  const materials = { paper: rgbOf("paper", appearance), ink: rgbOf("ink", appearance) };
  return { colours: names.map(numbersOf), range: values ? rangeOf(values) : null, ...materials };
}

/** @param {string} colour @returns {Rgb} */
function numbersOf(colour) {
  const { r, g, b } = rgb(colour);
  return [r, g, b];
}
