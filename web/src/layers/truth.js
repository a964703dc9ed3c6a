// @ts-check
// The true posterior of the pinned sample as contours over its ellipse, while the report is open.
import { contourPaths } from "../contour.js";
import { changes, s } from "../dom.js";
import { heightsOf, intoPlane } from "../truth.js";
/** @import {Posterior} from "../types-report.js" */
/** @import {State} from "../types.js" */

/** @param {SVGGElement} world */
export function create(world) {
  const group = world.appendChild(s("g", { class: "truth-on-map" }));
  const other = changes();
  const planeNew = changes();
  return {
    /** @param {State} state */
    draw({ report: { posterior }, space }) {
      if (other(posterior?.cells, posterior?.truth)) {
        group.replaceChildren(...(posterior ? lines(posterior) : []));
      }
      if (space && posterior && planeNew(space.plane, posterior.key)) {
        group.setAttribute("transform", intoPlane(space.plane));
      }
    },
  };
}

/** @param {Posterior} posterior */
function lines({ cells, truth }) {
  if (!cells) {
    return [];
  }
  const { floor, heights } = heightsOf(cells, truth);
  return ["halo", "line"].flatMap((kind) =>
    contourPaths(cells, floor, heights).map(({ d }, i) => s("path", { class: kind, d, "data-mass": SHARES[i] })),
  );
}

const SHARES = [99, 90, 50]; // per cent of the mass that lie within, the lowest line first
