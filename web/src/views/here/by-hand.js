// A BOUND BY HAND: the q(z|x) of the pinned image is dragged over the true posterior, and its bound and KL(q ‖ p(z|x)) change
// against each other, while their sum, log p(x), stands still.
import { absentBy, bestByHand, byHand, encodersOf, handOf } from "../../by-hand.js";
import { button } from "../../controls.js";
import { h, setText, span } from "../../dom.js";
import { formula, sub } from "../../math.js";
import { fixed } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
import { fit } from "../../viewport.js";
import { experiment } from "./experiment.js";
/** @import {Ellipse} from "../../grid-bound.js" */
/** @import {ByHand} from "../../by-hand.js" */

const NAME = "A bound, by hand";
const HINT = "Drag q(z|x) over the true posterior: its bound rises as KL falls, and their sum stands still";
const PIN = "Pin an image, of the data or your own, to lay a q(z|x) over its true posterior.";
const WIDTHS = [1, 5, 25, 100, 500, 2500, 12_500]; // nats that the bar may show

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const bar = h("div", { class: "hand-bar", role: "img" });
  const [elbo, kl] = ["elbo", "kl"].map((kind) => bar.appendChild(h("span", { class: `hand-${kind}` })));
  const axis = h("div", { class: "row between small quiet", "aria-hidden": "true" });
  const [from, to] = [0, 1].map(() => axis.appendChild(h("span", { class: "number" })));
  const values = Array.from({ length: 3 }, () => h("dd", { class: "number" }, "–"));
  const sum = h(
    "dl",
    { class: "bound-sum" },
    ...["[[bound]] of q", "+ [[gap|KL(q ‖ p(z|x))]]", "= [[log likelihood]], in [[nats]]"].flatMap((name, i) => [
      h("dt", {}, h("i", { class: `bound-key ${["hand-elbo", "hand-kl", "hand-whole"][i]}` }), ...prose(name)),
      values[i],
    ]),
  );
  const where = h("p", { class: "small quiet number hand-where" });
  const says = h("p", { class: "small quiet" });
  const working = status(dispatch);
  const moves = [
    button("small", () => set(encodersOf(draw.state)), "Where the encoder says"),
    button("small", () => set(bestByHand(draw.state, true)), "The best upright one"),
    button("small", () => set(bestByHand(draw.state, false)), "The best of all"),
    button("small", look, "Show on the map"),
  ];
  const body = h(
    "div",
    {},
    h("p", { class: "small" }, ...prose("Drag the [[ellipse]] on the map by its mean and its two axes, or move the handles with the arrow keys. Red: the [[true posterior]], 50 and 90% of it, as of q.")),
    h("div", { class: "here-buttons" }, ...moves),
    bar,
    axis,
    sum,
    where,
    working.element,
    says,
    formula("log p ( x )", "=", sub("E", "q"), "[ log p ( x , z ) − log q ( z ) ]"),
    formula("+ KL ( q ( z ) ‖ p ( z | x ) )"),
  );
  const frame = experiment(dispatch, "bound", NAME, HINT, body);
  let shown = WIDTHS[0];
  let of = ""; // the image that the bar is about

  /** @param {Ellipse | null} q */
  function set(q) {
    if (q) {
      frame.set({ ...q });
    }
  }

  function look() {
    const area = draw.state.report.posterior?.truth && draw.state.report.posterior.cells?.area;
    if (area) {
      dispatch({ type: "keep", change: { view: fit(area, draw.state.size, 0.5) } });
    }
  }

  /** @param {ByHand} found */
  function lay({ elbo: bound, kl: gap, evidence, evidenceError, error, q, whole }) {
    const least = WIDTHS.find((width) => width >= gap) ?? WIDTHS[WIDTHS.length - 1];
    const subject = `${draw.state.version} ${draw.state.kept?.pin?.row ?? draw.state.kept?.pin?.z}`;
    shown = subject === of ? Math.max(least, shown) : least; // or the part that is KL would grow while KL falls
    of = subject;
    const cut = Math.min(100, Math.max(0, (100 * gap) / shown));
    span(elbo, { left: 0, width: 100 - cut });
    span(kl, { left: 100 - cut, width: cut });
    setText(from, fixed(evidence - shown, 1));
    setText(to, `log p(x) = ${fixed(evidence, 1)}`);
    const decimals = gap < 100 ? 2 : 1; // the same for all, so that the sum adds up to the eye
    const numbers = [Number(evidence.toFixed(decimals)) - Number(gap.toFixed(decimals)), gap, evidence];
    const errors = [error, error, evidenceError];
    values.forEach((value, i) => setText(value, `${fixed(numbers[i], decimals)}${errors[i] >= 0.005 ? ` ± ${fixed(errors[i], Math.max(decimals, errors[i] < 0.05 ? 2 : 1))}` : ""}`));
    bar.setAttribute("aria-label", `Bound ${fixed(bound, decimals)} and KL ${fixed(gap, decimals)} add up to log p(x), ${fixed(evidence, decimals)} nats`);
    setText(where, `μ ${fixed(q.x, 3)}, ${fixed(q.y, 3)}   σ ${fixed(q.wide, 3)}, ${fixed(q.narrow, 3)}   turned ${fixed(q.turn, 0)}°`);
    setText(says, whole || error < 0.005 ? "" : "Further off, log p(x, z) is still being computed.");
  }

  const draw = selector((state) => {
    const card = cardOf(state);
    const isOpen = frame.update(state, !!card && absentBy(card) === "");
    if (!isOpen || !card) {
      return;
    }
    frame.about(state, PIN, handOf(state) ? "" : "Reading the image…");
    const found = byHand(state);
    const { posterior, around } = state.report;
    const coming = posterior?.stage === "done" ? around : posterior;
    working.update(state, coming, posterior?.stage === "done" ? "Computing log p(x, z) further off…" : "Computing p(z|x) on a grid…");
    moves.forEach((move) => (move.disabled = !found));
    bar.style.visibility = axis.style.visibility = found ? "" : "hidden";
    if (found) {
      lay(found);
    } else {
      values.forEach((value) => setText(value, "–"));
      setText(where, "");
      setText(says, "");
    }
  });

  return { element: frame.element, update: draw };
}
