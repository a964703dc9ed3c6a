// The gradient of the bound by the mean of q, draw by draw, as arrows at the mean: those of the reparameterised estimator over
// those of the score function, all at one scale, with their means; or one draw in slow motion.
import { s } from "../dom.js";
import { drawNow, estimators, gradientNow, gradientSettings, MOST_DRAWS } from "../gradients.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { toPixels } from "../viewport.js";
/** @import {Estimator} from "../gradients.js" */

const REACH = 0.42; // of the map's shorter side, that 95% of the score function's arrows stay within
const PULL = 0.2; // of it, that the arrow of a pull is long
const HEAD = 7; // pixels

/** @typedef {[number, number]} Arrow in plane units of the gradient */

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "gradient",
  create({ onScreen }) {
    const fans = ["score", "path"].map((kind) => ({ lines: s("path", { class: `fan ${kind}` }), heads: s("path", { class: `heads ${kind}` }), mean: s("path", { class: `mean ${kind}` }) }));
    const [way, pull, back] = ["way", "pull", "pull"].map((kind) => s("path", { class: kind }));
    const [from, to] = [0, 1].map(() => s("circle", { r: 4.5 }));
    const many = s("g", {}, ...fans.map(({ lines }) => lines), ...fans.map(({ heads }) => heads), ...fans.map(({ mean }) => mean));
    const one = s("g", { class: "slow" }, way, pull, back, from, to);
    const group = onScreen.appendChild(s("g", { class: "gradient" }, many, one));
    /** @type {{mu: number[], all: {each: Arrow[], mean: Arrow}[], long: number, draw: ReturnType<typeof drawNow>, step: number, plane: Plane} | null} */
    let known = null;

    const lay = selector((state) => {
      const found = gradientNow(state);
      const draw = drawNow(state);
      const plane = state.space?.plane;
      const { pulls } = state.report;
      known = null;
      if (found && draw && plane && pulls?.gradient && pulls.codes && pulls.likelihood && pulls.mu && pulls.logvar) {
        const { mu, logvar, codes, likelihood, gradient } = pulls;
        const { baseline } = gradientSettings(state);
        const whole = estimators({ mu, logvar, codes, likelihood, gradient }, MOST_DRAWS, baseline).score; // so that arrows keep their scale
        const lengths = arrowsOf(whole, plane, draw.mu.length).each.map(([x, y]) => Math.hypot(x, y)).sort((a, b) => a - b);
        const long = lengths[Math.floor(0.95 * (lengths.length - 1))] || 1;
        known = { mu: draw.mu, all: [found.score, found.path].map((estimator) => arrowsOf(estimator, plane, draw.mu.length)), long, draw, step: gradientSettings(state).step, plane };
      }
      group.style.display = known ? "" : "none";
    });

    return {
      draw(state, v) {
        lay(state);
        if (!known) {
          return;
        }
        const { mu, all, long, draw, step, plane } = known;
        many.style.display = step === 0 ? "" : "none";
        one.style.display = step === 0 ? "none" : "";
        const centre = toPixels(v, project(plane, mu));
        const shorter = Math.min(v.width, v.height);
        if (step === 0) {
          all.forEach(({ each, mean }, i) => {
            const ends = each.map((arrow) => endOf(centre, arrow, (REACH * shorter) / long));
            fans[i].lines.setAttribute("d", ends.map(([x, y]) => `M${at(centre)}L${x.toFixed(1)} ${y.toFixed(1)}`).join(""));
            fans[i].heads.setAttribute("d", ends.map((end) => `M${at(end)}h0`).join(""));
            fans[i].mean.setAttribute("d", arrowPath(centre, endOf(centre, mean, (REACH * shorter) / long)));
          });
        } else if (draw) {
          slow(v, centre, draw, step, plane, shorter);
        }
      },
    };

    /** @param {Viewport} v @param {[number, number]} centre @param {NonNullable<ReturnType<typeof drawNow>>} draw @param {number} step @param {Plane} plane @param {number} shorter */
    function slow(v, centre, draw, step, plane, shorter) {
      const out = toPixels(v, project(plane, draw.z));
      const pulled = directionOf(draw.pull, plane);
      const scale = (PULL * shorter) / (Math.hypot(...pulled) || 1);
      place(from, centre);
      place(to, step >= 2 ? out : centre);
      way.setAttribute("d", step >= 2 ? `M${at(centre)}L${at(out)}` : "");
      pull.setAttribute("d", step >= 3 ? arrowPath(out, endOf(out, pulled, scale)) : "");
      back.setAttribute("d", step >= 4 ? arrowPath(centre, endOf(centre, pulled, scale)) : "");
    }
  },
};

/** @param {Estimator} estimator @param {Plane} plane @param {number} dim */
function arrowsOf({ each, mean }, plane, dim) {
  /** @type {Arrow[]} */
  const arrows = [];
  for (let i = 0; i < each.length; i += 2 * dim) {
    arrows.push(directionOf(each.subarray(i, i + dim), plane));
  }
  return { each: arrows, mean: directionOf(mean.subarray(0, dim), plane) };
}

/** A direction of latent space as the plane shows it. @param {ArrayLike<number>} vector @param {Plane} plane @returns {Arrow} */
function directionOf(vector, { first, second }) {
  let [x, y] = [0, 0];
  for (let d = 0; d < vector.length; d++) {
    x += vector[d] * first[d];
    y += vector[d] * second[d];
  }
  return [x, y];
}

/** @param {[number, number]} from pixels @param {Arrow} arrow @param {number} scale @returns {[number, number]} */
function endOf([x, y], [dx, dy], scale) {
  return [x + dx * scale, y - dy * scale];
}

/** @param {[number, number]} pixels */
function at([x, y]) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** @param {SVGCircleElement} circle @param {[number, number]} pixels */
function place(circle, [x, y]) {
  circle.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
}

/** @param {[number, number]} from @param {[number, number]} to */
function arrowPath(from, to) {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const wings = [0.85, -0.85].map((turn) => [to[0] - HEAD * Math.cos(angle + turn * 0.6), to[1] - HEAD * Math.sin(angle + turn * 0.6)]);
  return `M${at(from)}L${at(to)}M${at(/** @type {[number, number]} */ (wings[0]))}L${at(to)}L${at(/** @type {[number, number]} */ (wings[1]))}`;
}
