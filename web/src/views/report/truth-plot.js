// The true posterior's contours with the encoder's ellipse over them, and the refined one where there is one.
import { contourPaths } from "../../contour.js";
import { linear, written } from "../../charts.js";
import { h, s } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { ELLIPSE_SHARES, radiusOf } from "../../shares.js";
import { ellipsePath, heightsOf, windowOf } from "../../truth.js";
/** @import {Normal} from "../../types-report.js" */

const SIDE = 200; // units of the drawing
const EDGE = { left: 44, foot: 18 }; // where the numbers stand

export function create() {
  const svg = s("svg", { class: "chart truth", viewBox: `0 0 ${SIDE + EDGE.left} ${SIDE + EDGE.foot}`, role: "img" });
  const after = h("span", { hidden: true }, h("i", { class: "report-key refined" }), "refined");
  const element = h(
    "figure",
    { class: "report-figure" },
    svg,
    h(
      "figcaption",
      { class: "small quiet" },
      h("span", {}, h("i", { class: "report-key truth" }), "p(z|x): 50, 90, 99%"),
      h("span", {}, h("i", { class: "report-key q" }), "q(z|x): 50, 90%"),
      after,
    ),
  );
  return {
    element,
    /** @param {State} state */
    update({ report: { posterior, refinement, believed } }) {
      const cells = posterior?.cells;
      const q = posterior?.truth?.q ?? believed?.image?.q;
      if (!cells) {
        svg.replaceChildren();
        svg.setAttribute("aria-label", "The true posterior, not computed yet");
        return;
      }
      const area = windowOf(cells, posterior.truth, q ?? null);
      const x = linear([area[0], area[2]], [EDGE.left, EDGE.left + SIDE], 3);
      const y = linear([area[1], area[3]], [SIDE, 0], 4);
      const { floor, heights } = heightsOf(cells, posterior.truth);
      const lines = contourPaths(cells, floor, heights);
      after.hidden = !refinement;
      const refined = refinement?.refined?.q ?? refinement?.trail.at(-1);
      svg.setAttribute("aria-label", saysOf(q ?? null, posterior.truth !== null));
      svg.replaceChildren(
        ...x.ticks.map((t) => s("text", { class: "chart-foot", x: x.scale(t), y: SIDE + 14 }, written(t, x.ticks))),
        ...y.ticks.map((t) =>
          s("text", { class: "chart-left", x: EDGE.left - 5, y: y.scale(t), dy: "0.32em" }, written(t, y.ticks)),
        ),
        s(
          "svg",
          { x: EDGE.left, width: SIDE, height: SIDE, viewBox: viewBox(area), preserveAspectRatio: "none" },
          s(
            "g",
            { transform: "scale(1 -1)" }, // y points up
            s("g", { class: "truth-lines" }, ...lines.map(({ d }) => s("path", { d }))),
            q && ellipses(q, "truth-q"),
            refined && ellipses(refined, "truth-refined"),
          ),
        ),
        s("rect", { class: "chart-frame", x: EDGE.left, width: SIDE, height: SIDE }),
      );
    },
  };
}

/** @param {Normal} normal @param {string} kind */
function ellipses(normal, kind) {
  return s("g", { class: kind }, ...ELLIPSE_SHARES.map((share) => s("path", { d: ellipsePath(normal, radiusOf(share)) })));
}

/** @param {Area} area */
function viewBox([left, bottom, right, top]) {
  return `${left} ${-top} ${right - left} ${top - bottom}`;
}

/** @param {Normal | null} q @param {boolean} whole */
function saysOf(q, whole) {
  const at = q ? ` The encoder's ellipse is around ${[...q.mu].map((value) => fixed(value, 2)).join(", ")}.` : "";
  return `${whole ? "Contours of the true posterior over z1 and z2." : "The true posterior, coarsely."}${at}`;
}
