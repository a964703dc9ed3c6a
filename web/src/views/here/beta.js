// WHAT KL COSTS: models of a series that differ in β alone, on a slider; rate against distortion, and KL by dimension: which
// dimensions have switched off.
import { chart, table } from "../../chart.js";
import { domainOf, line, linear } from "../../charts.js";
import { h, s, setText } from "../../dom.js";
import { formula } from "../../math.js";
import { fixed, natsOf, withError } from "../../numbers.js";
import { selector } from "../../selector.js";
import { seriesOf, tradeOf, turnedTo, unitsOf } from "../../series.js";
import { cardOf } from "../../state.js";
import { prose } from "../../terms.js";
import { experiment } from "./experiment.js";
/** @import {Member} from "../../series.js" */

const NAME = "What KL costs";
const HINT = "Turn β: what a code may cost against how well it explains the image, and which dimensions switch off";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const slider = h("input", { type: "range", min: 0, step: 1, oninput: say, onchange: turn, "aria-label": "β" });
  const beta = h("span", { class: "number" });
  const drawing = chart("trade", 190);
  const words = h("p", { class: "small", role: "status" });
  const own = h("p", { class: "small" });
  const bars = h("div", { class: "beta-bars", "aria-hidden": "true" });
  const units = h("p", { class: "small" });
  const numbers = table("As a table", ["β", "rate KL", "distortion", "bound", "unused"]);
  const frame = experiment(
    dispatch,
    "beta",
    NAME,
    HINT,
    h("p", { class: "small" }, ...prose("These models are one network, trained alike but for β, the price of a nat of [[kl]]:")),
    formula("E log p ( x | z ) − β KL ( q ( z | x ) ‖ p ( z ) )"),
    h("label", { class: "experiment-range" }, h("span", { class: "small" }, "β"), slider, beta),
    h("p", { class: "small quiet" }, "Distortion −E log p(x|z) against rate KL(q ‖ p), in nats"),
    drawing.svg,
    words,
    own,
    bars,
    units,
    numbers.element,
  );
  /** @type {Member[]} */
  let series = [];

  function say() {
    const member = series[Number(slider.value)];
    setText(beta, member ? String(member.series.beta) : "");
    slider.setAttribute("aria-valuetext", beta.textContent ?? "");
  }

  function turn() {
    const to = series[Number(slider.value)];
    const from = cardOf(draw.state);
    if (draw.state.kept && from && to && to.id !== from.id) {
      dispatch({ type: "keep", change: turnedTo(draw.state.kept, from, to), gesture: "beta" });
    }
  }

  /** @param {number} at */
  function plot(at) {
    const trades = series.map(tradeOf);
    const [rates, distortions] = [trades.map(({ rate }) => rate), trades.map(({ distortion }) => distortion)];
    const spread = Math.max(...rates) - Math.min(...rates);
    const x = linear(domainOf([...rates, Math.max(...rates) + 0.1 * spread]), drawing.x, 5);
    const y = linear(domainOf(distortions), drawing.y, 4);
    drawing.draw(
      `Distortion against rate: ${series.map(({ series: { beta: b } }, i) => `β ${b}: ${fixed(rates[i], 1)} and ${fixed(distortions[i], 1)} nats`).join("; ")}`,
      x,
      y,
      s("path", { class: "chart-line", d: line(rates, distortions, x.scale, y.scale) }),
      ...series.map(({ series: { beta: b } }, i) =>
        s(
          "g",
          { class: i === at ? "trade-here" : "trade" },
          s("circle", { cx: x.scale(rates[i]).toFixed(1), cy: y.scale(distortions[i]).toFixed(1), r: i === at ? 5 : 3 }),
          s("text", { x: (x.scale(rates[i]) + 7).toFixed(1), y: (y.scale(distortions[i]) - 6).toFixed(1) }, `β ${b}`),
        ),
      ),
    );
  }

  const draw = selector((state) => {
    series = seriesOf(state);
    const isOpen = frame.update(state, series.length > 1);
    const at = series.findIndex(({ id }) => id === state.kept?.model);
    if (!isOpen || at < 0) {
      return;
    }
    slider.max = String(series.length - 1);
    slider.value = String(at);
    say();
    plot(at);
    const member = series[at];
    const { rate, distortion, bound, error, images } = tradeOf(member);
    const { part } = member.figures;
    setText(
      words,
      `On average over ${images.toLocaleString("en")} ${part} images a code costs ${fixed(rate, 1)} nats, and explains the image to ${fixed(-distortion, 1)}: a bound of ${withError(bound, error, 1)}.`,
    );
    const pinned = state.kept?.pin?.row;
    const row = pinned === undefined ? undefined : state.rows[pinned];
    setText(own, row ? `The pinned image: rate ${natsOf(row.kl)}, distortion ${natsOf(-row.reconstruction)}, bound ${natsOf(row.reconstruction - row.kl)}.` : "");
    const { kl, unused } = unitsOf(member);
    const most = Math.max(...series.flatMap((one) => unitsOf(one).kl), 1e-9);
    bars.replaceChildren(
      ...kl.map((value) => {
        const bar = h("span", { title: `${fixed(value, 2)} nats` });
        bar.style.setProperty("--share", `${(100 * value) / most}%`);
        return bar;
      }),
    );
    setText(
      units,
      `KL by dimension, largest first: ${kl.map((value) => fixed(value, 2)).join(", ")}. ${unused === 0 ? "All are in use." : `${unused} of ${kl.length} ${unused === 1 ? "has" : "have"} switched off: the decoder learns nothing from ${unused === 1 ? "it" : "them"}.`}`,
    );
    numbers.fill(
      series.map((one) => {
        const trade = tradeOf(one);
        return [String(one.series.beta), fixed(trade.rate, 1), fixed(trade.distortion, 1), withError(trade.bound, trade.error, 1), `${unitsOf(one).unused} of ${unitsOf(one).kl.length}`];
      }),
    );
  });

  return { element: frame.element, update: draw };
}
