// Which figures of two models may be compared, and which is better. Pure.
/** @import {Card} from "./types.js" */

const SURE = 2; // standard errors of a difference, beyond which it is one

/**
 * Whether log probabilities of two models are of the same thing: never those of a probability and of a density, nor of grey
 * levels and of draws out of them.
 * @param {Card} a
 * @param {Card} b
 */
export function comparable(a, b) {
  const [one, other] = [a, b].map(({ input: { channels, height, width }, likelihood: { family, binarised } }) =>
    [channels, height, width, family, !!binarised].join(),
  );
  return one === other;
}

/**
 * Of figures of one image those that are better than every other that they may be compared with, by more than the errors.
 * @param {{card: Card, value: number | null, error: number | null}[]} figures null where it is not known
 * @returns {boolean[]}
 */
export function better(figures) {
  return figures.map((one) => {
    const rivals = figures.filter((other) => other !== one && other.value !== null && comparable(other.card, one.card));
    return rivals.length > 0 && rivals.every((other) => exceeds(one, other));
  });
}

/** @typedef {{value: number | null, error: number | null}} Figure */

/** @param {Figure} one @param {Figure} other */
function exceeds(one, other) {
  if (one.value === null || other.value === null || one.error === null || other.error === null) {
    return false; // without an error nobody knows
  }
  return one.value - other.value > SURE * Math.hypot(one.error, other.error);
}
