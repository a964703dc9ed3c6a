// The true posterior of the pinned image as contours: over its ellipse while the report is open, or in its place.
import { contourPaths } from "../contour.js";
import { s } from "../dom.js";
import { drawnOnMap } from "../report.js";
import { selector } from "../selector.js";
import { ELLIPSE_SHARES, percentOf } from "../shares.js";
import { heightsOf, intoPlane } from "../truth.js";
/** @import {Posterior} from "../types-report.js" */

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "truth",
  create({ inPlane }) {
    const group = inPlane.appendChild(s("g", { class: "truth-on-map" }));
    const draw = selector((state) => {
      const { report } = state;
      const posterior = report.open || drawnOnMap(state) === "true" ? report.posterior : null;
      group.replaceChildren(...(posterior ? lines(posterior) : []));
    });
    const lay = selector(({ report, space }) => {
      if (report.posterior && space) {
        group.setAttribute("transform", intoPlane(space.plane));
      }
    });
    return {
      draw(state) {
        draw(state);
        lay(state);
      },
    };
  },
};

/** @param {Posterior} posterior */
function lines({ cells, truth }) {
  if (!cells) {
    return [];
  }
  const { floor, heights } = heightsOf(cells, truth);
  const paths = contourPaths(cells, floor, heights.slice(-ELLIPSE_SHARES.length));
  const masses = ELLIPSE_SHARES.map(percentOf).reverse();
  return ["halo", "line"].flatMap((kind) => paths.map(({ d }, i) => s("path", { class: kind, d, "data-mass": masses[i] })));
}
