// The true posterior of the pinned image as contours over the encoder's, where it is asked for, or while the report or an
// experiment on it is open.
import { handOf } from "../by-hand.js";
import { s } from "../dom.js";
import { drawnOnMap } from "../report.js";
import { selector } from "../selector.js";
import { intoPlane } from "../truth.js";
import { contourLines } from "./contour-lines.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "truth",
  create({ inPlane }) {
    const group = inPlane.appendChild(s("g", { class: "truth-on-map" }));
    const draw = selector((state) => {
      const { report } = state;
      const isShown = report.open || drawnOnMap(state) === "true" || handOf(state);
      const posterior = isShown ? report.posterior : null;
      group.replaceChildren(...(posterior?.cells ? contourLines(posterior.cells, posterior.truth) : []));
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
