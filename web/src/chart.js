// A small chart: two axes with their numbers, and in them what is given to be drawn. Its size is the same while it is
// empty.
import { FRAME, written } from "./charts.js";
import { h, s } from "./dom.js";
/** @import {Axis} from "./charts.js" */

/** @typedef {ReturnType<typeof chart>} Chart */

const LETTER = 7.3; // of the numbers, in the chart's own units

/** @param {string} kind @param {number} height in the chart's own units */
export function chart(kind, height) {
  const axes = s("g", { class: "chart-axes", "aria-hidden": "true" });
  const drawn = s("g", { class: "chart-drawn" });
  const svg = s("svg", { class: `chart ${kind}`, viewBox: `0 0 ${FRAME.width} ${height}`, role: "img" }, axes, drawn);
  const { left, top, width, right, bottom } = FRAME;
  const foot = height - bottom;
  return {
    svg,
    x: /** @type {[number, number]} */ ([left, width - right]),
    y: /** @type {[number, number]} */ ([foot, top]),
    /**
     * @param {string} says the chart in words
     * @param {Axis} x
     * @param {Axis} y
     * @param {...(SVGElement | null)} parts
     */
    draw(says, x, y, ...parts) {
      svg.setAttribute("aria-label", says);
      axes.replaceChildren(
        ...y.ticks.flatMap((tick) => [
          s("path", { class: "chart-grid", d: `M${left} ${y.scale(tick).toFixed(1)}H${width - right}` }),
          s("text", { class: "chart-left", x: left - 6, y: y.scale(tick).toFixed(1), dy: "0.32em" }, written(tick, y.ticks)),
        ]),
        ...footOf(x).map(({ text, at, end }) => s("text", { class: `chart-foot${end ? " chart-end" : ""}`, x: at.toFixed(1), y: foot + 15 }, text)),
        s("path", { class: "chart-edge", d: `M${left} ${foot}H${width - right}` }),
      );
      drawn.replaceChildren(...parts.filter((part) => part !== null));
    },
  };
}

/**
 * The numbers under a chart, of which none comes near another: the last one stands, and others give way.
 * @param {Axis} x
 */
function footOf(x) {
  const { width, right } = FRAME;
  let free = Infinity; // where the one on the right begins
  return x.ticks.map((tick) => {
    const text = tick.toLocaleString("en").replace("-", "−");
    const middle = x.scale(tick);
    const end = middle > width - right - 12;
    const at = end ? width - 1 : middle;
    const half = (text.length * LETTER) / 2;
    return { text, at, end, from: end ? at - 2 * half : at - half, to: end ? at : at + half };
  }).reverse().filter(({ from, to }) => {
    const fits = to + LETTER < free;
    free = fits ? from : free;
    return fits;
  });
}

/**
 * The line of one value across a chart, with its name at one end.
 * @param {string} kind
 * @param {number} at in the chart's own units
 * @param {string} name
 * @param {boolean} [last] whether the name stands at the right
 */
export function level(kind, at, name, last = false) {
  const { left, width, right } = FRAME;
  return s(
    "g",
    { class: `chart-level ${kind}` },
    s("path", { d: `M${left} ${at.toFixed(1)}H${width - right}` }),
    s("text", { class: last ? "chart-end" : "", x: last ? width - right : left + 6, y: (at - 4).toFixed(1) }, name),
  );
}

/**
 * The same numbers as a table, for whoever does not see the chart or wants them exactly.
 * @param {string} name
 * @param {string[]} heads
 */
export function table(name, heads) {
  const body = h("tbody");
  const element = h(
    "details",
    { class: "report-table small" },
    h("summary", {}, name),
    h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))), body),
  );
  return {
    element,
    /** @param {string[][]} rows */
    fill(rows) {
      body.replaceChildren(
        ...rows.map((cells) => h("tr", {}, ...cells.map((cell) => h("td", { class: "number" }, cell)))),
      );
    },
  };
}
