// @ts-check
// Rows of the atlas as a table. Pure.
import { csv, float32Text } from "../csv.js";
import { project } from "../plane.js";
/** @import {Card, Plane, Points, Row} from "../types.js" */

/**
 * Everything known of these rows: one line a row, every float so that it reads back as the same float32.
 * @param {Int32Array} chosen
 * @param {Record<number, Row>} rows all of the chosen
 * @param {Points | null} points
 * @param {Plane | null} plane whose coordinates x and y are
 * @param {Card} card
 */
export function tableOf(chosen, rows, points, plane, card) {
  const { dim } = card.latent;
  const spread = card.posterior === "diagonal";
  const numbered = (/** @type {string} */ name) => Array.from({ length: dim }, (_, d) => `${name}_${d + 1}`);
  const header = ["row", "index", "class", "kl", "reconstruction", "elbo", "x", "y", ...numbered("mu")];
  if (spread) {
    header.push(...numbered("sigma"));
  }
  return csv(
    header,
    Array.from(chosen, (r) => {
      const row = rows[r];
      const there = points && r < points.count;
      const [x, y] = there ? [points.x[r], points.y[r]] : plane ? project(plane, row.mu) : [NaN, NaN];
      const kl = spread ? row.kl : NaN; // a point posterior has none, and so no bound
      return [
        r,
        row.index,
        card.labels[row.label] ?? "",
        ...[kl, row.reconstruction, row.reconstruction - kl, x, y, ...row.mu].map(float32Text),
        ...(spread ? row.logvar.map((v) => float32Text(Math.exp(v / 2))) : []),
      ];
    }),
  );
}
