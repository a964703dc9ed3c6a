// The gradient of the bound of N(mu, diag sigma²) by mu and log sigma, as draws estimate it: with the noise moved outside
// (reparameterised), by which each draw brings back the decoder's own gradient at z; and by the score function, which weighs
// the gradient of log q(z) by log p(x|z). KL(q ‖ N(0, I)) is differentiated in closed form in both. Pure.
import { isIndependent } from "./posterior.js";
/** @import {Pulls} from "./types-report.js" */

/** Draws at most. */
export const MOST_DRAWS = 1000;

/** What of one draw is shown in slow motion. */
export const STEPS = 4;

/** Why a model's gradient is not shown; empty where it is. @param {Card} card */
export function absentGradient(card) {
  return !card.likelihood || !isIndependent(card) ? "This needs a q(z|x) of independent dimensions and the prior N(0, I)." : "";
}

/** What is set. @param {Pick<State, "experiments">} state */
export function gradientSettings({ experiments: { gradient } }) {
  const { draws = 100, baseline = 0, draw = 1, step = 0 } = gradient ?? {};
  return { draws: Math.round(draws), baseline: baseline === 1, draw: Math.round(draw), step: Math.round(step) };
}

/**
 * @typedef {object} Estimator
 * @property {Float64Array} each (draws, 2 dim) the gradient by mu and by log sigma that each draw gives
 * @property {Float64Array} mean (2 dim)
 * @property {Float64Array} variance (2 dim) of one draw; NaN for a single one
 * @property {Float64Array} error (2 dim) standard error of the mean
 * @property {number} spread variances by mu, added up
 */

/**
 * Both estimators by the first so many draws.
 * @param {{mu: ArrayLike<number>, logvar: ArrayLike<number>, codes: ArrayLike<number>, likelihood: ArrayLike<number>,
 *   gradient: ArrayLike<number>}} pulls of draws z = mu + sigma ε, (draws, dim): log p(x|z) and its gradient by z
 * @param {number} count
 * @param {boolean} baseline whether from log p(x|z) is taken what the other draws have on average, which moves no mean
 * @returns {{path: Estimator, score: Estimator}}
 */
export function estimators({ mu, logvar, codes, likelihood, gradient }, count, baseline) {
  const dim = mu.length;
  const draws = Math.min(count, likelihood.length);
  const sigma = Array.from(logvar, (log) => Math.exp(log / 2));
  let sum = 0;
  for (let i = 0; i < draws; i++) {
    sum += likelihood[i];
  }
  const path = new Float64Array(draws * 2 * dim);
  const score = new Float64Array(draws * 2 * dim);
  for (let i = 0; i < draws; i++) {
    const others = draws > 1 ? (sum - likelihood[i]) / (draws - 1) : 0;
    const weight = likelihood[i] - (baseline ? others : 0);
    for (let d = 0; d < dim; d++) {
      const epsilon = (codes[i * dim + d] - mu[d]) / sigma[d];
      const pull = gradient[i * dim + d];
      const [byMu, byLog] = [2 * i * dim + d, (2 * i + 1) * dim + d];
      path[byMu] = pull - mu[d];
      path[byLog] = pull * sigma[d] * epsilon - (sigma[d] ** 2 - 1);
      score[byMu] = (weight * epsilon) / sigma[d] - mu[d];
      score[byLog] = weight * (epsilon ** 2 - 1) - (sigma[d] ** 2 - 1);
    }
  }
  return { path: estimatorOf(path, draws, dim), score: estimatorOf(score, draws, dim) };
}

/** @param {Float64Array} each @param {number} draws @param {number} dim @returns {Estimator} */
function estimatorOf(each, draws, dim) {
  const width = 2 * dim;
  const [mean, variance] = [new Float64Array(width), new Float64Array(width)];
  for (let i = 0; i < each.length; i++) {
    mean[i % width] += each[i] / draws;
  }
  for (let i = 0; i < each.length; i++) {
    variance[i % width] += (each[i] - mean[i % width]) ** 2 / (draws - 1);
  }
  const error = variance.map((value) => Math.sqrt(value / draws));
  return { each, mean, variance, error, spread: variance.slice(0, dim).reduce((a, b) => a + b, 0) };
}

/** @type {WeakMap<Pulls, {key: string, found: {path: Estimator, score: Estimator}}>} */
const known = new WeakMap();

/** Both for the pinned image, by as many draws as are set; null while nothing is known. @param {State} state */
export function gradientNow(state) {
  const { pulls } = state.report;
  if (!pulls?.gradient || !pulls.codes || !pulls.likelihood || !pulls.mu || !pulls.logvar || !state.experiments.gradient) {
    return null;
  }
  const { draws, baseline } = gradientSettings(state);
  const key = `${draws} ${baseline}`;
  const before = known.get(pulls);
  if (before?.key === key) {
    return before.found;
  }
  const { mu, logvar, codes, likelihood, gradient } = pulls;
  const found = estimators({ mu, logvar, codes, likelihood, gradient }, draws, baseline);
  known.set(pulls, { key, found });
  return found;
}

/** One draw of those: ε, z, the decoder's gradient there. @param {State} state */
export function drawNow(state) {
  const { pulls } = state.report;
  if (!pulls?.gradient || !pulls.codes || !pulls.mu || !pulls.logvar) {
    return null;
  }
  const { mu, logvar, codes, gradient } = pulls;
  const dim = mu.length;
  const at = Math.min(gradientSettings(state).draw, codes.length / dim) - 1;
  const z = Array.from(codes.subarray(at * dim, (at + 1) * dim));
  const pull = Array.from(gradient.subarray(at * dim, (at + 1) * dim));
  const sigma = Array.from(logvar, (log) => Math.exp(log / 2));
  const epsilon = z.map((value, d) => (value - mu[d]) / sigma[d]);
  return { at, mu: Array.from(mu), sigma, epsilon, z, pull };
}
