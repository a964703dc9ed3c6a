// What a pane's model says of the image that is looked at, which figures of two models may be compared, and which is better.
// Pure.
import { cardOf, sampleOf, spotOf } from "./state.js";

/**
 * @typedef {object} Said of an image; null where it is not known or there is none
 * @property {Card} card
 * @property {Code} z its place
 * @property {ArrayLike<number> | null} x
 * @property {ArrayLike<number> | null} mean
 * @property {number | null} bound
 * @property {number | null} reconstruction
 * @property {number | null} kl
 * @property {number | null} error of bound and reconstruction
 * @property {Figure} evidence log p(x), or the highest that is known to be below it
 */

const SURE = 2; // standard errors of a difference, beyond which it is one

/**
 * Whether log probabilities of two models are of the same thing: never those of a probability and of a density, nor of grey
 * levels and of draws out of them.
 * @param {Card} a
 * @param {Card} b
 */
export function comparable(a, b) {
  const [one, other] = [a, b].map(({ input: { channels, height, width }, likelihood }) =>
    likelihood ? [channels, height, width, likelihood.family, !!likelihood.binarised].join() : "",
  );
  return one !== "" && one === other;
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

/**
 * What the pane's model says of the image that is pointed at or pinned; null where that is none.
 * @param {State} state
 * @returns {Said | null}
 */
export function saidOf(state) {
  const card = cardOf(state);
  const spot = spotOf(state);
  /** @type {Partial<Sample> | Row | null | undefined} */
  const known = spot?.echo?.encoded ?? sampleOf(state, spot) ?? (spot?.row === undefined ? null : state.rows[spot.row]);
  if (!card || !spot || !known?.mu) {
    return null;
  }
  const bounded = card.posterior !== "point";
  const estimate = "estimate" in known ? known.estimate : null;
  const { kl: itsKl = null, reconstruction = null } = estimate ?? known;
  const kl = bounded ? itsKl : null;
  return {
    card,
    z: known.mu,
    x: ("original" in known ? known.original : /** @type {Partial<Sample>} */ (known).input) ?? null,
    mean: known.mean ?? null,
    bound: kl === null || reconstruction === null ? null : reconstruction - kl,
    reconstruction,
    kl,
    error: estimate?.error ?? ("elboError" in known ? known.elboError : null) ?? null,
    evidence: evidenceOf(state),
  };
}

/** @param {State} state @returns {Figure} of the pinned image, as far as the report knows it */
function evidenceOf({ hover, report: { believed } }) {
  const bounds = hover ? null : believed?.tightening?.bounds;
  const [value = null, error = null] = [bounds?.bound, bounds?.error].map((all) => all?.[all.length - 1]);
  return { value, error: error !== null && Number.isFinite(error) ? error : null };
}

/** @typedef {{value: number | null, error: number | null}} Figure */

/** Whether a figure is above another by more than the errors. @param {Figure} one @param {Figure} other */
export function exceeds(one, other) {
  if (one.value === null || other.value === null || one.error === null || other.error === null) {
    return false; // without an error nobody knows
  }
  return one.value - other.value > SURE * Math.hypot(one.error, other.error);
}
