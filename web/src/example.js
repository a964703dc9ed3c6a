// An example of a path, for whoever has none yet: between two images of the data set that lie well apart. Pure.
import { cross, greatest, mean, minIndex, quantile, range, rollups } from "./d3.js";

const FEWEST = 20; // images of a class that has a middle

/** @typedef {{x: number, y: number, label?: number}} Middle */

/**
 * The rows of two images: the middles of the two classes that lie farthest apart, or, where classes are not known, one
 * on the left and one on the right.
 * @param {Points} points with at least two rows that have come
 * @returns {[number, number]}
 */
export function exampleOf(points) {
  const { count, label, x, y } = points;
  const rows = range(count);
  /** @type {[number, Middle | null][]} by class */
  const middles = rollups(
    rows,
    (/** @type {number[]} */ own) =>
      own.length < FEWEST ? null : { x: meanOf(x, own), y: meanOf(y, own), label: label[own[0]] },
    (/** @type {number} */ row) => label[row],
  );
  /** @type {Middle[]} */
  const known = middles.flatMap(([, middle]) => middle ?? []);
  const [from, to] =
    known.length > 1
      ? greatest(cross(known, known), apart)
      : [0.08, 0.92].map((share) => ({ x: quantile(x.subarray(0, count), share), y: quantile(y.subarray(0, count), 0.5) }));

  /** @param {Middle} middle */
  const nearest = (middle) =>
    minIndex(rows, (/** @type {number} */ row) =>
      middle.label === undefined || label[row] === middle.label ? Math.hypot(x[row] - middle.x, y[row] - middle.y) : NaN,
    );
  return [nearest(from), nearest(to)];
}

/** @param {Float32Array} values @param {number[]} rows */
function meanOf(values, rows) {
  return mean(rows, (/** @type {number} */ row) => values[row]);
}

/** @param {[Middle, Middle]} pair */
function apart([a, b]) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
