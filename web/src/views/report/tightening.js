// The importance-weighted bound as it rises with the number of draws, from the ELBO towards log p(x).
import { band, domainOf, line, linear, logarithmic } from "../../charts.js";
import { h, s, setText } from "../../dom.js";
import { prose } from "../../terms.js";
import { chart, level, table } from "../../chart.js";
import { counted, within } from "../../numbers.js";
/** @import {Tightening} from "../../types-report.js" */

const TRUSTED = 100; // effective draws that an estimate needs, as the server has it
const MOST = 5000; // draws, until the server says how many

/** @param {HTMLElement} working says what is being done, in the place of what came of it */
export function create(working) {
  const drawing = chart("tightening", 160);
  const value = h("b", { class: "number" }, "–");
  const draws = h("span", { class: "number" });
  const many = h("span", {});
  const worthOf = h("span", { class: "number" });
  const doubt = h("span");
  const worth = h("p", { class: "small quiet report-worth" }, many, ...prose("[[effective draws|worth]] "), worthOf, MEANING, doubt);
  const numbers = table("As a table", ["draws k", "bound, nats", "± standard error"]);
  const element = h(
    "figure",
    { class: "report-figure" },
    h("figcaption", {}, h("span", {}, ...prose("The [[importance-weighted bound]] with "), draws, " draws"), value),
    drawing.svg,
    h("div", { class: "report-either" }, worth, working),
    numbers.element,
  );
  return {
    element,
    /**
     * @param {number} elbo NaN while it is not known
     * @param {Tightening | null} tightening
     * @param {number} evidence log p(x) where it is known otherwise; else NaN
     */
    update(elbo, tightening, evidence) {
      const bounds = tightening?.bounds ?? { k: [], bound: [], error: [] };
      const last = bounds.k.length - 1;
      const start = last < 0 ? elbo : bounds.bound[0]; // the ELBO by as many draws as there are
      const x = logarithmic([1, tightening?.of ?? MOST], drawing.x);
      const reach = Array.from(bounds.bound, (b, i) => [b - (bounds.error[i] || 0), b + (bounds.error[i] || 0)]).flat();
      const y = linear(domainOf([...reach, start, evidence]), drawing.y, 4);
      const known = Number.isFinite(start);
      const apart = Math.abs(y.scale(evidence) - y.scale(start)) > 14; // pixels that two names need
      const text = last < 0 ? "" : within(bounds.bound[last], bounds.error[last]);
      const few = tightening !== null && tightening.draws === tightening.of && tightening.effective < TRUSTED;
      setText(value, text === "" ? "–" : few ? `${within(bounds.bound[last])} nats, error unknown` : `${text} nats`);
      setText(draws, last < 0 ? "many" : counted(bounds.k[last]));
      drawing.draw(
        last < 0
          ? "The bound by number of draws, not computed yet"
          : `The bound rises from ${within(bounds.bound[0])} with one draw to ${text} nats with ${counted(bounds.k[last])}`,
        x,
        known || last >= 0 ? y : { ...y, ticks: [] },
        known ? level("elbo", y.scale(start), "ELBO", true) : null,
        Number.isFinite(evidence) ? level("evidence", y.scale(evidence), apart ? "log p(x)" : "") : null,
        s("path", { class: "chart-band", d: band(bounds, x.scale, y.scale) }),
        s("path", { class: "chart-line", d: line(bounds.k, bounds.bound, x.scale, y.scale) }),
        last < 0
          ? null
          : s("circle", { class: "chart-tip", cx: x.scale(bounds.k[last]), cy: y.scale(bounds.bound[last]), r: 3 }),
      );
      worth.classList.toggle("none", !tightening);
      setText(many, `The ${counted(tightening?.draws ?? 0)} draws are `);
      setText(worthOf, counted(tightening?.effective ?? 0));
      setText(doubt, few ? DOUBT : "");
      numbers.fill(
        Array.from(bounds.k, (k, i) => [
          counted(k),
          within(bounds.bound[i]),
          Number.isFinite(bounds.error[i]) ? bounds.error[i].toFixed(3) : "–",
        ]),
      );
    },
  };
}

const DOUBT = " With so few effective draws a standard error means nothing, and none is stated.";

// However many are effective, q(z|x) may miss a part of the posterior, which its own draws cannot tell.
const MEANING = " from the true posterior. On average over draws, each point is a lower bound on log p(x); “Refine” estimates log p(x) itself.";
