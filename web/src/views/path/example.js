// An example of a path, for whoever has none yet: between two images of the data set that lie well apart. Pure.
/** @import {Points} from "../../types.js" */

const FEWEST = 20; // images of a class that has a middle

/**
 * The rows of two images: the middles of the two classes that lie farthest apart, or, where classes are not known, one
 * on the left and one on the right.
 * @param {Points} points with at least two rows that have come
 * @returns {[number, number]}
 */
export function exampleOf(points) {
  const middles = middlesOf(points);
  if (middles.length > 1) {
    let best = 0;
    let pair = /** @type {[number, number]} */ ([0, 1]);
    for (let a = 0; a < middles.length; a++) {
      for (let b = a + 1; b < middles.length; b++) {
        const apart = Math.hypot(middles[a].x - middles[b].x, middles[a].y - middles[b].y);
        if (apart > best) {
          best = apart;
          pair = [a, b];
        }
      }
    }
    return [nearest(points, middles[pair[0]]), nearest(points, middles[pair[1]])];
  }
  const xs = points.x.slice(0, points.count).sort();
  const ys = points.y.slice(0, points.count).sort();
  /** @param {Float32Array} sorted @param {number} share */
  const at = (sorted, share) => sorted[Math.floor(share * (sorted.length - 1))];
  return [
    nearest(points, { x: at(xs, 0.08), y: at(ys, 0.5) }),
    nearest(points, { x: at(xs, 0.92), y: at(ys, 0.5) }),
  ];
}

/** @param {Points} points @returns {{label: number, x: number, y: number}[]} */
function middlesOf({ count, label, x, y }) {
  /** @type {Map<number, {label: number, n: number, x: number, y: number}>} */
  const sums = new Map();
  for (let i = 0; i < count; i++) {
    const sum = sums.get(label[i]) ?? { label: label[i], n: 0, x: 0, y: 0 };
    sum.n++;
    sum.x += x[i];
    sum.y += y[i];
    sums.set(label[i], sum);
  }
  return [...sums.values()]
    .filter(({ n }) => n >= FEWEST)
    .map(({ n, ...sum }) => ({ label: sum.label, x: sum.x / n, y: sum.y / n }));
}

/**
 * @param {Points} points
 * @param {{label?: number, x: number, y: number}} place
 */
function nearest({ count, label, x, y }, place) {
  let best = Infinity;
  let row = 0;
  for (let i = 0; i < count; i++) {
    const distance = (x[i] - place.x) ** 2 + (y[i] - place.y) ** 2;
    if (distance < best && (place.label === undefined || label[i] === place.label)) {
      best = distance;
      row = i;
    }
  }
  return row;
}
