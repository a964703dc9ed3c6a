// @ts-check
// Where the completions of the pinned image lie: draws of the posterior given its known pixels, and the completions,
// numbered as in the report and as large as they are heavy.
import { changes, s } from "../dom.js";
import { project } from "../plane.js";
import { toPixels } from "../viewport.js";
/** @import {State} from "../types.js" */
/** @import {Viewport} from "../viewport.js" */

/**
 * @param {SVGGElement} world
 * @param {SVGGElement} screen
 */
export function create(world, screen) {
  const cloud = world.appendChild(s("path", { class: "guess-cloud" }));
  const marks = screen.appendChild(s("g", { class: "guesses" }));
  const other = changes();
  return {
    /** @param {State} state @param {Viewport} v */
    draw({ report: { completing }, space }, v) {
      const plane = space?.plane;
      const completions = plane ? completing?.completions : null;
      if (other(completions, plane)) {
        const dots = (completions?.cloud ?? []).map((z) => (plane ? project(plane, z) : [0, 0]));
        cloud.setAttribute("d", dots.map(([x, y]) => `M${x.toFixed(5)} ${y.toFixed(5)}h0`).join(""));
        marks.replaceChildren(
          ...(completions?.codes ?? []).map((_, i) =>
            s("g", { class: "guess" }, s("circle", { r: 8 }), s("text", { dy: "0.35em" }, String(i + 1))),
          ),
        );
      }
      completions?.codes.forEach((z, i) => {
        if (plane) {
          const [x, y] = toPixels(v, project(plane, z));
          marks.children[i].setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
        }
      });
    },
  };
}

/** @type {import("./layers.js").Layer} */
export const layer = { id: "guesses", create: ({ inPlane, onScreen }) => create(inPlane, onScreen) };
