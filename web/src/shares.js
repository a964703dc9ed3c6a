// The shares of a distribution that lie within the lines drawn of it, the same for ellipses, rings and contours. Pure.
import { contourPaths } from "./contour.js";

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
 * The contours that hold {@link SHARES} of the mass in the plane, the outermost first.
 * @param {Cells} cells
 * @param {ArrayLike<number>} levels the log densities above which those shares lie
 * @returns {{share: number, d: string}[]} a path each, empty where the grid does not reach it
 */
export function contoursOf(cells, levels) {
  const lines = contourPaths(cells, levels[SHARES.length - 1] - DEEP, Array.from(levels).reverse());
  return lines.map(({ d }, i) => ({ share: SHARES[SHARES.length - 1 - i], d }));
}
