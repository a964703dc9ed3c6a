// Finds points by place: a grid over them, each cell a run of one list of rows. Pure.
import { extent } from "../d3.js";

const A_CELL = 4; // points a cell, on average

/**
 * @typedef {object} Near
 * @property {(place: Place, within: number, skip?: (row: number) => boolean) => number} at the row nearest to a place,
 *   or −1 where none lies within that distance
 * @property {(area: Area, most: number) => number[] | null} inside rows within an area, or null where they are more
 */

/**
 * @param {Pick<Points, "x" | "y" | "count">} points
 * @returns {Near}
 */
export function near({ x, y, count }) {
  const [left, right] = extent(x.subarray(0, count));
  const [bottom, top] = extent(y.subarray(0, count));
  const side = Math.max(1, Math.ceil(Math.sqrt(count / A_CELL)));
  const perX = side / Math.max(1e-9, right - left);
  const perY = side / Math.max(1e-9, top - bottom);
  /** @param {number} place */
  const column = (place) => Math.max(0, Math.min(side - 1, Math.floor((place - left) * perX)));
  /** @param {number} place */
  const line = (place) => Math.max(0, Math.min(side - 1, Math.floor((place - bottom) * perY)));

  const ends = new Int32Array(side * side + 1); // rows of cell c are rows[ends[c] .. ends[c + 1])
  for (let i = 0; i < count; i++) {
    ends[line(y[i]) * side + column(x[i]) + 1]++;
  }
  for (let c = 1; c < ends.length; c++) {
    ends[c] += ends[c - 1];
  }
  const next = ends.slice(0, -1);
  const rows = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    rows[next[line(y[i]) * side + column(x[i])]++] = i;
  }

  return {
    at([px, py], within, skip) {
      let best = -1;
      let least = within * within;
      for (let r = line(py - within); r <= line(py + within); r++) {
        const from = ends[r * side + column(px - within)];
        const to = ends[r * side + column(px + within) + 1];
        for (let k = from; k < to; k++) {
          const distance = (x[rows[k]] - px) ** 2 + (y[rows[k]] - py) ** 2;
          if (distance <= least && !skip?.(rows[k])) {
            best = rows[k];
            least = distance;
          }
        }
      }
      return best;
    },
    inside([l, b, r, t], most) {
      const found = [];
      for (let q = line(b); q <= line(t); q++) {
        const to = ends[q * side + column(r) + 1];
        for (let k = ends[q * side + column(l)]; k < to; k++) {
          const i = rows[k];
          if (x[i] >= l && x[i] <= r && y[i] >= b && y[i] <= t) {
            if (found.length === most) {
              return null;
            }
            found.push(i);
          }
        }
      }
      return found;
    },
  };
}
