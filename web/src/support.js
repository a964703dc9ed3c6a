// @ts-check
// How well the data support a code: its log density of the aggregate posterior, beside the largest there is. Pure.

/** Nats below the largest density up to which a code is well supported, and up to which it lies on the edge. */
const WELL = 4;
const EDGE = 10;

/** @typedef {"well" | "edge" | "outside"} Support */

/**
 * @param {number} density log density of the aggregate posterior, nats
 * @param {number} largest the log density that it is held against
 * @returns {Support}
 */
export function supportOf(density, largest) {
  const below = largest - density;
  return below <= WELL ? "well" : below <= EDGE ? "edge" : "outside";
}

/** @type {Record<Support, string>} */
export const SUPPORT_NAMES = { well: "well supported", edge: "at the edge", outside: "outside the data" };

/** @param {Float32Array} values at least one */
export function largestOf(values) {
  let largest = -Infinity;
  for (const value of values) {
    if (value > largest) {
      largest = value;
    }
  }
  return largest;
}

/**
 * The same against what is typical: draws of the images' posteriors, each held against the other images alone. Unlike a
 * fixed distance below the peak, that means the same in any number of dimensions.
 * @param {number} density log density of the aggregate posterior, nats
 * @param {{well: number, edge: number}} typical densities that 90% and 99% of the draws exceed
 * @returns {Support}
 */
export function supportAmong(density, { well, edge }) {
  return density >= well ? "well" : density >= edge ? "edge" : "outside";
}
