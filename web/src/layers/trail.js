// What refining does to the ellipse of the pinned image, over the encoder's: a line at each step, and the last one strong;
// without the report, the last one alone.
import { s } from "../dom.js";
import { covariance, ellipse, project } from "../plane.js";
import { drawnOnMap } from "../report.js";
import { selector } from "../selector.js";
import { ELLIPSE_SHARES, percentOf, radiusOf } from "../shares.js";
/** @import {Normal} from "../types-report.js" */

const SHOWN = 24; // steps, evenly out of all

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "trail",
  create({ inPlane }) {
    const group = inPlane.appendChild(s("g", { class: "trail" }));
    const draw = selector((state) => {
      const plane = state.space?.plane;
      const { open } = state.report;
      const refinement = open || drawnOnMap(state) === "refined" ? state.report.refinement : null;
      const trail = open ? (refinement?.trail ?? []) : [];
      const last = refinement?.refined?.q ?? trail.at(-1);
      if (!plane || !last) {
        group.replaceChildren();
        return;
      }
      const every = Math.ceil(trail.length / SHOWN);
      const way = trail.map(({ mu }) => project(plane, mu).map((c) => c.toFixed(5)).join(" "));
      group.replaceChildren(
        ...trail.filter((_, i) => i % every === 0).map((step) => shape(plane, step, ELLIPSE_SHARES[0], "step")),
        s("path", { class: "way", d: way.length > 1 ? `M${way.join("L")}` : "" }),
        ...["halo", "refined"].flatMap((kind) => ELLIPSE_SHARES.map((share) => shape(plane, last, share, kind))),
      );
    });
    return { draw: (state) => draw(state) };
  },
};

/** @param {Plane} plane @param {Normal} normal @param {number} share @param {string} kind */
function shape(plane, { mu, logvar }, share, kind) {
  const { major, minor, angle } = ellipse(covariance(plane, logvar));
  const [x, y] = project(plane, mu);
  return s("ellipse", {
    class: kind,
    "data-mass": percentOf(share),
    rx: radiusOf(share) * major,
    ry: radiusOf(share) * minor,
    transform: `translate(${x} ${y}) rotate(${(angle * 180) / Math.PI})`,
  });
}
