// Refining q(z|x) for this image alone: how much of the gap is the encoder's haste, and how much the shape of q.
import { domainOf, line, linear } from "../../charts.js";
import { button } from "../../controls.js";
import { h, s, setText } from "../../dom.js";
import { fixed, within } from "../../numbers.js";
import { selector } from "../../selector.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
import { chart, level } from "../../chart.js";
import { entry, section } from "./parts.js";
/** @import {Chart} from "../../chart.js" */
/** @import {Refined, Step} from "../../types-report.js" */

const FEW = 10; // steps that the chart has room for from the start

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  let running = false;
  /** @type {{shown?: "encoder"}} */
  let encoders = {}; // what goes back with a stop: the map, where it was to show the refined one
  const start = button(
    "main report-start",
    () => dispatch({ type: "report", change: running ? { refine: false, ...encoders } : { refine: true } }),
    "Refine",
  );
  const drawing = chart("steps", 120);
  const rising = h(
    "figure",
    { class: "report-figure" },
    h("figcaption", {}, h("span", {}, "The bound by step, with the same 64 draws of ε")),
    drawing.svg,
  );
  const before = entry("bound as encoded");
  const after = entry("bound as refined");
  const evidence = entry("log p(x), by 2,000 draws around all modes found");
  const amortised = h("span", { class: "report-amortised" });
  const family = h("span", { class: "report-family" });
  const bar = h("div", { class: "report-split", "aria-hidden": "true" }, amortised, family);
  const verdict = h("p", { class: "report-verdict" });
  const key = h(
    "p",
    { class: "small quiet" },
    h("i", { class: "report-key amortised" }),
    "amortisation gap ",
    h("i", { class: "report-key family" }),
    ...prose("[[family]]"),
  );
  const working = status(dispatch);
  const results = h(
    "div",
    { class: "report-refined" },
    h("dl", { class: "report-sum" }, ...[before, after, evidence].flatMap(({ children }) => children)),
    bar,
    key,
    verdict,
  );
  const element = section(
    "refine",
    "Refine",
    "The encoder is one network for all images: [[amortisation]]. Refining starts from its q(z|x), and from other codes that " +
      "explain the image, and follows the gradient of this image's bound through [[draw|z = μ + σ·ε]] with ε held fixed.",
    h("div", { class: "row wrap" }, start, working.element),
    rising,
    results,
  );
  const draw = selector((state) => {
    const { refinement } = state.report;
    encoders = state.report.shown === "refined" ? { shown: "encoder" } : {};
    running = refinement?.stage === "asking";
    setText(start, running ? "Stop" : refinement?.stage === "done" ? "Refined" : "Refine");
    start.disabled = refinement?.stage === "done";
    start.classList.toggle("main", !running && refinement?.stage !== "done");
    const refined = refinement?.refined ?? null;
    const trail = refinement?.trail ?? [];
    element.classList.toggle("begun", refinement !== null);
    drawSteps(drawing, trail);
    setText(before.value, refined ? `${within(refined.before, refined.beforeError)} nats` : "–");
    setText(after.value, refined ? `${within(refined.after, refined.afterError)} nats` : "–");
    setText(evidence.value, refined ? `${within(refined.logEvidence, refined.logEvidenceError)} nats` : "–");
    setText(verdict, refined ? verdictOf(refined) : "");
    const lacking = Math.max(0, refined?.family ?? 0); // an estimate, and so it may be below 0
    const all = refined ? refined.amortisation + lacking : 0;
    bar.style.visibility = all > 0 ? "" : "hidden";
    amortised.style.width = `${(100 * (refined?.amortisation ?? 0)) / (all || 1)}%`;
    family.style.width = `${(100 * lacking) / (all || 1)}%`;
    const at =
      trail.length > 0
        ? `Step ${trail[trail.length - 1].step}, bound ${fixed(trail[trail.length - 1].bound, 2)}…`
        : "Starting…";
    working.update(state, refinement, at, refined ? endOf(refined) : "");
  });
  return { element, update: (/** @type {State} */ state) => void draw(state) };
}

/**
 * The bound as it rises step by step, under the same noise at each.
 * @param {Chart} drawing
 * @param {Step[]} trail
 */
function drawSteps(drawing, trail) {
  const last = trail.at(-1);
  const bounds = trail.map(({ bound }) => bound);
  const x = linear([0, Math.max(FEW, last?.step ?? 0)], drawing.x, 5);
  const y = linear(domainOf(bounds), drawing.y, 4);
  drawing.draw(
    last ? `The bound rises from ${fixed(bounds[0], 2)} to ${fixed(last.bound, 2)} nats in ${last.step} steps` : "No steps yet",
    { ...x, ticks: x.ticks.filter(Number.isInteger) },
    last ? y : { ...y, ticks: [] },
    last ? level("elbo", y.scale(bounds[0]), "as encoded", true) : null,
    s("path", { class: "chart-line", d: line(trail.map(({ step }) => step), bounds, x.scale, y.scale) }),
    s("path", {
      class: "chart-dots",
      d: trail.map(({ step, bound }) => `M${x.scale(step).toFixed(1)} ${y.scale(bound).toFixed(1)}h0`).join(""),
    }),
  );
}

/** @param {Refined} refined */
function endOf({ steps: taken, converged }) {
  return converged ? `Converged after ${taken} steps.` : `Stopped after ${taken} steps, still rising slightly.`;
}

/**
 * What the gap consists of, claiming of each part no more than its error allows.
 * @param {Pick<Refined, "kept" | "amortisation" | "gainError" | "family" | "familyError" | "trusted">} refined
 */
export function verdictOf({ kept, amortisation, gainError, family, familyError, trusted }) {
  const lacking = `${within(family, familyError)} nats`;
  const left = !trusted
    ? "the approximation gap is unknown, for the estimate of log p(x) is unreliable: too few effective draws, halves that " +
      "disagree, or a few draws that outweigh the others."
    : family > 2 * familyError
      ? `${lacking} are the approximation gap: what the best axis-aligned ellipse found still lacks.`
      : `no approximation gap is confirmed: ${lacking}.`;
  return kept
    ? `${within(amortisation, gainError)} nats were the amortisation gap; ${left}`
    : `Fresh draws confirm no gain, so the encoder's posterior stands: no amortisation gap; ${left}`;
}
