// AN INTEGRAL BY DRAWS: log p(x) of the pinned image as N draws of the prior estimate it, again and again, with the errors that
// they state, beside log p(x) itself; and the same by draws of q(z|x).
import { chart, level, table } from "../../chart.js";
import { domainOf, linear, logarithmic } from "../../charts.js";
import { choice } from "../../controls.js";
import { h, s, setText } from "../../dom.js";
import { formula, fraction, sub } from "../../math.js";
import { counted, fixed, within } from "../../numbers.js";
import { DRAWS, drawsOf, estimatesOf, isByEncoder, toldBy } from "../../sampled.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
import { experiment } from "./experiment.js";
/** @import {Sampled} from "../../types-report.js" */

const NAME = "log p(x) by draws";
const HINT = "Estimate the integral over all codes from 10 to a million draws, and see whether the stated errors hold";
const PIN = "Pin an image, of the data or your own, to estimate its log p(x).";
const SPREAD = 0.15; // of a decade, to either side of their number, over which the estimates of as many draws lie

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const from = choice("Draws of", [[0, "the prior p(z)"], [1, "q(z|x)"]], (encoder) => frame.set({ encoder }));
  const count = h("input", { type: "range", min: 0, max: DRAWS.length - 1, step: 1, oninput: () => frame.set({ draws: DRAWS[Number(count.value)] }), "aria-label": "Draws in all" });
  const many = h("span", { class: "number" });
  const byPrior = formula("log p ( x ) ≈ log", fraction("1", "N"), "∑ p ( x |", sub("z", "i"), ") ,", sub("z", "i"), "∼ p ( z )");
  const byQ = formula("log p ( x ) ≈ log", fraction("1", "N"), "∑", fraction("p ( x , z )", "q ( z | x )"), ", z ∼ q ( z | x )");
  const drawing = chart("integral", 190);
  const working = status(dispatch);
  const found = h("p", { class: "small", role: "status" });
  const verdict = h("p", { class: "small" });
  const numbers = table("As a table", ["draws N", "times", "states ±", "is off by", "95% intervals that hold"]);
  const body = h(
    "div",
    {},
    h("p", { class: "small" }, ...prose("[[log likelihood]] averages p(x|z) over all codes. By N draws it is estimated, each time a little differently; bars, many of them shorter than their dot is wide, are the 95% intervals that the draws state.")),
    from.element,
    byPrior,
    byQ,
    h("label", { class: "experiment-range" }, h("span", { class: "small" }, "Draws in all"), count, many),
    drawing.svg,
    working.element,
    found,
    verdict,
    numbers.element,
  );
  const frame = experiment(dispatch, "integral", NAME, HINT, body);

  /** @param {Sampled | null} sampled @param {number} wished */
  function plot(sampled, wished) {
    const estimates = sampled ? estimatesOf(sampled) : [];
    const reference = sampled?.reference?.log ?? NaN;
    const most = Math.max(100, wished);
    const [left, right] = drawing.x;
    const first = left + ((right - left) * SPREAD) / (Math.log10(most / 10) + SPREAD); // right of the axis with all of the fewest
    const x = logarithmic([10, most], [first, right]);
    const y = linear(domainOf([...estimates.flatMap(({ low, high }) => [low, high]), reference]), drawing.y, 4);
    const bars = estimates.map(({ k, at, log, low, high, holds }) => {
      const across = x.scale(k * 10 ** ((at - 0.5) * 2 * SPREAD)).toFixed(1);
      return s("g", { class: holds ? "estimate" : "estimate misses" }, s("path", { d: `M${across} ${y.scale(low).toFixed(1)}V${y.scale(high).toFixed(1)}` }), s("circle", { cx: across, cy: y.scale(log).toFixed(1), r: 1.7 }));
    });
    const held = estimates.filter(({ holds }) => holds).length;
    drawing.draw(
      estimates.length > 0 ? `${estimates.length} estimates of log p(x) by 10 and more draws; ${held} of their intervals hold ${fixed(reference, 1)}` : "Estimates of log p(x) by number of draws, not computed yet",
      x,
      estimates.length > 0 ? y : { ...y, ticks: [] },
      s("g", {}, ...bars),
      Number.isFinite(reference) ? level("evidence", y.scale(reference), "log p(x)", true) : null,
    );
  }

  const draw = selector((state) => {
    const card = cardOf(state);
    const isOpen = frame.update(state, !!card?.likelihood && card.posterior !== "point");
    if (!isOpen || !card) {
      return;
    }
    frame.about(state, PIN);
    const wished = drawsOf(state);
    const encoder = isByEncoder(state);
    const { sampled } = state.report;
    from.show(encoder ? 1 : 0);
    byPrior.style.display = encoder ? "none" : "";
    byQ.style.display = encoder ? "" : "none";
    count.value = String(DRAWS.findLastIndex((draws) => draws <= wished));
    count.setAttribute("aria-valuetext", counted(wished));
    setText(many, counted(wished));
    plot(sampled, wished);
    const { reference = null, whole = null, levels = null } = sampled ?? {};
    working.update(state, sampled, whole ? `${counted(whole.draws)} of ${counted(whole.of)} draws…` : reference ? "Drawing…" : `Computing log p(x) by ${card.latent.dim === 2 ? "a grid" : "importance samples"}…`);
    setText(found, sampled && reference && whole ? foundWords(sampled, reference, whole) : "");
    setText(verdict, sampled ? verdictWords(sampled) : "");
    numbers.element.hidden = !levels;
    numbers.fill(
      Array.from(levels?.k ?? [], (k, i) => {
        const { repetitions, stated, off, covered } = /** @type {NonNullable<typeof levels>} */ (levels);
        return [counted(k), counted(repetitions[i]), fixed(stated[i], 2), fixed(off[i], 2), `${fixed((100 * covered[i]) / repetitions[i], 0)}%`];
      }),
    );
  });

  return { element: frame.element, update: draw };
}

/** @param {Sampled} sampled @param {NonNullable<Sampled["reference"]>} reference @param {NonNullable<Sampled["whole"]>} whole */
function foundWords({ stage }, reference, { draws, of, log, error, effective }) {
  const cut = stage === "done" && draws < of ? " Time was up then." : "";
  const known = `log p(x) is ${within(reference.log, reference.error)}${reference.grid ? ", by a grid" : " or a little more, by 5,000 importance samples"}.`;
  return `All ${counted(draws)} draws together: ${within(log, error)} nats; they are worth ${counted(effective)} of equal weight.${cut} ${known}`;
}

/** Whether what is stated holds, by as many draws as can be told. @param {Sampled} sampled */
function verdictWords(sampled) {
  const at = toldBy(sampled);
  if (at < 0 || !sampled.levels) {
    return "";
  }
  const { k, repetitions, stated, off, covered } = sampled.levels;
  const share = (100 * covered[at]) / repetitions[at];
  const spread = 100 * Math.sqrt((0.95 * 0.05) / repetitions[at]); // of that share, if intervals held what they say
  const holds = share > 95 - 2 * spread;
  const times = off[at] / stated[at];
  return `By ${counted(k[at])} draws, ${fixed(share, 0)}% of ${counted(repetitions[at])} intervals hold log p(x), where 95% should: ${
    holds ? "the stated errors can be believed." : times > 1.2 ? `estimates are off by ${fixed(times, 1)} times what they state.` : "the stated errors are too small where draws miss most of p(x)."
  }`;
}
