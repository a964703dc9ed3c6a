// Holes in the plane: where the prior is dense and the data do not support what is decoded. Pure.
import { contourPaths, placeIn } from "./contour.js";
import { project } from "./plane.js";

const INSIDE = -2 * Math.log(0.1); // squared distance within which 90% of the prior lie in a plane
const OUTSIDE = -1e3;

/**
 * For each cell, by how many grey levels its image differs too much; far below 0 outside of what holds 90% of the prior.
 * @param {Cells} supported
 * @param {Plane} plane
 * @param {number} edge the greatest difference that data still support
 * @returns {Float64Array} (rows, columns)
 */
export function depths(supported, plane, edge) {
  const { columns, rows, values } = supported;
  const [a, b] = project(plane, new Float64Array(plane.origin.length));
  return Float64Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = placeIn(supported, (i % columns) + 0.5, Math.floor(i / columns) + 0.5);
    const square = (x - a) ** 2 + (y - b) ** 2;
    return square > INSIDE ? OUTSIDE : values[i] - edge;
  });
}

/**
 * The outline of the holes, in plane units.
 * @param {Cells} supported
 * @param {Plane} plane
 * @param {number} edge
 */
export function holePath(supported, plane, edge) {
  // Cut to a few grey levels on either side, so that the outline does not lean on how deep a hole is.
  const values = depths(supported, plane, edge).map((depth) => Math.max(-2, Math.min(2, depth)));
  return contourPaths({ ...supported, values }, -2, [0])
    .map(({ d }) => d)
    .join("");
}
