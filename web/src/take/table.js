// Rows of the atlas as lines of a table: every float so that it reads back as the same float32. Pure.
import { csv, float32Text } from "../csv.js";
import { project } from "../plane.js";
/** @import {Card, Plane, Points, Row} from "../types.js" */

/** @param {Card} card */
export function headerOf(card) {
  const numbered = (/** @type {string} */ name) => Array.from({ length: card.latent.dim }, (_, d) => `${name}_${d + 1}`);
  return csv([
    ["row", "index", "class", "kl", "reconstruction", "elbo", "x", "y", ...numbered("mu")].concat(
      card.posterior === "diagonal" ? numbered("sigma") : [],
    ),
  ]);
}

/**
 * Everything known of a row.
 * @param {Row} row
 * @param {Points | null} points
 * @param {Plane | null} plane whose coordinates x and y are
 * @param {Card} card
 */
export function lineOf({ row, index, label, mu, logvar, kl: all, reconstruction }, points, plane, card) {
  const spread = card.posterior === "diagonal";
  const there = points && row < points.count;
  const [x, y] = there ? [points.x[row], points.y[row]] : plane ? project(plane, mu) : [NaN, NaN];
  const kl = spread ? all : NaN; // a point posterior has none, and so no bound
  return csv([
    [
      row,
      index,
      card.labels[label] ?? "",
      ...[kl, reconstruction, reconstruction - kl, x, y, ...mu].map(float32Text),
      ...(spread ? logvar.map((v) => float32Text(Math.exp(v / 2))) : []),
    ],
  ]);
}
