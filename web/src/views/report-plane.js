// @ts-check
// The plane in small: the prior's rings, the aggregate posterior's contours, and the holes between the two.
import { contourPaths } from "../contour.js";
import { changes, h, s, setText } from "../dom.js";
import { holePath } from "../holes.js";
import { fixed } from "../numbers.js";
import { project } from "../plane.js";
import { term } from "../terms.js";
/** @import {Dispatch} from "../state.js" */
/** @import {Grid, Plane, State} from "../types.js" */

const REACH = 3.2; // units around the prior's middle that are shown
const STEPS = [6, 4, 2, 1]; // nats below the densest place

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const svg = s("svg", {
    class: "chart report-holes",
    role: "img",
    "aria-label": "The plane: prior, aggregate posterior and holes",
  });
  const share = h("b", { class: "number" }, "–");
  let on = false;
  const toggle = h(
    "button",
    {
      class: "button small to-map",
      type: "button",
      onclick: () => dispatch({ type: "report", change: { holes: !on } }),
    },
    "Show on the map",
  );
  const element = h(
    "div",
    { class: "report-beside report-plane" },
    svg,
    h(
      "div",
      {},
      h(
        "p",
        {},
        share,
        " of the prior's draws lie where hardly any image does: in ",
        term("holes"),
        ", where the decoder has learned nothing.",
      ),
      h(
        "p",
        { class: "small quiet" },
        h("i", { class: "report-key holes" }),
        "in this plane: within 90% of the prior (dashed: 1σ, 2σ), and less than a tenth as dense as it",
      ),
      toggle,
    ),
  );
  const other = changes();
  return {
    element,
    /** @param {State} state */
    update({ grid, space, report: { healthy, holes } }) {
      on = holes;
      const health = healthy?.health ?? null;
      toggle.setAttribute("aria-pressed", String(on));
      const fits = !!grid && grid.key === space?.key;
      element.hidden = !grid || health?.holes == null;
      const error = Number.isFinite(health?.holesError) ? ` ± ${fixed(100 * (health?.holesError ?? 0), 0)}` : "";
      setText(share, health?.holes == null ? "–" : `${fixed(100 * health.holes, 0)}${error}%`);
      if (fits && space && other(grid, space.plane)) {
        draw(grid, space.plane);
      }
    },
  };

  /** @param {Grid} grid @param {Plane} plane */
  function draw(grid, plane) {
    const [x, y] = project(plane, new Float64Array(plane.origin.length));
    const most = grid.values.reduce((a, b) => Math.max(a, b), -Infinity);
    const lines = contourPaths(
      grid,
      most - 40,
      STEPS.map((step) => most - step),
    );
    svg.setAttribute("viewBox", `${x - REACH} ${-y - REACH} ${2 * REACH} ${2 * REACH}`);
    svg.replaceChildren(
      s(
        "g",
        { transform: "scale(1 -1)" }, // y points up
        s("path", { class: "holes", d: holePath(grid, plane) }),
        s("g", { class: "aggregate" }, ...lines.map(({ d }) => s("path", { d }))),
        s("g", { class: "rings" }, ...[1, 2].map((r) => s("circle", { cx: x, cy: y, r }))),
      ),
    );
  }
}
