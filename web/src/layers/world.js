// @ts-check
// What lies still in the plane: the prior's rings and the contours of density, drawn once in plane units. The group
// that they are in is moved with the map.
import { contourPaths } from "../contour.js";
import { changes, s } from "../dom.js";
import { project } from "../plane.js";
/** @import {Grid, State} from "../types.js" */

/** Nats below the densest place at which a line is drawn. */
export const STEPS = [1, 2, 4, 6, 8, 10];

/** @param {SVGGElement} world */
export function create(world) {
  const lines = world.appendChild(s("g", { class: "density" }));
  const rings = world.appendChild(s("g", { class: "prior" }));
  const other = { grid: changes(), prior: changes() };

  return {
    /** @param {State} state */
    draw({ grid, space, kept }) {
      const density = kept?.layers.density && grid?.key === space?.key ? grid : null;
      if (other.grid(density)) {
        lines.replaceChildren(...(density ? contoursOf(density) : []));
      }
      const plane = kept?.layers.prior ? (space?.plane ?? null) : null;
      if (other.prior(plane)) {
        const [cx, cy] = plane ? project(plane, new Float64Array(plane.origin.length)) : [0, 0];
        rings.replaceChildren(...(plane ? [1, 2, 3].map((r) => s("circle", { cx, cy, r, "data-sigma": r })) : []));
      }
    },
  };
}

/**
 * A line for each step, the highest ground the strongest.
 * @param {Grid} grid
 */
function contoursOf(grid) {
  const most = grid.values.reduce((a, b) => Math.max(a, b), -Infinity);
  const floor = most - 4 * STEPS[STEPS.length - 1];
  const lines = contourPaths(grid, floor, STEPS.map((step) => most - step).reverse());
  const drawn = lines.map(({ value, d }) => s("path", { d, "data-nats": Math.round(most - value) }));
  return [s("path", { class: "halo", d: lines.map(({ d }) => d).join("") }), ...drawn];
}
