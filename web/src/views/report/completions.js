// Missing pixels and noise: what the unknown part of the image may be, each possibility with its weight, and how far the
// answer is to be trusted.
import { h, setText } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { spreadOf } from "../../paint.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
import { toneOf } from "../../tone.js";
import { create as painting } from "./mask.js";
import { section } from "./parts.js";
/** @import {Subject} from "../../report.js" */
/** @import {Completions} from "../../types-report.js" */

const COUNT = 8;

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const pad = painting(dispatch);
  const mean = picture();
  const varies = picture();
  const most = h("span", { class: "number" }, "–");
  const places = Array.from({ length: COUNT }, (_, i) => completion(i, dispatch));
  const trust = h("p", { class: "report-trust" });
  const working = status(dispatch);
  const results = h(
    "div",
    { class: "report-completed" },
    h(
      "div",
      { class: "report-mean" },
      h("figure", {}, mean.element, h("figcaption", { class: "small quiet" }, "mean")),
      h("figure", {}, varies.element, h("figcaption", { class: "small quiet" }, ...prose("[[spread]] to "), most)),
    ),
    h(
      "div",
      { class: "report-completions", role: "group", "aria-label": "Completions by weight" },
      ...places.map(({ element }) => element),
    ),
  );
  const element = section(
    "missing",
    "Missing pixels and noise",
    "Hide pixels, or add noise, to see which whole images the rest allows. Each [[completion]] stands for a share of " +
      "them and is numbered on the map.",
    pad.element,
    results,
    h("div", { class: "report-either" }, trust, working.element),
  );
  const draw = selector((state, /** @type {Card} */ card) => {
    const { completing } = state.report;
    const completions = completing?.completions ?? null;
    const tone = toneOf(card, state.appearance);
    element.classList.toggle("begun", completing !== null);
    places.forEach((place) => place.update(card, completions, tone));
    mean.show(completions?.mean, 0, card.input, tone, "The mean completion");
    const painted = completions && spreadOf(completions.spread, card.input, state.appearance);
    setText(most, painted ? fixed(painted.max, 2) : "–");
    varies.put(painted, `Spread, to ${most.textContent}`);
    setText(trust, completions?.sentence ?? "");
    trust.classList.toggle("doubt", completions?.trusted === false);
    const parts = completing?.parts.length ?? 0;
    const at = parts > 0 ? `Searching from ${parts} of ${completing?.of} starts…` : "Searching for codes that fit…";
    working.update(state, completing, at, completing ? "" : "Nothing hidden and no noise set.");
  });
  return {
    element,
    /** @param {State} state @param {Subject | null} subject */
    update(state, subject) {
      pad.update(state, subject);
      subject && draw(state, subject.card);
    },
  };
}

/** @param {number} i @param {Dispatch} dispatch */
function completion(i, dispatch) {
  const image = picture();
  const weight = h("span", { class: "number" });
  const bar = h("span", { class: "here-bar" });
  /** @type {Code | null} */
  let code = null;
  const show = () => code && dispatch({ type: "hover", spot: { z: code } });
  const hide = () => code && dispatch({ type: "hover", spot: null });
  const element = h(
    "button",
    {
      class: "report-completion",
      onpointerenter: show,
      onfocus: show,
      onpointerleave: hide,
      onblur: hide,
    },
    image.element,
    h("span", { class: "row between" }, h("b", { class: "small" }, String(i + 1)), weight),
    h("span", { class: "here-track" }, bar),
  );
  return {
    element,
    /** @param {Card} card @param {Completions | null} completions @param {import("../../tone.js").Tone} tone */
    update({ input }, completions, tone) {
      const known = completions && i < completions.count ? completions : null;
      code = known && known.codes[i];
      element.disabled = !known;
      image.show(known?.pixels, i * input.channels * input.height * input.width, input, tone);
      const percent = known ? 100 * known.weight[i] : 0;
      setText(weight, !known ? "" : percent < 1 ? "<1%" : `${fixed(percent, 0)}%`);
      bar.style.width = `${percent}%`;
      const says = known ? `${weight.textContent} of the weight: show on the map` : "not computed yet";
      element.setAttribute("aria-label", `Completion ${i + 1}, ${says}`);
    },
  };
}
