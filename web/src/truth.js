// The true posterior and normal ones in the coordinates of the plane, as they are drawn. Pure.
import { placeIn } from "./contour.js";
import { max } from "./d3.js";
/** @import {Normal, Truth} from "./types-report.js" */

const ROUGH = [4.6, 2.3, 0.7]; // nats below the top at which 99%, 90% and half of a normal distribution in the plane are left
const DEEP = 40; // nats below the lowest line that the floor lies

/**
 * At which heights to draw lines, rising: those that hold 99%, 90% and half of the mass once they are known, and until
 * then as if it were normal.
 * @param {Cells} cells
 * @param {{levels: ArrayLike<number>} | null} truth
 */
export function heightsOf({ values }, truth) {
  const heights = truth ? Array.from(truth.levels).sort((a, b) => a - b) : ROUGH.map((step) => max(values) - step);
  return { floor: heights[0] - DEEP, heights };
}

/**
 * The part of the plane to look at: what the lowest line encloses, and two deviations of q, with some room.
 * @param {Cells} cells
 * @param {Truth | null} truth
 * @param {Normal | null} q
 * @returns {Area}
 */
export function windowOf(cells, truth, q) {
  const { columns, values } = cells;
  const [lowest] = heightsOf(cells, truth).heights;
  let [a, b, c, d] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= lowest) {
      const [x, y] = placeIn(cells, (i % columns) + 0.5, Math.floor(i / columns) + 0.5);
      [a, b, c, d] = [Math.min(a, x), Math.min(b, y), Math.max(c, x), Math.max(d, y)];
    }
  }
  if (q) {
    const [sx, sy] = [...q.logvar].map((log) => 2 * Math.exp(log / 2));
    [a, b] = [Math.min(a, q.mu[0] - sx), Math.min(b, q.mu[1] - sy)];
    [c, d] = [Math.max(c, q.mu[0] + sx), Math.max(d, q.mu[1] + sy)];
  }
  const half = Math.max(c - a, d - b) * 0.58 || 1; // a square, so that a unit is as long both ways
  const [x, y] = [(a + c) / 2, (b + d) / 2];
  return [x - half, y - half, x + half, y + half];
}

/**
 * The ellipse of so many deviations of a normal distribution over two dimensions.
 * @param {Normal} normal
 * @param {number} deviations
 */
export function ellipsePath({ mu, logvar }, deviations) {
  const [rx, ry] = [...logvar].map((log) => deviations * Math.exp(log / 2));
  const [x, y] = mu;
  return `M${x - rx} ${y}A${rx} ${ry} 0 0 0 ${x + rx} ${y}A${rx} ${ry} 0 0 0 ${x - rx} ${y}Z`;
}

/**
 * From the two numbers of a code to the plane, as a transform of a drawing.
 * @param {Plane} plane of a model of two dimensions
 */
export function intoPlane({ origin, first, second }) {
  const across = -(first[0] * origin[0] + first[1] * origin[1]);
  const up = -(second[0] * origin[0] + second[1] * origin[1]);
  return `matrix(${first[0]} ${second[0]} ${first[1]} ${second[1]} ${across} ${up})`;
}
