// @ts-check
// What lies still in the plane: the prior's rings and the contours of density, drawn once in plane units. The group
// that they are in is moved with the map, and each line's share of the mass is written beside it.
import { changes, s } from "../dom.js";
import { project } from "../plane.js";
import { contoursOf, percentOf, radiusOf, SHARES } from "../shares.js";
import { toPixels } from "../viewport.js";
/** @import {Place, State} from "../types.js" */
/** @import {Viewport} from "../viewport.js" */

/**
 * @param {SVGGElement} world
 * @param {SVGGElement} screen
 */
export function create(world, screen) {
  const lines = world.appendChild(s("g", { class: "density" }));
  const rings = world.appendChild(s("g", { class: "prior" }));
  const ofLines = labels(screen.appendChild(s("g", { class: "density-labels", "aria-hidden": "true" })), 4);
  const ofRings = labels(screen.appendChild(s("g", { class: "prior-labels", "aria-hidden": "true" })), -4);
  const other = { grid: changes(), prior: changes() };

  return {
    /** @param {State} state @param {Viewport} v */
    draw({ grid, space, kept }, v) {
      const density = kept?.layers.density && grid?.key === space?.key ? grid : null;
      if (other.grid(density)) {
        const contours = density ? contoursOf(density, density.levels).filter(({ d }) => d) : [];
        const drawn = contours.map(({ share, d }) => s("path", { d, "data-mass": percentOf(share) }));
        const halo = s("path", { class: "halo", d: contours.map(({ d }) => d).join("") });
        lines.replaceChildren(...(density ? [halo, ...drawn] : []));
        ofLines.name(contours.map(({ share, d }) => ({ share, at: lowerRight(d) })));
      }
      const plane = kept?.layers.prior ? (space?.plane ?? null) : null;
      if (other.prior(plane)) {
        const [cx, cy] = plane ? project(plane, new Float64Array(plane.origin.length)) : [0, 0];
        const shares = plane ? SHARES : [];
        rings.replaceChildren(
          ...shares.map((share) => s("circle", { cx, cy, r: radiusOf(share), "data-mass": percentOf(share) })),
        );
        ofRings.name(
          shares.map((share) => {
            const away = radiusOf(share) * Math.SQRT1_2; // the lower left, where nothing floats over the map
            return { share, at: [cx - away, cy - away] };
          }),
        );
      }
      ofLines.move(v);
      ofRings.move(v);
    },
  };
}

/**
 * The shares that lines hold, written beside them.
 * @param {SVGGElement} group
 * @param {number} aside pixels to the right
 */
function labels(group, aside) {
  /** @type {Place[]} */
  let places = [];
  return {
    /** @param {{share: number, at: Place}[]} lines */
    name(lines) {
      places = lines.map(({ at }) => at);
      group.replaceChildren(...lines.map(({ share }) => s("text", {}, `${percentOf(share)}%`)));
    },
    /** @param {Viewport} v */
    move(v) {
      places.forEach((place, i) => {
        const [x, y] = toPixels(v, place);
        group.children[i].setAttribute("transform", `translate(${(x + aside).toFixed(1)} ${(y + 12).toFixed(1)})`);
      });
    },
  };
}

/**
 * The point of a contour that lies farthest to the lower right.
 * @param {string} d
 * @returns {Place}
 */
function lowerRight(d) {
  const points = d.split(/[MLZ]+/).filter(Boolean).map((point) => point.split(" ").map(Number));
  const [x, y] = points.reduce((best, point) => (point[0] - point[1] > best[0] - best[1] ? point : best));
  return [x, y];
}
