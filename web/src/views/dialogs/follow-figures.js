// The figures of a stage: images, the draw in numbers, the terms of the bound.
import { boundTerms, decimalsOf } from "../../bound.js";
import { h } from "../../dom.js";
import { rowName } from "../../names.js";
import { fixed, nameOf } from "../../numbers.js";
import { picture } from "../../picture.js";
import { klByDimension } from "../../posterior.js";
import { prose, term } from "../../terms.js";
/** @import {Draw} from "../../follow.js" */

const SHOWN = 2; // dimensions in numbers

const ABSENT = "This server has no copy of the data set: x itself cannot be shown, but what the model makes of it can.";

/** @typedef {[name: Child, values: number[]]} Column */

/**
 * @param {Stage} stage
 * @param {Card} card
 * @param {Tone} tone
 * @param {Row} row
 * @param {Draw | null} drawn
 * @returns {Child[]}
 */
export function figuresOf(stage, card, tone, row, drawn) {
  /** @param {ArrayLike<number> | null | undefined} values @param {string} name @param {string} caption */
  const image = (values, name, caption) => {
    const shown = picture("large");
    shown.show(values, 0, card.input, tone, name);
    return h("figure", {}, shown.element, h("figcaption", { class: "small quiet" }, caption));
  };
  const x = row.original && image(row.original, "Image x", "x");
  const mean = image(card.posterior === "point" ? row.mean : drawn?.pixels, "Decoded image x̂", "x̂");
  /** @type {Column[]} */
  const posterior =
    row.logvar.length === 0
      ? [["z", row.mu]]
      : [
          [term("mu"), row.mu],
          [term("sigma"), row.logvar.map((log) => Math.exp(log / 2))],
        ];
  switch (stage) {
    case "image":
      return [x, h("p", { class: "small" }, h("b", {}, rowName(row, card)), row.original ? "" : ABSENT)];
    case "posterior":
      return [table(row, posterior)];
    case "draw":
      return [table(row, drawn ? [...posterior, ["ε", drawn.noise], ["z", drawn.z]] : posterior)];
    case "decoding":
      return [mean, table(row, [["z", drawn?.z ?? row.mu]])];
    case "reconstruction":
      return [
        x,
        mean,
        h(
          "dl",
          {},
          h("dt", {}, ...(row.logvar.length > 0 ? prose("[[reconstruction]]") : ["log p(x|z)"])),
          h("dd", { class: "number" }, `${fixed(row.reconstruction, decimalsOf(row.reconstruction))} nats`),
        ),
      ];
    case "bound": {
      const sum = boundTerms();
      sum.update(row.reconstruction, row.kl, null);
      return [sum.element];
    }
  }
}

/**
 * Numbers by dimension, of those that carry most.
 * @param {Row} row
 * @param {Column[]} columns
 */
function table({ mu, logvar }, columns) {
  const kl = klByDimension(mu, logvar);
  const shown = mu
    .map((_, d) => d)
    .sort((a, b) => (kl[b] ?? 0) - (kl[a] ?? 0))
    .slice(0, SHOWN)
    .sort((a, b) => a - b);
  return h(
    "div",
    {},
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, h("td"), ...columns.map(([name]) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        {},
        ...shown.map((d) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, nameOf(d)),
            ...columns.map(([, values]) => h("td", { class: "number" }, fixed(values[d], 3))),
          ),
        ),
      ),
    ),
    mu.length > SHOWN && columns.length > 1 && h("p", { class: "small quiet" }, `The 2 of ${mu.length} dimensions with the largest KL`),
  );
}
