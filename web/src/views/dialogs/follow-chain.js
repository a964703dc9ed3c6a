// The model as a chain, x → encoder → q(z|x) → z → decoder → x̂, in which each part is drawn once its stage is reached.
import { h, s } from "../../dom.js";
import { covariance, ellipse, project } from "../../plane.js";
import { picture } from "../../picture.js";
import { ELLIPSE_SHARES, radiusOf } from "../../shares.js";
/** @import {Draw} from "../../follow.js" */

/** @type {[part: string, name: string, drawn: Stage, lit: Stage[]][]} from which stage on a part is drawn, and in which it is spoken of */
const PARTS = [
  ["x", "x", "image", ["image", "reconstruction", "bound"]],
  ["encoder", "encoder", "posterior", ["posterior"]],
  ["q", "q(z|x)", "posterior", ["posterior", "bound"]],
  ["z", "z", "draw", ["draw"]],
  ["decoder", "decoder", "decoding", ["decoding"]],
  ["mean", "x̂", "decoding", ["decoding", "reconstruction", "bound"]],
];
/** @type {Stage[]} */
const ORDER = ["image", "posterior", "draw", "decoding", "reconstruction", "bound"];
const REACH = 20; // of the outer ellipse, on a field of 48 by 48

export function createChain() {
  const images = { x: picture(), mean: picture() };
  const drawings = { encoder: funnel(-1), decoder: funnel(1), q: field(), z: field() };
  const parts = PARTS.map(([part, name]) => {
    const drawn = /** @type {Record<string, Element>} */ ({ x: images.x.element, mean: images.mean.element, ...drawings })[part];
    return h("li", { "data-part": part }, drawn, h("span", { class: "small" }, name));
  });
  return {
    element: h("ol", { class: "follow-chain", "aria-label": "From x to x̂" }, ...parts),
    /**
     * @param {Stage} stage
     * @param {Card} card
     * @param {Tone} tone
     * @param {Plane} plane
     * @param {Row | undefined} row
     * @param {Draw | null} drawn
     */
    show(stage, card, tone, plane, row, drawn) {
      const point = card.posterior === "point";
      PARTS.forEach(([part, , from, lit], i) => {
        const reached = ORDER.indexOf(stage) >= ORDER.indexOf(point && part === "z" ? "posterior" : from);
        const spoken = lit.includes(stage) || (point && part === "z" && stage === "posterior");
        parts[i].hidden = point && part === "q";
        parts[i].classList.toggle("reached", reached);
        parts[i].setAttribute("aria-current", spoken ? "step" : "false");
      });
      images.x.show(row?.original, 0, card.input, tone, "Image x");
      images.mean.show(point ? row?.mean : drawn?.pixels, 0, card.input, tone, "Decoded image x̂");
      drawings.q.replaceChildren(...(row ? ellipses(plane, row) : []));
      drawings.z.replaceChildren(...(row ? [...ellipses(plane, row), dot(plane, row, drawn?.z ?? row.mu)] : []));
    },
  };
}

/** A network: narrow at the code. @param {-1 | 1} side on which it is wide */
function funnel(side) {
  const d = `M${18 * side} -19V19L${-18 * side} 8V-8Z`;
  return s("svg", { viewBox: "-24 -24 48 48", "aria-hidden": "true" }, s("path", { d }));
}

function field() {
  return s("svg", { viewBox: "-24 -24 48 48", "aria-hidden": "true" });
}

/** @param {Plane} plane @param {Row} row */
function scaleOf(plane, { logvar }) {
  return REACH / (radiusOf(ELLIPSE_SHARES[1]) * ellipse(covariance(plane, logvar)).major);
}

/** @param {Plane} plane @param {Row} row */
function ellipses(plane, row) {
  if (row.logvar.length === 0) {
    return [];
  }
  const { major, minor, angle } = ellipse(covariance(plane, row.logvar));
  return ELLIPSE_SHARES.map((share) => {
    const [rx, ry] = [major, minor].map((deviation) => Math.max(1, radiusOf(share) * deviation * scaleOf(plane, row)));
    return s("ellipse", { rx, ry, transform: `rotate(${(-angle * 180) / Math.PI})` });
  });
}

/** @param {Plane} plane @param {Row} row @param {number[]} z */
function dot(plane, row, z) {
  const [[x, y], [cx, cy]] = [project(plane, z), project(plane, row.mu)];
  const scale = row.logvar.length > 0 ? scaleOf(plane, row) : 0;
  return s("circle", { r: 3.5, cx: (x - cx) * scale, cy: (cy - y) * scale });
}
