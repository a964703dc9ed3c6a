// @ts-check
// What lies still in the plane: the prior's rings and the contours of density, drawn once in plane units. The group
// that they are in is moved with the map.
import { contours } from "../d3.js";
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
function contoursOf({ area: [left, bottom, right, top], columns, rows, values }) {
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const floor = most - 4 * STEPS[STEPS.length - 1];
  const solid = Float64Array.from(values, (value) => (value > floor ? value : floor));
  const made = contours()
    .size([columns, rows])
    .thresholds(STEPS.map((step) => most - step).reverse())(solid);
  /** @param {[number, number]} at in cells of the grid */
  const place = ([u, w]) => {
    const x = left + (u / columns) * (right - left);
    const y = bottom + (w / rows) * (top - bottom);
    return `${x.toFixed(4)} ${y.toFixed(4)}`;
  };
  /** @param {{value: number, coordinates: [number, number][][][]}} line */
  const lineOf = ({ value, coordinates }) => {
    const d = coordinates.flat().map((ring) => `M${ring.map(place).join("L")}Z`);
    return s("path", { d: d.join(""), "data-nats": Math.round(most - value) });
  };
  const drawn = made.map(lineOf);
  const all = drawn.map((/** @type {SVGPathElement} */ path) => path.getAttribute("d")).join("");
  return [s("path", { class: "halo", d: all }), ...drawn];
}
