// How much of the true posterior the encoder's ellipsoids were measured to hold, in words.
/** @import {Figures} from "./types.js" */

const NOMINAL = { inner: 1 - Math.exp(-0.5), outer: 1 - Math.exp(-2) }; // shares of q(z|x): one and two deviations in 2-D
const NEAR = 0.05; // from both, within which an encoder is called calibrated

/**
 * A sentence, or "" where it was not measured.
 * @param {Figures | undefined} figures
 */
export function coverageWords(figures) {
  const { "coverage-39": inner, "coverage-86": outer, "coverage-images": images } = figures?.extra ?? {};
  if (inner === undefined || outer === undefined || !images || !figures) {
    return "";
  }
  const near = Math.abs(inner - NOMINAL.inner) <= NEAR && Math.abs(outer - NOMINAL.outer) <= NEAR;
  const verdict = near ? "calibrated" : outer < NOMINAL.outer ? "too narrow, or in the wrong place" : "too wide";
  return (
    `Measured at one and two deviations, which in 2-D hold 39% and 86% of q(z|x): over ${images} ${figures.part} images, ` +
    `these hold ${percent(inner)} and ${percent(outer)} of p(z|x): ${verdict}.`
  );
}

/** @param {number} share */
function percent(share) {
  return `${Math.round(100 * share)}%`;
}
