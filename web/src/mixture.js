// A mixture of Gaussians: out of its file, and its density in a plane, that of the draws' places there. Pure.
import { project } from "./plane.js";
import { SHARES } from "./shares.js";
/** @import {NpyArray} from "./npz.js" */
/** @import {Mixture} from "./types-report.js" */

const COLUMNS = 160;
const REACH = 3.5; // deviations around each component
const LOG_TWO_PI = Math.log(2 * Math.PI);

/** @param {Record<string, NpyArray>} arrays of prior.npz @returns {Mixture} */
export function mixtureOf({ weights, means, logvars, inputs }) {
  const dim = means.shape[1];
  const rows = (/** @type {NpyArray} */ { values }) => Array.from(weights.values, (_, k) => Array.from(values.subarray(k * dim, (k + 1) * dim)));
  return { weights: /** @type {Float32Array} */ (weights.values), means: rows(means), logvars: rows(logvars), inputs: /** @type {Uint8Array | null} */ (inputs?.values ?? null) };
}

/**
 * Over a grid that holds nearly all of it.
 * @param {Mixture} mixture
 * @param {Plane} plane
 * @returns {{cells: Cells, levels: number[]}} above the levels lie {@link SHARES} of the mass
 */
export function mixtureOn({ weights, means, logvars }, plane) {
  const parts = Array.from(weights, (weight, k) => {
    const [x, y] = project(plane, means[k]);
    let [xx, xy, yy] = [0, 0, 0];
    logvars[k].forEach((logvar, d) => {
      const variance = Math.exp(logvar);
      xx += plane.first[d] ** 2 * variance;
      xy += plane.first[d] * plane.second[d] * variance;
      yy += plane.second[d] ** 2 * variance;
    });
    const det = Math.max(xx * yy - xy * xy, Number.MIN_VALUE);
    return { x, y, xx, xy, yy, det, peak: Math.log(weight) - LOG_TWO_PI - Math.log(det) / 2 };
  });
  const left = Math.min(...parts.map(({ x, xx }) => x - REACH * Math.sqrt(xx)));
  const right = Math.max(...parts.map(({ x, xx }) => x + REACH * Math.sqrt(xx)));
  const bottom = Math.min(...parts.map(({ y, yy }) => y - REACH * Math.sqrt(yy)));
  const top = Math.max(...parts.map(({ y, yy }) => y + REACH * Math.sqrt(yy)));
  const values = new Float64Array(COLUMNS * COLUMNS);
  for (let i = 0; i < values.length; i++) {
    const u = left + (((i % COLUMNS) + 0.5) / COLUMNS) * (right - left);
    const w = bottom + ((Math.floor(i / COLUMNS) + 0.5) / COLUMNS) * (top - bottom);
    let sum = 0;
    for (const { x, y, xx, xy, yy, det, peak } of parts) {
      const [a, b] = [u - x, w - y];
      sum += Math.exp(peak - (yy * a * a - 2 * xy * a * b + xx * b * b) / (2 * det));
    }
    values[i] = Math.log(sum);
  }
  return { cells: { area: [left, bottom, right, top], columns: COLUMNS, rows: COLUMNS, values }, levels: levelsOf(values) };
}

/** @param {Float64Array} values log densities of cells of one size */
function levelsOf(values) {
  const falling = Float64Array.from(values).sort().reverse();
  const all = falling.reduce((sum, log) => sum + Math.exp(log), 0);
  const left = [...SHARES];
  /** @type {number[]} */
  const levels = [];
  let sum = 0;
  for (const log of falling) {
    sum += Math.exp(log);
    while (left.length > 0 && sum >= left[0] * all * (1 - 1e-12)) {
      levels.push(log);
      left.shift();
    }
  }
  return levels;
}
