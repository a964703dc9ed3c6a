// Lines of one height over a grid, in the coordinates of what the grid covers. Pure.
import { contours } from "./d3.js";
/** @import {Cells} from "./types-report.js" */

/**
 * @param {Cells} cells whatever is not finite lies on the floor
 * @param {number} floor below every height
 * @param {number[]} heights rising
 * @returns {{value: number, d: string}[]} a path each
 */
export function contourPaths({ area: [left, bottom, right, top], columns, rows, values }, floor, heights) {
  const solid = Float64Array.from(values, (value) => (value > floor ? value : floor));
  /** @param {[number, number]} at in cells of the grid */
  const place = ([u, w]) => {
    const x = left + (u / columns) * (right - left);
    const y = bottom + (w / rows) * (top - bottom);
    return `${Number(x.toPrecision(7))} ${Number(y.toPrecision(7))}`;
  };
  return contours()
    .size([columns, rows])
    .thresholds(heights)(solid)
    .map((/** @type {{value: number, coordinates: [number, number][][][]}} */ { value, coordinates }) => ({
      value,
      d: coordinates
        .flat()
        .map((ring) => `M${ring.map(place).join("L")}Z`)
        .join(""),
    }));
}
