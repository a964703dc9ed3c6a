// Which samples stand on the map as images in place of dots. Pure.
import { areaOf, toPixels, viewportOf } from "./viewport.js";

export const SIDE = 36; // pixels of the longer side of a thumbnail
const MOST = 120; // samples on the map that are shown so
const ROOM = 48; // pixels each way that a sample has on average, from which images fit
const APART = 0.8; // of a side: of two that are nearer, the later one stays a dot

/**
 * Samples, by their places among the points, that are shown as images where the map looks now: none while there are too many. Those of dimmed
 * classes stay dots.
 * @param {Pick<State, "kept" | "space" | "size" | "points">} state
 * @returns {number[]}
 */
export function thumbnailsOf({ kept, space, size, points }) {
  const v = viewportOf({ kept, space, size });
  if (!v || !kept?.layers.thumbnails || !points?.key.startsWith(space?.key ?? "") || !(points.rows || kept.layers.points)) {
    return [];
  }
  const [left, bottom, right, top] = areaOf(v);
  const most = Math.min(MOST, (v.width * v.height) / ROOM ** 2);
  const seen = [];
  for (let row = 0; row < points.count; row++) {
    const [x, y] = [points.x[row], points.y[row]];
    if (x > left && x < right && y > bottom && y < top && seen.push(row) > most) {
      return [];
    }
  }
  /** @type {[number, number][]} */
  const taken = [];
  return seen.filter((row) => {
    const [x, y] = toPixels(v, [points.x[row], points.y[row]]);
    const fits =
      !kept.dimmed.includes(points.label[row]) &&
      taken.every(([a, b]) => Math.max(Math.abs(a - x), Math.abs(b - y)) > APART * SIDE);
    return fits && taken.push([x, y]);
  });
}
