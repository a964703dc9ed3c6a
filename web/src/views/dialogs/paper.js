// The figures of papers done again: first what did not come out as published, and what was not run, then each chart with the published order
// beside ours, and the command that goes on with it.
import { chart } from "../../chart.js";
import { domainOf, line, linear, logarithmic } from "../../charts.js";
import { button } from "../../controls.js";
import { h, refill, s } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { chartsOf, lackingOf, METHODS, PAPERS } from "../../paper.js";
import { selector } from "../../selector.js";
import { modal } from "./modal.js";
/** @import {Chart, Curve, Published, Result} from "../../paper.js" */

const HEIGHT = 240;
const WHAT = "Each point is a training of its own, of so many images evaluated. Bars are standard errors, over seeds where there are several and otherwise over images.";
const VERDICTS = /** @type {const} */ (["not as published", "not told apart", "as published"]);

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const content = h("div", {});

  /** @param {string} id */
  function open(id) {
    dispatch({ type: "dialog", dialog: null });
    dispatch({ type: "model", id });
  }

  const draw = selector(({ results: { papers }, cards }) => {
    refill(
      content,
      ...PAPERS.map((paper) => {
        const rows = papers[paper.id];
        return h("section", {}, h("h3", { class: "headline" }, paper.title), ...(rows ? partsOf(paper, rows, cards, open) : [h("p", { class: "quiet", role: "status" }, "Loading…")]));
      }),
    );
  });

  return modal(dispatch, "paper", "results", "Figures of papers, done again", draw, content);
}

/** @param {typeof PAPERS[number]} paper @param {Result[]} rows @param {Card[]} cards @param {(id: string) => void} open */
function partsOf({ id, source }, rows, cards, open) {
  const charts = chartsOf(id, rows);
  if (charts.length === 0) {
    return [h("p", {}, "Nothing was trained so far. To begin: ", h("code", {}, `paper ${id} --budget 60`))];
  }
  const all = charts.flatMap((one) => one.orders.map((order) => ({ ...order, title: one.title })));
  const [notAs, unclear, as] = VERDICTS.map((verdict) => {
    const some = all.filter((order) => order.verdict === verdict);
    return some.length === 0
      ? []
      : [
          h("h4", {}, `${verdict[0].toUpperCase()}${verdict.slice(1)}`),
          h("ul", {}, ...some.map(({ title, published, here }) => h("li", {}, h("b", {}, `${title}. `), `Published: ${published}. Here: ${here}.`))),
        ];
  });
  return [
    ...notAs,
    ...unclear,
    h("h4", {}, "Not run"),
    h("ul", {}, ...lackingOf(id, rows).map((sentence) => h("li", {}, sentence))),
    ...as,
    h("p", { class: "small quiet" }, `Published: ${source}. ${WHAT}`),
    h("div", { class: "paper-charts" }, ...charts.map((one) => chartOf(one, cards, open))),
  ];
}

/** @param {Chart} of @param {Card[]} cards @param {(id: string) => void} open */
function chartOf({ title, curves, command, table }, cards, open) {
  const drawn = chart("paper-chart", HEIGHT);
  const points = curves.flatMap((curve) => curve.points);
  const samples = points.map((one) => one.samples);
  const x = logarithmic([Math.min(...samples), Math.max(...samples)], drawn.x);
  const y = linear(domainOf(points.flatMap(({ value, error }) => [value - (error ?? 0), value + (error ?? 0)])), drawn.y, 5);
  drawn.draw(
    `${title}: ${curves.map(wordsOf).join("; ")}`,
    x,
    y,
    ...curves.map((curve) => curveOf(curve, x.scale, y.scale)),
  );
  const methods = [...new Set(curves.map(({ method }) => method))];
  return h(
    "figure",
    {},
    h("figcaption", {}, title),
    drawn.svg,
    h(
      "p",
      { class: "row small" },
      ...methods.map((method) => {
        const { name, models } = METHODS[method] ?? { name: method, models: [] };
        const model = models.find((id) => cards.some((card) => card.id === id));
        const key = h("i", { class: `paper-key ${method}` });
        return model ? button("bare", () => open(model), key, `${name}: ${model}`) : h("span", {}, key, name);
      }),
      curves.some(({ split }) => split === "train") && h("span", { class: "quiet" }, "Broken lines: images that were held out."),
    ),
    table.length > 0 && publishedOf(table),
    h("p", { class: "small" }, h("span", { class: "quiet" }, "Run it: "), h("code", {}, command)),
  );
}

/** @param {Published[]} rows */
function publishedOf(rows) {
  const heads = ["method", "log p(x) published", "here", "active units published", "here"];
  return h(
    "table",
    { class: "results-table" },
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col", class: head === "method" ? "" : "figure" }, head)))),
    h(
      "tbody",
      {},
      ...rows.map(({ method, score, units }) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, METHODS[method].name),
          ...[fixed(score[0], 2), fixed(score[1], 2), String(units[0]), units[1] === null ? "–" : String(units[1])].map((text) => h("td", { class: "number" }, text)),
        ),
      ),
    ),
  );
}

/** @param {Curve} curve @param {(value: number) => number} x @param {(value: number) => number} y */
function curveOf({ method, split, points }, x, y) {
  const kind = `paper-curve ${method} ${split === "train" ? "" : "held-out"}`;
  const bars = points.map(({ samples, value, error }) =>
    error === null ? "" : `M${x(samples).toFixed(1)} ${y(value - error).toFixed(1)}V${y(value + error).toFixed(1)}`,
  );
  return s(
    "g",
    { class: kind },
    s("path", { d: line(points.map((one) => one.samples), points.map((one) => one.value), x, y) ?? "" }),
    s("path", { class: "errors", d: bars.join("") }),
    ...points.map(({ samples, value, seeds }) =>
      s("circle", { cx: x(samples).toFixed(1), cy: y(value).toFixed(1), r: 3 }, s("title", {}, `${METHODS[method]?.name ?? method}, ${split}: ${fixed(value, 1)} nats after ${samples.toLocaleString("en")} images, ${seeds} seed${seeds > 1 ? "s" : ""}`)),
    ),
  );
}

/** @param {Curve} curve */
function wordsOf({ method, split, points }) {
  return `${METHODS[method]?.name ?? method}, ${split}, ${points.map(({ value }) => fixed(value, 1)).join(", ")} nats`;
}
