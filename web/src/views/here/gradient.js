// A GRADIENT BY DRAWS: that of the bound by q's mean and deviations, with the noise moved outside and by the score function:
// arrows on the map, their means and variances; and one draw in slow motion.
import { button, choice } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { absentGradient, drawNow, gradientNow, gradientSettings, MOST_DRAWS, STEPS } from "../../gradients.js";
import { formula, sub } from "../../math.js";
import { counted, fixed, nameOf } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
import { experiment } from "./experiment.js";

const NAME = "The gradient, by draws";
const HINT = "See the bound's gradient with the noise moved outside, beside the score function's, draw by draw";
const PIN = "Pin an image, of the data or your own, to see the gradient of its bound.";
const SHOWN = 4; // dimensions of the table
const DECADE = 3;

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const count = h("input", { type: "range", min: 0, max: DECADE, step: 0.1, oninput: () => frame.set({ draws: Math.round(10 ** Number(count.value)), step: 0 }), "aria-label": "Draws" });
  const many = h("span", { class: "number" });
  const baseline = choice("From log p(x|z)", [[0, "as it is"], [1, "less a baseline"]], (chosen) => frame.set({ baseline: chosen }));
  const table = h("table", { class: "here-table gradient-table" });
  const ratio = h("p", { class: "small", role: "status" });
  const slow = h("p", { class: "small gradient-slow", role: "status" });
  const next = button("small", () => move(1), "");
  const another = button("small", () => frame.set({ draw: (settings().draw % MOST_DRAWS) + 1, step: 1 }), "Another draw");
  const whole = button("small", () => frame.set({ step: 0 }), "All draws again");
  const working = status(dispatch);
  const body = h(
    "div",
    {},
    h("p", { class: "small" }, ...prose("Each draw [[draw|z = μ + σ·ε]] gives an estimate of the [[bound]]’s gradient: an arrow at [[mu]]. Blue: the noise moved outside, so that the decoder’s gradient at z comes back to μ. Orange: the score function, which only learns how large log p(x|z) was.")),
    formula(sub("∇", "μ"), "log p ( x | μ + σ ε )", "or"),
    formula("log p ( x | z ) ·", sub("∇", "μ"), "log q ( z )"),
    h("label", { class: "experiment-range" }, h("span", { class: "small" }, "Draws"), count, many),
    h("div", { class: "row between" }, h("span", { class: "small quiet" }, "Score function"), baseline.element),
    working.element,
    ratio,
    table,
    h("div", { class: "here-buttons" }, next, another, whole),
    slow,
  );
  const frame = experiment(dispatch, "gradient", NAME, HINT, body);

  const settings = () => gradientSettings(draw.state);

  /** @param {number} by */
  function move(by) {
    frame.set({ step: (settings().step + by) % (STEPS + 1) });
  }

  const draw = selector((state) => {
    const card = cardOf(state);
    const isOpen = frame.update(state, !!card && absentGradient(card) === "");
    if (!isOpen || !card) {
      return;
    }
    frame.about(state, PIN);
    const { draws, step, baseline: less } = gradientSettings(state);
    baseline.show(less ? 1 : 0);
    const power = Math.log10(draws).toFixed(1);
    count.value = Math.round(10 ** Number(count.value)) === draws ? count.value : power;
    count.setAttribute("aria-valuetext", counted(draws));
    setText(many, counted(draws));
    working.update(state, state.report.pulls, "Drawing codes and their gradients…");
    const found = gradientNow(state);
    table.hidden = ratio.hidden = !found;
    setText(next, step === 0 ? "One draw in slow motion" : step < STEPS ? "Next" : "Done");
    next.disabled = another.disabled = !found;
    another.hidden = whole.hidden = step === 0;
    if (!found) {
      setText(slow, "");
      return;
    }
    const { path, score } = found;
    setText(ratio, draws > 1 ? `By one draw, the score function’s gradient by μ has ${timesOf(score.spread / path.spread)} the variance: as many more draws for the same error.` : "Of one draw there is no variance: take more.");
    const dim = card.latent.dim;
    const rows = Array.from({ length: Math.min(dim, SHOWN) }, (_, d) => [
      [`∂/∂μ${nameOf(d).slice(1)}`, d],
      [`∂/∂log σ${nameOf(d).slice(1)}`, dim + d],
    ]).flat();
    table.replaceChildren(
      h("thead", {}, h("tr", {}, h("td"), ...["noise outside", "score function"].map((name) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        {},
        ...rows.map(([name, at]) =>
          h("tr", {}, h("th", { scope: "row" }, String(name)), ...[path, score].map(({ mean, error }) => h("td", { class: "number" }, meanOf(mean[Number(at)], error[Number(at)])))),
        ),
      ),
    );
    setText(slow, step === 0 ? "" : slowWords(state, step));
  });

  return { element: frame.element, update: draw };
}

/** @param {number} value @param {number} error NaN for one draw */
function meanOf(value, error) {
  return Number.isFinite(error) ? `${fixed(value, 1)} ± ${fixed(error, error < 1 ? 2 : 1)}` : fixed(value, 1);
}

/** @param {number} ratio */
function timesOf(ratio) {
  return `${ratio < 10 ? fixed(ratio, 1) : counted(ratio)} times`;
}

/** @param {number[]} vector */
function listOf(vector) {
  const few = vector.slice(0, SHOWN).map((value) => fixed(value, 2)).join(", ");
  return `(${few}${vector.length > SHOWN ? ", …" : ""})`;
}

/** What happens to one draw. @param {State} state @param {number} step */
function slowWords(state, step) {
  const draw = drawNow(state);
  if (!draw) {
    return "";
  }
  const { at, epsilon, z, pull, mu, sigma } = draw;
  const words = [
    `Draw ${at + 1}: ε = ${listOf(epsilon)} comes from N(0, I), which depends on neither μ nor σ.`,
    `z = μ + σ·ε moves out to ${listOf(z)}.`,
    `The decoder says which way log p(x|z) rises at z: its gradient there is ${listOf(pull)}.`,
    `As z moves with μ one to one, the pull comes back to μ as it is; less μ itself, the slope of KL, it is ${listOf(pull.map((value, d) => value - mu[d]))}. To log σ it comes times σ·ε: ${listOf(pull.map((value, d) => value * sigma[d] * epsilon[d] - (sigma[d] ** 2 - 1)))}, with the slope of KL.`,
  ];
  return words[step - 1];
}
