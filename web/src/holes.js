// Holes of the aggregate posterior in the plane: where the prior is dense and it is not. Pure.
import { contourPaths, placeIn } from "./contour.js";
import { project } from "./plane.js";
/** @import {Grid, Plane} from "./types.js" */

const INSIDE = -2 * Math.log(0.1); // squared distance within which 90% of the prior lie in a plane
const THIN = Math.log(10); // nats by which the aggregate posterior is thinner than the prior in a hole
const OUTSIDE = -1e3;

/**
 * For each cell, by how many nats the aggregate posterior is thinner than a tenth of the prior; far below 0 outside of
 * what holds 90% of the prior.
 * @param {Grid} grid
 * @param {Plane} plane
 * @returns {Float64Array} (rows, columns)
 */
export function depths(grid, plane) {
  const { columns, rows, values } = grid;
  const [a, b] = project(plane, new Float64Array(plane.origin.length));
  return Float64Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = placeIn(grid, (i % columns) + 0.5, Math.floor(i / columns) + 0.5);
    const square = (x - a) ** 2 + (y - b) ** 2;
    const prior = -square / 2 - Math.log(2 * Math.PI);
    return square > INSIDE ? OUTSIDE : Math.max(OUTSIDE, Math.min(-OUTSIDE, prior - values[i] - THIN));
  });
}

/**
 * The outline of the holes, in plane units.
 * @param {Grid} grid
 * @param {Plane} plane
 */
export function holePath(grid, plane) {
  // Cut to a few nats on either side, so that the outline does not lean on how deep a hole is.
  const values = depths(grid, plane).map((depth) => Math.max(-2, Math.min(2, depth)));
  return contourPaths({ ...grid, values }, -2, [0])
    .map(({ d }) => d)
    .join("");
}
