// Colours of the data, the loudest on the page. Pure.
import { interpolateRgb, piecewise, rgb } from "./d3.js";
/** @import {State} from "./types.js" */

/** @typedef {State["appearance"]} Appearance */
/** @typedef {[number, number, number]} Rgb */

/**
 * Ten colours that are told apart with any kind of colour vision (at least 0.07 apart in OKLab as each kind sees them),
 * and stand at least 3:1 against the paper. Digits that lie side by side in latent space, as 4 and 9 do, are far apart.
 * @type {Record<Appearance, string[]>}
 */
const CLASSES = {
  light: ["#016570", "#a45d07", "#a02a4a", "#1d9cb1", "#944ca3", "#7f991b", "#5c74d9", "#5a4401", "#493e8c", "#da627e"],
  dark: ["#1da382", "#fdb45b", "#9c4d6d", "#86dcac", "#9a7eca", "#676e03", "#53b8fb", "#bb871e", "#2b69b3", "#d4d0fe"],
};

/**
 * One colour for points that have no class, or whose classes are too many to tell apart.
 * @type {Record<Appearance, string>}
 */
const ONE = { light: "#3d6f8e", dark: "#7fb2cf" };

/**
 * Even steps of lightness and hue from little to much; much is further from the paper.
 * @type {Record<Appearance, string[]>}
 */
const RAMPS = {
  light: ["#cca951", "#8da14b", "#42945e", "#077b71", "#056072", "#034375", "#282064"],
  dark: ["#393076", "#1e5693", "#0c7b97", "#129d97", "#5eba89", "#adcf7c", "#f6de82"],
};

/**
 * The page's paper and ink in numbers, for what is drawn pixel by pixel.
 * @type {Record<Appearance, {paper: Rgb, ink: Rgb}>}
 */
export const MATERIALS = {
  light: { paper: [0xfb, 0xfa, 0xf6], ink: [0x1f, 0x25, 0x27] },
  dark: { paper: [0x16, 0x19, 0x1b], ink: [0xe6, 0xe8, 0xe6] },
};

const STEPS = 64; // colours of a ramp that is drawn
const LOOKED_AT = 20_000; // values that quantiles are taken from

/**
 * How many classes, the first ones, have a colour of their own; the others share one.
 * @param {number} count classes in all
 */
export function ownColours(count) {
  const most = CLASSES.light.length;
  return count <= most ? count : most - 1;
}

/**
 * The colour of a class.
 * @param {number} label
 * @param {number} count classes in all
 * @param {Appearance} appearance
 */
export function classColour(label, count, appearance) {
  return label < ownColours(count) ? CLASSES[appearance][label] : ONE[appearance];
}

/**
 * The colour of a value.
 * @param {number} share of the way from the least to the most, in [0,1]
 * @param {Appearance} appearance
 */
export function ramp(share, appearance) {
  return piecewise(interpolateRgb, RAMPS[appearance])(Math.max(0, Math.min(1, share)));
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
  const names = classy
    ? Array.from({ length: Math.max(1, classes) }, (_, label) => classColour(label, classes, appearance))
    : values
      ? [...Array.from({ length: STEPS }, (_, i) => ramp(i / (STEPS - 1), appearance)), ONE[appearance]] // for no value
      : [ONE[appearance]];
  return { colours: names.map(numbersOf), range: values ? rangeOf(values) : null, ...MATERIALS[appearance] };
}

/** @param {string} colour @returns {Rgb} */
function numbersOf(colour) {
  const { r, g, b } = rgb(colour);
  return [r, g, b];
}
