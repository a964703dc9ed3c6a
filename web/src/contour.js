// Lines of one height over a grid, in the coordinates of what the grid covers. Pure.
import { contours } from "./d3.js";

/**
 * @param {Cells} cells whatever is not finite lies on the floor
 * @param {number} floor below every height
 * @param {number[]} heights rising
 * @returns {{value: number, d: string}[]} a path each
 */
export function contourPaths(cells, floor, heights) {
  const solid = Float64Array.from(cells.values, (value) => (value > floor ? value : floor));
  /** @param {[number, number]} at in cells of the grid */
  const place = ([u, w]) => placeIn(cells, u, w).map((c) => Number(c.toPrecision(7))).join(" ");
  return contours()
    .size([cells.columns, cells.rows])
    .thresholds(heights)(solid)
    .map((/** @type {{value: number, coordinates: [number, number][][][]}} */ { value, coordinates }) => ({
      value,
      d: coordinates
        .flat()
        .map((ring) => `M${ring.map(place).join("L")}Z`)
        .join(""),
    }));
}

/**
 * What the grid covers there.
 * @param {Pick<Cells, "area" | "columns" | "rows">} cells
 * @param {number} u in cells from the left
 * @param {number} w in cells from below
 * @returns {Place}
 */
export function placeIn({ area: [left, bottom, right, top], columns, rows }, u, w) {
  return [left + (u / columns) * (right - left), bottom + (w / rows) * (top - bottom)];
}
