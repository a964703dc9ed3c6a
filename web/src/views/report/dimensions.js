// The model's dimensions, whatever image is looked at: what each costs, what it changes, how it is used, and the holes.
import { h, setText } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
import { create as dimension } from "./dimension.js";
import { create as plane } from "./plane.js";
import { section } from "./parts.js";
/** @import {Health} from "../../types-report.js" */

const FIRST = 12; // shown at once; the others are unfolded
const LEGEND =
  "Sorted by KL (right, in nats). Grey: the [[aggregate posterior]] from −4 to 4. Line: N(0, 1), where that is the [[prior]]. 1σ: change of " +
  "the image in grey levels per standard deviation. Pale: an [[dead dimension]].";

/** @type {MakePanel} */
export function create(dispatch) {
  const words = h("p", { class: "report-health" });
  const first = h("ol", { class: "report-multiples" });
  const others = h("ol", { class: "report-multiples" });
  const more = h("summary", {});
  const rest = h("details", { class: "small" }, more, others);
  const legend = h("p", { class: "small quiet" }, ...prose(LEGEND));
  const working = status(dispatch);
  const holes = plane(dispatch);
  const element = section(
    "dimensions",
    "The model's dimensions",
    "About the model, not one image: each [[latent dimension]] costs nats, and is worth them if images differ along " +
      "it. Those are the [[active units]].",
    h("div", { class: "report-either" }, words, working.element),
    first,
    rest,
    legend,
    holes.element,
  );
  /** @type {ReturnType<typeof dimension>[]} */
  const made = [];
  const draw = selector((state) => {
    const { healthy } = state.report;
    const card = cardOf(state);
    if (card) {
      list(healthy?.health ?? null, card);
      working.update(state, healthy, "Measuring each dimension…");
    }
  });
  return {
    element,
    update(state) {
      draw(state);
      holes.update(state);
    },
  };

  /** @param {Health | null} health @param {Card} card */
  function list(health, { latent: { dim }, prior }) {
    const isStandard = (prior?.family ?? "standard") === "standard";
    setText(words, health?.words ?? "");
    const order = health ? orderOf(health, dim) : [];
    while (made.length < order.length) {
      made.push(dimension());
    }
    const most = health?.histogram ? fullest(health.histogram) : 1;
    order.forEach((d, i) => health && made[i].update(health, d, most, isStandard));
    const elements = made.slice(0, order.length).map((one) => one.element);
    first.replaceChildren(...elements.slice(0, FIRST));
    others.replaceChildren(...elements.slice(FIRST));
    rest.hidden = order.length <= FIRST;
    const next = order[FIRST];
    const from = health?.kl && next !== undefined ? `, at most ${fixed(health.kl[next], 2)} nats` : "";
    setText(more, `${order.length - FIRST} more${from}`);
    legend.hidden = !health?.kl;
  }
}

/**
 * Those of the largest KL first, or of the largest effect where there is none.
 * @param {Health} health
 * @param {number} dim
 */
function orderOf({ kl, effect }, dim) {
  const by = kl ?? effect ?? new Float32Array(dim);
  return Array.from({ length: dim }, (_, d) => d).sort((a, b) => by[b] - by[a]);
}

/**
 * The fullest bin, but not more than four times the prior's: a dimension on one spot would flatten all others.
 * @param {Float32Array} histogram
 */
function fullest(histogram) {
  return Math.min(
    4 * 0.067,
    histogram.reduce((a, b) => Math.max(a, b), 0.067),
  );
}
