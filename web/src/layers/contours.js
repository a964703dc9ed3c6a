// The posterior of one image as contours where it is no ellipse, in place of the ellipse of the same moments.
import { s } from "../dom.js";
import { selector } from "../selector.js";
import { intoPlane } from "../truth.js";
import { contourLines } from "./contour-lines.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "contours",
  create({ inPlane }) {
    const group = inPlane.appendChild(s("g", { class: "contours" }));
    const draw = selector(({ contours, followed }) => {
      group.replaceChildren(...(contours && !followed ? contourLines(contours.cells, contours) : []));
    });
    const lay = selector(({ contours, space }) => {
      if (contours && space) {
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
