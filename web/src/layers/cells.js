// Counts of a tile's cells into pixels. Pure.
import { SIDE } from "../column-atlas.js";
import { paintOf } from "./raster.js";
/** @import {CountTile} from "../types-column-atlas.js" */
/** @import {Look} from "./raster.js" */

const FLOOR = 0.16; // opacity of a cell that has a point
const FULL = 0.9; // and of the fullest
const STEEP = 300; // the opacity rises with log(1 + STEEP times the share of the fullest cell's density)
const FAINT = 0.06; // weight of a dimmed class

/**
 * A tile's entries; of points they are counted.
 * @param {CountTile} tile
 * @param {[number, number, number]} square
 * @returns {{cell: ArrayLike<number>, count: (i: number) => number}}
 */
function entriesOf({ level, x, y, cell, count, px, py }, [left, bottom, side]) {
  if (cell && count) {
    return { cell, count: (i) => count[i] };
  }
  const per = (SIDE * 2 ** level) / side;
  const within = (/** @type {number} */ place) => Math.max(0, Math.min(SIDE - 1, Math.floor(place)));
  const cells = Int32Array.from(px ?? [], (one, i) => {
    const column = within((one - left) * per - SIDE * x);
    return SIDE * within((/** @type {Float32Array} */ (py)[i] - bottom) * per - SIDE * y) + column;
  });
  return { cell: cells, count: () => 1 };
}

/** Points of the fullest cell, a unit of area. @param {CountTile} tile of level 0 @param {[number, number, number]} square */
export function peakOf(tile, square) {
  const sums = new Float64Array(SIDE * SIDE);
  const { cell, count } = entriesOf(tile, square);
  for (let i = 0; i < cell.length; i++) {
    sums[cell[i]] += count(i);
  }
  return sums.reduce((most, sum) => Math.max(most, sum), 1) / (square[2] / SIDE) ** 2;
}

/**
 * A tile's cells as pixels, the highest row first: the colour is the mixture of what is in a cell, the opacity rises with the
 * logarithm of how dense it is, so that it is the same at every level.
 * @param {CountTile} tile
 * @param {[number, number, number]} square
 * @param {number} peak as of peakOf
 * @param {Pick<Look, "colours" | "faint">} look
 * @param {[number, number] | null} range of values, where a column is shown
 * @param {Uint8ClampedArray} rgba (SIDE, SIDE, 4)
 */
export function paintCells(tile, square, peak, { colours, faint }, range, rgba) {
  const mass = new Float64Array(SIDE * SIDE);
  const sums = new Float64Array(3 * SIDE * SIDE);
  const { cell, count } = entriesOf(tile, square);
  for (let i = 0; i < cell.length; i++) {
    const label = tile.label?.[i] ?? 0;
    const weight = count(i) * (tile.label && faint[label] ? FAINT : 1);
    const colour = colours[paintOf(label, tile.value?.[i] ?? NaN, colours.length, range)];
    mass[cell[i]] += weight;
    for (let part = 0; part < 3; part++) {
      sums[3 * cell[i] + part] += weight * colour[part];
    }
  }
  const scale = (STEEP * (SIDE * 2 ** tile.level) ** 2) / (square[2] ** 2 * peak);
  for (let c = 0; c < mass.length; c++) {
    const o = 4 * (SIDE * (SIDE - 1 - Math.floor(c / SIDE)) + (c % SIDE));
    const m = mass[c];
    if (m > 0) {
      const share = Math.min(1, Math.log1p(scale * m) / Math.log1p(STEEP));
      rgba[o] = sums[3 * c] / m;
      rgba[o + 1] = sums[3 * c + 1] / m;
      rgba[o + 2] = sums[3 * c + 2] / m;
      rgba[o + 3] = 255 * Math.min(1, m) * (FLOOR + (FULL - FLOOR) * share);
    } else {
      rgba[o + 3] = 0;
    }
  }
}
