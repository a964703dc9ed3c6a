// One image followed through the model, from x to the bound: which image, through which stages, and where the map looks
// meanwhile. Pure.
import { showsColumnAtlas } from "./column-atlas.js";
import { exampleOf } from "./example.js";
import { covariance, ellipse, lift, project } from "./plane.js";
import { FIRST } from "./rows.js";
import { ELLIPSE_SHARES, radiusOf } from "./shares.js";
import { fit } from "./viewport.js";
/** @import {Draws} from "./types.js" */

const FILLS = 0.45; // share of the free part of the map's shorter side that the outer ellipse takes
const OUTER = radiusOf(ELLIPSE_SHARES[1]);
const LEAST = 1 / 4; // share of the map's height that counts as free, however small the window is
const POINT = 0.02; // share of the plane's extent that is shown around a code without an ellipse

/**
 * @typedef {object} Words of a stage
 * @property {Stage} stage
 * @property {string} title
 * @property {string} text with its terms
 */

/**
 * The stages that a model has, in their words.
 * @param {Pick<Card, "posterior" | "latent">} card
 * @returns {Words[]}
 */
export function stagesOf({ posterior, latent: { dim } }) {
  /** @type {Words} */
  const image = {
    stage: "image",
    title: "An image x",
    text: "One image of the data, followed through the model. The pin marks its place on the map.",
  };
  if (posterior === "point") {
    return [
      image,
      {
        stage: "posterior",
        title: "A code, not a distribution",
        text: "The [[encoder]] maps x to a single [[code|code z]]. This model is a plain autoencoder: it has no q(z|x) to draw from.",
      },
      { stage: "decoding", title: "The image x̂", text: "The [[decoder]] maps z to p(x|z). Its mean is x̂." },
      {
        stage: "reconstruction",
        title: "x and x̂",
        text: "log p(x|z) measures how well z explains x. Without q(z|x) there is no KL, and so no bound.",
      },
    ];
  }
  const ellipses = dim > 2 ? "The ellipses hold 50% and 90% of its projection onto the plane." : "The ellipses hold 50% and 90% of it.";
  return [
    image,
    {
      stage: "posterior",
      title: "A distribution, not a point",
      text: `The [[encoder]] maps x to [[posterior|q(z|x)]], a normal distribution over codes with mean [[mu]] and standard deviations [[sigma]]. ${ellipses}`,
    },
    {
      stage: "draw",
      title: "A draw z from q(z|x)",
      text: "[[draw|z = μ + σ·ε]], with ε drawn from N(0, 1) in each dimension. Each draw is another code for the same image.",
    },
    {
      stage: "decoding",
      title: "The image x̂ decoded from z",
      text: "The [[decoder]] maps z to p(x|z), a distribution over images. Its mean is x̂; another draw gives another x̂.",
    },
    {
      stage: "reconstruction",
      title: "The reconstruction term",
      text: "log p(x|z) measures how well z explains x. Averaged over draws z from q(z|x), it is the reconstruction term.",
    },
    {
      stage: "bound",
      title: "The bound",
      text: "KL(q(z|x) ‖ p(z)) measures how far q(z|x) is from the prior. Reconstruction − KL is the evidence lower bound: log p(x) is at least that large.",
    },
  ];
}

/**
 * The image to follow: the pinned one, or else of the two that the example of a path joins the one with the larger
 * ellipse, as its draws differ more. Null until the atlas is there.
 * @param {Pick<State, "cards" | "kept" | "space" | "points" | "rows">} state
 * @returns {Spot & {row: number} | null}
 */
export function spotToFollow({ cards, kept, space, points, rows }) {
  if (showsColumnAtlas(cards.find(({ id }) => id === kept?.model) ?? null, kept)) {
    const known = rows[kept?.pin?.row ?? FIRST];
    return space && known ? { row: known.row, z: known.mu } : null;
  }
  if (!space || !points || points.count < points.of || points.of < 2) {
    return null;
  }
  const area = (/** @type {number} */ row) => points.xx[row] * points.yy[row] - points.xy[row] ** 2;
  const [a, b] = exampleOf(points);
  const row = kept?.pin?.row ?? (area(b) > area(a) ? b : a);
  return { row, z: rows[row]?.mu ?? lift(space.plane, [points.x[row], points.y[row]]) };
}

/**
 * The view that has the image's ellipse in the middle of what is free of the map.
 * @param {Plane} plane
 * @param {Pick<Row, "mu" | "logvar">} row
 * @param {{width: number, height: number}} size of the map in pixels
 * @param {number} covered pixels at its foot
 * @returns {View}
 */
export function viewOf(plane, { mu, logvar }, { width, height }, covered) {
  const [x, y] = project(plane, mu);
  const [left, , right] = plane.extent;
  const reach = logvar.length > 0 ? OUTER * ellipse(covariance(plane, logvar)).major : POINT * (right - left);
  const free = Math.max(LEAST * height, height - covered);
  const scale = (FILLS * Math.min(width, free)) / (2 * reach);
  return { x, y: y - (height - free) / 2 / scale, span: Math.min(width, height) / scale };
}

/**
 * The view that has the whole atlas there.
 * @param {Plane} plane
 * @param {{width: number, height: number}} size of the map in pixels
 * @param {number} covered pixels at its foot
 * @returns {View}
 */
export function wholeOf({ extent }, { width, height }, covered) {
  const free = Math.max(LEAST * height, height - covered);
  const { x, y, span } = fit(extent, { width, height: free });
  const unit = span / Math.min(width, free);
  return { x, y: y - ((height - free) / 2) * unit, span: unit * Math.min(width, height) };
}

/**
 * @typedef {object} Draw
 * @property {Code} z
 * @property {Code} noise the ε that it was made with
 * @property {Uint8Array} pixels (channels, height, width) decoded z
 */

/**
 * The draw of an image that is followed: the first of the seed; or null while there is none.
 * @param {Row | undefined} row
 * @param {Draws | null} draws
 * @returns {Draw | null}
 */
export function drawOf(row, draws) {
  if (!row || draws?.row !== row.row) {
    return null;
  }
  const z = Array.from(draws.codes.subarray(0, row.mu.length));
  const noise = z.map((value, d) => (value - row.mu[d]) / Math.exp(row.logvar[d] / 2));
  return { z, noise, pixels: draws.pixels.subarray(0, draws.pixels.length / draws.count) };
}
