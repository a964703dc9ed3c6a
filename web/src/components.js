// p(x) as a mixture of the images that finitely many codes decode to: how likely the pinned image is under it, and which
// components it is of. Pure.
import { project } from "./plane.js";
/** @import {Components} from "./types-report.js" */

/** Numbers of components that may be chosen. */
export const COUNTS = [1, 4, 16, 64, 256, 1024];

const MOST_VALUES = 1 << 20; // of all images of the components together

/** Most components of a model. @param {import("./types.js").Card} card */
export function mostComponents({ input: { channels, height, width } }) {
  const most = MOST_VALUES / (channels * height * width);
  return COUNTS.findLast((count) => count <= most) ?? 1;
}

/** How many are wished for. @param {Pick<State, "experiments">} state */
export function countOf({ experiments }) {
  return experiments.mixture?.components ?? 16;
}

/**
 * log p(x) under the first so many components with equal weights, and the share of each in it.
 * @param {ArrayLike<number>} likelihood log p(x|z) of each
 * @param {number} count
 */
export function mixtureOf(likelihood, count) {
  const logs = Array.from({ length: Math.min(count, likelihood.length) }, (_, i) => likelihood[i]);
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const sum = weights.reduce((a, b) => a + b, 0);
  return { log: most + Math.log(sum / logs.length), shares: weights.map((weight) => weight / sum) };
}

/** What is known of the mixture that is wished for; null while nothing is. @param {State} state */
export function mixtureNow(state) {
  const { components } = state.report;
  return components?.likelihood ? mixtureOf(components.likelihood, countOf(state)) : null;
}

/** log p(x) of the pinned image under all codes, as far as it is known. @param {State} state */
export function infiniteOf({ report: { posterior, believed } }) {
  const bounds = believed?.tightening?.bounds;
  const last = (bounds?.k.length ?? 0) - 1;
  return posterior?.truth
    ? { log: posterior.truth.logEvidence, error: posterior.truth.error, isBound: false }
    : bounds && last >= 0
      ? { log: bounds.bound[last], error: bounds.error[last], isBound: true }
      : null;
}

/** Where components lie on the map. @param {Components} components @param {import("./types.js").Plane} plane @param {number} count */
export function placesOf({ codes }, plane, count) {
  return (codes ?? []).slice(0, count).map((z) => project(plane, z));
}
