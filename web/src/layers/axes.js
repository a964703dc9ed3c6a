// Numbers along the map's lower and left edge, a line at each, and how long a unit is.
import { written } from "../charts.js";
import { scaleLinear } from "../d3.js";
import { h, s, setText } from "../dom.js";
import { nameOf as dimensionName } from "../numbers.js";
import { specOf } from "../plane.js";
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { term } from "../terms.js";
import { areaOf, toPixels } from "../viewport.js";

const APART = { x: 96, y: 72 }; // pixels between numbers, about
const LEFT = 46; // pixels of the edge that holds numbers, at least
const DIGIT = 6.7; // pixels of a digit there
const FOOT = 22;
const TOP = 28; // pixels at the top that hold the upright axis's name
const NAME = 56; // pixels at the right that hold the axis's name
const BAR = 110; // pixels that the scale bar may be long
const UNIT = ["standard", "laplace"]; // priors of variance 1 along any axis

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "axes",
  create({ lines, frame, inPlane }) {
    const across = pool(frame.appendChild(h("div", { class: "axis foot", "aria-hidden": "true" })), "X");
    const up = pool(frame.appendChild(h("div", { class: "axis side", "aria-hidden": "true" })), "Y");
    const names = [h("div", { class: "axis-name foot" }), h("div", { class: "axis-name side" })];
    const bar = h("div", { class: "bar-line", "aria-hidden": "true" });
    const length = h("span", { class: "number" });
    const unit = h("span", {});
    frame.append(...names, h("div", { class: "scale" }, bar, h("div", { class: "small" }, length, " ", unit)));
    const grid = lines.appendChild(s("path", { class: "grid" }));
    const zero = lines.appendChild(s("path", { class: "zero" }));
    let named = "";

    /** @param {Kept} kept @param {Card} card */
    function name(kept, card) {
      const spec = specOf(kept, card);
      const key = `${card.id} ${JSON.stringify(spec)}`;
      if (key !== named) {
        named = key;
        names.forEach((element, i) => element.replaceChildren(i < card.latent.dim ? nameOf(spec, i) : ""));
        const isUnit = card.posterior !== "point" && UNIT.includes(card.prior?.family ?? "standard");
        unit.replaceChildren(isUnit ? term("unit", "σ of the prior") : "");
      }
    }

    /** @param {number} scale */
    function scaleBar(scale) {
      const most = BAR / scale;
      const power = 10 ** Math.floor(Math.log10(most));
      const step = /** @type {number} */ ([5, 2, 1].find((factor) => factor * power <= most)) * power;
      bar.style.width = `${(step * scale).toFixed(1)}px`;
      setText(length, String(Number(step.toPrecision(1))));
    }

    const draw = selector((state, /** @type {Viewport} */ v) => {
      const [atX, atY] = toPixels(v, [0, 0]);
      inPlane.setAttribute("transform", `matrix(${v.scale} 0 0 ${-v.scale} ${atX} ${atY})`);
      const card = cardOf(state);
      if (!card || !state.kept) {
        return;
      }
      name(state.kept, card);
      const [left, bottom, right, top] = areaOf(v);
      const x = scaleLinear([left, right], [0, v.width]);
      const y = scaleLinear([bottom, top], [v.height, 0]);
      /** @type {number[]} */
      const xs = x.ticks(Math.max(2, v.width / APART.x));
      /** @type {number[]} */
      const ys = y.ticks(Math.max(2, v.height / APART.y));
      const textY = ys.filter((t) => y(t) > TOP && y(t) < v.height - FOOT - 8);
      const longest = Math.max(0, ...textY.map((t) => written(t, ys).length));
      const edge = Math.max(LEFT, Math.ceil(longest * DIGIT) + 10);
      frame.style.setProperty("--edge", `${edge}px`);
      const textX = xs.filter((t) => x(t) > edge + 14 && x(t) < v.width - NAME);
      across(textX, xs, x);
      up(card.latent.dim > 1 ? textY : [], ys, y); // where there is one dimension, upwards is nothing
      const vertical = (/** @type {number} */ t) => `M${x(t).toFixed(1)} 0V${v.height}`;
      const level = (/** @type {number} */ t) => `M0 ${y(t).toFixed(1)}H${v.width}`;
      grid.setAttribute("d", xs.map(vertical).join("") + ys.map(level).join(""));
      zero.setAttribute("d", vertical(0) + level(0));
      scaleBar(v.scale);
    });
    return { draw: (state, v) => draw(state, v) };
  },
};

/**
 * Numbers along an edge, in elements that are used again, frame after frame.
 * @param {HTMLElement} parent
 * @param {"X" | "Y"} axis
 */
function pool(parent, axis) {
  /** @type {HTMLElement[]} */
  const made = [];
  /** @param {number[]} ticks @param {number[]} all with those that are not written @param {(tick: number) => number} at */
  return (ticks, all, at) => {
    while (made.length < ticks.length) {
      made.push(parent.appendChild(h("span", { class: "number" })));
    }
    made.forEach((element, i) => {
      element.hidden = i >= ticks.length;
      if (i < ticks.length) {
        setText(element, written(ticks[i], all));
        element.style.transform = `translate${axis}(${at(ticks[i]).toFixed(1)}px) translate${axis}(-50%)`;
      }
    });
  };
}

/**
 * @param {PlaneSpec} spec
 * @param {number} i 0 for the first direction
 */
function nameOf(spec, i) {
  const name = directionName(spec, i);
  const key = "axes" in spec ? "latent dimension" : "principal" in spec ? "principal components" : null;
  return key ? term(key, name) : h("span", {}, name);
}

/**
 * What a direction of a plane is called along its edge.
 * @param {PlaneSpec} spec
 * @param {number} i 0 for the first direction
 */
export function directionName(spec, i) {
  if ("axes" in spec) {
    return dimensionName(spec.axes[i]);
  }
  return "principal" in spec ? `PC ${i + 1}` : i === 0 ? "u" : "v";
}
