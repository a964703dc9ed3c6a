// @ts-check
// Refining q(z|x) for this image alone: how much of the gap is the encoder's haste, and how much the shape of q.
import { changes, h, setText } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { status } from "../../status.js";
import { term } from "../../terms.js";
import { entry, section, within } from "./parts.js";
import { create as steps } from "./steps.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Subject} from "../../report.js" */
/** @import {Refined} from "../../types-report.js" */
/** @import {State} from "../../types.js" */

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  let running = false;
  /** @type {{shown?: "encoder"}} */
  let encoders = {}; // what goes back with a stop: the map, where it was to show the refined one
  const start = h(
    "button",
    {
      class: "button main report-start",
      type: "button",
      onclick: () => dispatch({ type: "report", change: running ? { refine: false, ...encoders } : { refine: true } }),
    },
    "Refine",
  );
  const rising = steps();
  const before = entry(["bound as encoded"]);
  const after = entry(["bound as refined"]);
  const evidence = entry([term("log likelihood"), ", by 2,000 draws around all modes found"]);
  const amortised = h("span", { class: "report-amortised" });
  const family = h("span", { class: "report-family" });
  const bar = h("div", { class: "report-split", "aria-hidden": "true" }, amortised, family);
  const verdict = h("p", { class: "report-verdict" });
  const key = h(
    "p",
    { class: "small quiet" },
    h("i", { class: "report-key amortised" }),
    term("amortisation", "amortisation"),
    " ",
    h("i", { class: "report-key family" }),
    "the ",
    term("family"),
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
    [
      "The encoder is one network for all images, and answers in haste: ",
      term("amortisation"),
      ". From its answer, and from other codes that explain the image, ascend the bound for this image alone, by the slope through ",
      term("draw", "z = μ + σ·ε"),
      " with the noise ε held fixed, so that the bound is a function of μ and σ.",
    ],
    h("div", { class: "row wrap" }, start, working.element),
    rising.element,
    results,
  );
  const other = changes();
  return {
    element,
    /** @param {State} state @param {Subject | null} subject */
    update(state, subject) {
      const { refinement } = state.report;
      if (!other(subject?.key, refinement, state.report.refine, state.report.shown, state.connection)) {
        return;
      }
      encoders = state.report.shown === "refined" ? { shown: "encoder" } : {};
      running = refinement?.stage === "asking";
      setText(start, running ? "Stop" : refinement?.stage === "done" ? "Refined" : "Refine");
      start.disabled = refinement?.stage === "done";
      start.classList.toggle("main", !running && refinement?.stage !== "done");
      const refined = refinement?.refined ?? null;
      const trail = refinement?.trail ?? [];
      element.classList.toggle("begun", refinement !== null);
      rising.update(trail);
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
          : "Beginning…";
      working.update(state, refinement, at, refined ? endOf(refined) : "");
    },
  };
}

/** @param {Refined} refined */
function endOf({ steps: taken, converged }) {
  return converged ? `Converged after ${taken} steps.` : `Ended after ${taken} steps, still rising a little.`;
}

/**
 * What the gap consists of, claiming of each part no more than its error allows.
 * @param {Pick<Refined, "kept" | "amortisation" | "gainError" | "family" | "familyError" | "trusted">} refined
 */
export function verdictOf({ kept, amortisation, gainError, family, familyError, trusted }) {
  const lacking = `${within(family, familyError)} nats`;
  const left = !trusted
    ? "what is left to the family cannot be told, for log p(x) is not to be trusted: its draws are worth too few, or disagree."
    : family > 2 * familyError
      ? `${lacking} are the family: what the best ellipse along the axes that was found still lacks.`
      : `no gap of the family is shown: ${lacking}.`;
  return kept
    ? `${within(amortisation, gainError)} nats were amortisation; ${left}`
    : `Fresh draws do not confirm a gain, so the encoder's own answer stands: none was amortisation; ${left}`;
}
