// @ts-check
// The shares of a distribution that lie within the lines drawn of it, the same for ellipses, rings and contours. Pure.
import { contourPaths } from "./contour.js";
/** @import {Cells} from "./types-report.js" */

/** Of contours and of the prior's rings. */
export const SHARES = [0.5, 0.9, 0.99];

/** Of ellipses, of which many are drawn. */
export const ELLIPSE_SHARES = [0.5, 0.9];

/**
 * How many deviations of a normal distribution over two dimensions the ellipse reaches that holds a share.
 * @param {number} share
 */
export function radiusOf(share) {
  return Math.sqrt(-2 * Math.log(1 - share));
}

/**
 * In per cent, as lines are named.
 * @param {number} share
 */
export function percentOf(share) {
  return Math.round(100 * share);
}

const DEEP = 30; // nats below the lowest contour that the floor lies

/**
 * The contours that hold {@link SHARES} of the mass, the outermost first.
 * @param {Cells} grid
 * @returns {{share: number, d: string}[]} a path each
 */
export function contoursOf(grid) {
  const levels = levelsOf(grid);
  const lines = contourPaths(grid, levels[levels.length - 1] - DEEP, [...levels].reverse());
  return lines.map(({ value, d }) => ({ share: SHARES[levels.indexOf(value)], d }));
}

/**
 * The log densities above which shares of the mass lie: those of {@link SHARES} that the grid holds, in that order.
 * @param {Cells} grid
 */
function levelsOf({ area: [left, bottom, right, top], columns, rows, values }) {
  const falling = Float64Array.from(values).sort().reverse();
  const cell = ((right - left) / columns) * ((top - bottom) / rows);
  const masses = falling.map((value) => cell * Math.exp(value));
  const whole = Math.max(1, masses.reduce((a, b) => a + b, 0)); // less is beyond the grid
  /** @type {number[]} */
  const levels = [];
  let sum = 0;
  masses.forEach((mass, i) => {
    sum += mass / whole;
    while (levels.length < SHARES.length && sum >= SHARES[levels.length]) {
      levels.push(falling[i]);
    }
  });
  return levels;
}
