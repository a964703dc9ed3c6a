// The plane in small: the prior's rings, the aggregate posterior's contours, and the holes.
import { button, press } from "../../controls.js";
import { h, s, setText } from "../../dom.js";
import { holePath } from "../../holes.js";
import { fixed } from "../../numbers.js";
import { project } from "../../plane.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { contoursOf, ELLIPSE_SHARES, radiusOf } from "../../shares.js";
import { levelsOf } from "../../support.js";
import { prose } from "../../terms.js";

const IN_HOLES = " of the prior lies in [[holes]], where decoded images are unlike those of the data around.";
const REACH = 3.2; // units around the prior's middle that are shown

/** @type {MakePanel} */
export function create(dispatch) {
  const svg = s("svg", {
    class: "chart report-holes",
    role: "img",
    "aria-label": "The plane: prior, aggregate posterior and holes",
  });
  const share = h("b", { class: "number" }, "–");
  let on = false;
  const toggle = button("small to-map", () => dispatch({ type: "report", change: { holes: !on } }), "Show on the map");
  const element = h(
    "div",
    { class: "report-beside report-plane" },
    svg,
    h(
      "div",
      {},
      h("p", {}, share, ...prose(IN_HOLES)),
      h(
        "p",
        { class: "small quiet" },
        h("i", { class: "report-key holes" }),
        "holes in this plane, within 90% of the prior. ",
        "Dashed: prior, 50 and 90%. Lines: data, 50, 90 and 99%.",
      ),
      toggle,
    ),
  );
  const say = selector(({ grid, report: { healthy, holes } }) => {
    on = holes;
    const health = healthy?.health ?? null;
    press(toggle, on);
    element.hidden = !grid || health?.holes == null;
    setText(share, health?.holes == null ? "–" : rangeOf(health.holes, health.holesLow, health.holesHigh));
  });
  const draw = selector((state) => {
    const { grid, supported, space } = state;
    const card = cardOf(state);
    const levels = card && levelsOf(card);
    if (!grid || !space || grid.key !== space.key) {
      return;
    }
    const holed = levels && supported?.key === space.key;
    const { plane } = space;
    const [x, y] = project(plane, new Float64Array(plane.origin.length));
    svg.setAttribute("viewBox", `${x - REACH} ${-y - REACH} ${2 * REACH} ${2 * REACH}`);
    svg.replaceChildren(
      s(
        "g",
        { transform: "scale(1 -1)" }, // y points up
        s("path", { class: "holes", d: holed ? holePath(supported, plane, levels.edge) : "" }),
        s("g", { class: "aggregate" }, ...contoursOf(grid, grid.levels).map(({ d }) => s("path", { d }))),
        s("g", { class: "rings" }, ...ELLIPSE_SHARES.map((held) => s("circle", { cx: x, cy: y, r: radiusOf(held) }))),
      ),
    );
  });
  return {
    element,
    update(state) {
      say(state);
      draw(state);
    },
  };
}

/**
 * A share with the range that it may have.
 * @param {number} share
 * @param {number} low
 * @param {number} high
 */
function rangeOf(share, low, high) {
  const range = low > 0 ? `${percent(low)} to ${percent(high)}` : `at most ${percent(high)}`;
  return `${percent(share)} (95% confidence: ${range})`;
}

/** @param {number} share */
function percent(share) {
  return `${fixed(100 * share, share === 0 || share >= 0.1 ? 0 : share < 0.01 ? 2 : 1)}%`;
}
