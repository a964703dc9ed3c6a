// The true posterior over the encoder's, where latent space has two dimensions, and what the encoder's is short of.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { fixed, within } from "../../numbers.js";
import { project } from "../../plane.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { status } from "../../status.js";
import { windowOf } from "../../truth.js";
import { fit } from "../../viewport.js";
import { entry, section } from "./parts.js";
import { create as plot } from "./truth-plot.js";
/** @import {Believed, Truth} from "../../types-report.js" */

const MUCH = 0.01; // share of the mass at the grid's edge from which it is said
const FAR = 3; // standard errors from which two figures do not agree

/** @type {MakePanel} */
export function create(dispatch) {
  const drawing = plot();
  const evidence = entry("log p(x)");
  const bound = entry("− bound, by 1,024 draws");
  const gap = entry("= [[gap|KL(q‖p)]]");
  const agrees = h("p", { class: "small quiet" });
  const closer = button("small to-map", look, "Show on the map");

  function look() {
    const area = areaOnMap(draw.state);
    if (area) {
      dispatch({ type: "keep", change: { view: fit(area, draw.state.size, 0.5) } });
    }
  }
  const working = status(dispatch);
  const two = h(
    "div",
    { class: "report-beside" },
    drawing.element,
    h(
      "div",
      { class: "report-stackup" },
      h("dl", { class: "report-sum" }, ...[evidence, bound, gap].flatMap(({ children }) => children)),
      h("div", { class: "report-either" }, agrees, working.element),
      closer,
    ),
  );
  const many = h("p", { class: "small quiet" });
  const element = section(
    "truth",
    "The true posterior",
    "The true posterior p(z|x) has [[true posterior|no simple shape]]; the encoder approximates it by an [[ellipse]]. " +
      "What the ellipse misses, the bound loses.",
    many,
    two,
  );
  const draw = selector((state) => {
    const { posterior, believed } = state.report;
    const dim = cardOf(state)?.latent.dim;
    const plane = dim === 2;
    two.hidden = !plane;
    many.hidden = plane;
    setText(
      many,
      `With ${dim} dimensions it doesn't fit on a grid. Refining, below, shows how far the ellipse is from it.`,
    );
    if (!plane) {
      return;
    }
    const truth = posterior?.truth ?? null;
    closer.disabled = !truth;
    drawing.update(state);
    setText(gap.value, truth ? within(truth.gap, truth.gapError) : "–");
    setText(evidence.value, truth ? within(truth.logEvidence, truth.error) : "–");
    setText(bound.value, truth ? within(truth.elbo, truth.elboError) : "–");
    setText(agrees, truth ? wordsOf(truth, believed) : "");
    const cells = posterior?.cells;
    const found = cells ? "Found coarsely; refining the grid…" : "Computing on a grid…";
    working.update(state, posterior, found);
  });
  return { element, update: (state) => draw(state) };
}

/**
 * What is drawn here, in the map's plane.
 * @param {State} state
 * @returns {Area | null}
 */
function areaOnMap({ report: { posterior }, space }) {
  if (!posterior?.cells || !space) {
    return null;
  }
  const [left, bottom, right, top] = windowOf(posterior.cells, posterior.truth, posterior.truth?.q ?? null);
  const corners = [
    [left, bottom],
    [right, top],
  ].map((corner) => project(space.plane, corner));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/**
 * Whether the two ways to log p(x) say the same, and whether the grid holds all.
 * @param {Truth} truth
 * @param {Believed | null} believed
 */
function wordsOf(truth, believed) {
  const words = [];
  const { k, bound, error } = believed?.tightening?.bounds ?? { k: [], bound: [], error: [] };
  const last = bound.length - 1;
  if (last >= 0 && Number.isFinite(error[last])) {
    const apart = truth.logEvidence - bound[last];
    const both = Math.hypot(truth.error, error[last]);
    const says = `${within(bound[last], error[last])} with ${k[last].toLocaleString("en")} draws`;
    words.push(
      Math.abs(apart) <= FAR * both
        ? `The importance-weighted bound agrees: ${says}.`
        : `The importance-weighted bound is ${apart > 0 ? "lower" : "higher"}: ${says}.`,
    );
  }
  if (truth.edge > MUCH) {
    words.push(`${fixed(100 * truth.edge, 1)}% of it lies at the grid's edge, so part of it is cut off.`);
  }
  return words.join(" ");
}
