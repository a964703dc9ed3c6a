// How well the data support a code: its log density of the aggregate posterior, held against what is typical. Pure.

/** @import {Card} from "./types.js" */

/** @typedef {"well" | "edge" | "outside"} Support */

/** @type {Record<Support, string>} */
export const SUPPORT_NAMES = { well: "well supported", edge: "at the edge", outside: "outside the data" };

/** What these words mean. */
export const SUPPORT_RULE =
  "Compared with draws from the posteriors of the data, each against all other images: well supported is as " +
  "dense as 90% of them, at the edge as the next 9%, and outside, where the decoder extrapolates, is less dense.";

/**
 * Whether there is an aggregate posterior to hold a code against: encoded images, each with a spread.
 * @param {Card} card
 */
export function isMeasurable({ atlas, posterior }) {
  return !!atlas && posterior === "diagonal";
}

/**
 * Against what is typical: draws of the images' posteriors, each held against the other images alone. Unlike a fixed
 * distance below the peak, that means the same in any number of dimensions.
 * @param {number} density log density of the aggregate posterior, nats
 * @param {{well: number, edge: number}} typical densities that 90% and 99% of the draws exceed
 */
export function supportAmong(density, { well, edge }) {
  return density >= well ? "well" : density >= edge ? "edge" : "outside";
}

/**
 * The same as a length: half where it is at the edge's end, and never nothing.
 * @param {number} density
 * @param {{well: number, edge: number}} typical
 * @returns {number} in (0, 1]
 */
export function supportLength(density, { well, edge }) {
  const share = (density - edge) / Math.max(well - edge, 1e-6);
  return Math.max(0.12, Math.min(1, 0.4 + 0.4 * share));
}
