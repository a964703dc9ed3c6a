// The bound as it rises step by step, under the same noise at each.
import { domainOf, line, linear } from "../../charts.js";
import { h, s } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { chart, level } from "./chart.js";
/** @import {Step} from "../../types-report.js" */

const FEW = 10; // steps that the chart has room for from the start

export function create() {
  const drawing = chart("steps", 120);
  const element = h(
    "figure",
    { class: "report-figure" },
    h("figcaption", {}, h("span", {}, "The bound by step, with the same 64 draws of ε")),
    drawing.svg,
  );
  return {
    element,
    /** @param {Step[]} trail */
    update(trail) {
      const last = trail.at(-1);
      const numbers = trail.map(({ step }) => step);
      const bounds = trail.map(({ bound }) => bound);
      const x = linear([0, Math.max(FEW, last?.step ?? 0)], drawing.x, 5);
      const y = linear(domainOf(bounds), drawing.y, 4);
      drawing.draw(
        last
          ? `The bound rises from ${fixed(bounds[0], 2)} to ${fixed(last.bound, 2)} nats in ${last.step} steps`
          : "No steps yet",
        { ...x, ticks: x.ticks.filter(Number.isInteger) },
        last ? y : { ...y, ticks: [] },
        last ? level("elbo", y.scale(bounds[0]), "as encoded", true) : null,
        s("path", { class: "chart-line", d: line(numbers, bounds, x.scale, y.scale) }),
        s("path", {
          class: "chart-dots",
          d: trail.map(({ step, bound }) => `M${x.scale(step).toFixed(1)} ${y.scale(bound).toFixed(1)}h0`).join(""),
        }),
      );
    },
  };
}
