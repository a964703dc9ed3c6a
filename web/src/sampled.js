// log p(x) of an image as draws estimate it, beside what is known of it otherwise. Pure.
/** @import {Sampled} from "./types-report.js" */

/** Draws in all that may be chosen. */
export const DRAWS = [10, 100, 1000, 10_000, 100_000, 1_000_000];

const ENOUGH = 20; // repetitions from which the share of intervals that hold log p(x) tells something

/** How many draws are wished for: no more than the server makes. @param {Pick<State, "experiments" | "limits">} state */
export function drawsOf({ experiments, limits }) {
  return Math.min(experiments.integral?.draws ?? 1000, Number(limits.maxEvidenceDraws ?? Infinity));
}

/** Whether they are of q(z|x). @param {Pick<State, "experiments">} state */
export function isByEncoder({ experiments }) {
  return (experiments.integral?.encoder ?? 0) === 1;
}

/**
 * The most draws of which there are enough repetitions to tell whether stated errors are right; −1 where there are none.
 * @param {Sampled} sampled
 */
export function toldBy({ levels }) {
  return levels ? levels.repetitions.findLastIndex((count) => count >= ENOUGH) : -1;
}

/**
 * Each estimate that is drawn: by how many draws, what it is, and its interval that would hold log p(x) 95% of the time.
 * @param {Sampled} sampled
 */
export function estimatesOf({ reference, levels }) {
  if (!levels || !reference) {
    return [];
  }
  const shown = levels.log.length / levels.k.length;
  return Array.from(levels.log, (log, i) => {
    const error = levels.error[i];
    const [low, high] = [log - 1.96 * error, log + 1.96 * error];
    return { k: levels.k[Math.floor(i / shown)], at: (i % shown) / shown, log, low, high, holds: low <= reference.log && reference.log <= high };
  }).filter(({ log }) => Number.isFinite(log));
}
