// @ts-check
// What lies still in the plane: the prior's rings and the contours of density, drawn once in plane units. The group
// that they are in is moved with the map.
import { changes, s } from "../dom.js";
import { project } from "../plane.js";
import { contoursOf, percentOf, radiusOf, SHARES } from "../shares.js";
/** @import {Grid, State} from "../types.js" */

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
        lines.replaceChildren(...(density ? linesOf(density) : []));
      }
      const plane = kept?.layers.prior ? (space?.plane ?? null) : null;
      if (other.prior(plane)) {
        const [cx, cy] = plane ? project(plane, new Float64Array(plane.origin.length)) : [0, 0];
        const drawn = SHARES.map((share) => s("circle", { cx, cy, r: radiusOf(share), "data-mass": percentOf(share) }));
        rings.replaceChildren(...(plane ? drawn : []));
      }
    },
  };
}

/**
 * A line for each share, the highest ground the strongest.
 * @param {Grid} grid
 */
function linesOf(grid) {
  const lines = contoursOf(grid);
  const drawn = lines.map(({ share, d }) => s("path", { d, "data-mass": percentOf(share) }));
  return [s("path", { class: "halo", d: lines.map(({ d }) => d).join("") }), ...drawn];
}
