// How well the data support a code: by how many grey levels its decoded image differs from those of the samples around it,
// held against what the model's card says of such differences. Pure.


/** @typedef {"well" | "edge" | "outside"} Support */

/**
 * @typedef {object} Levels what differences mean in a model, in grey levels
 * @property {number} well the greatest of a code that is well supported
 * @property {number} edge the greatest of one that is not outside
 * @property {boolean} told whether they tell like from unlike well enough to be put into words
 */

/** @type {Record<Support, string>} */
export const SUPPORT_NAMES = { well: "well supported", edge: "at the edge", outside: "outside the data" };

/** What these words mean. */
export const SUPPORT_RULE =
  "Tried on codes whose decoded images lie near a training image or far from all: of those farther than the median " +
  "reconstruction, at most one in ten was well supported; of those no farther than 95% of reconstructions, at most one in " +
  "ten outside. The rest are at the edge.";

const TELLING = 0.8; // area under the ROC curve from which the levels are worth words
const AREAS = ["support-auc", "support-auc-midpoints", "support-auc-prior", "support-auc-box"];

/**
 * Whether there are encoded images that can support a code.
 * @param {Card} card
 */
export function isSupportable({ atlas }) {
  return !!atlas && atlas.count > 0;
}

/**
 * Whether there is an aggregate posterior that has a density over the map: encoded images, each with a spread, in a plane.
 * @param {Card} card
 */
export function isMeasurable(card) {
  return isSupportable(card) && card.posterior !== "point" && card.latent.dim > 1;
}

/**
 * As they were measured; null where they were not.
 * @param {Card} card
 * @returns {Levels | null}
 */
export function levelsOf(card) {
  const extra = card.figures?.extra ?? {};
  const { "support-well": well, "support-edge": edge } = extra;
  if (!isSupportable(card) || well === undefined || edge === undefined) {
    return null;
  }
  return { well, edge, told: AREAS.every((name) => extra[name] >= TELLING) };
}

/**
 * In a word, where words are worth something in this model.
 * @param {number} difference
 * @param {Levels | null} levels
 * @returns {Support | null}
 */
export function supportAmong(difference, levels) {
  if (!levels?.told || Number.isNaN(difference)) {
    return null;
  }
  return difference <= levels.well ? "well" : difference <= levels.edge ? "edge" : "outside";
}

/** As it is read. @param {number} difference NaN where it is not known */
export function differenceOf(difference) {
  return Number.isNaN(difference) ? "–" : difference.toFixed(1);
}

/**
 * As a length: half where it is at the edge's end, and never nothing.
 * @param {number} difference
 * @param {Levels} levels
 * @returns {number} in (0, 1]
 */
export function supportLength(difference, { well, edge }) {
  const share = (edge - difference) / Math.max(edge - well, 1e-6);
  return Math.max(0.12, Math.min(1, 0.4 + 0.4 * share));
}

/**
 * Between the codes of a grid over the plane; beyond it that of its edge.
 * @param {NonNullable<State["supported"]>} grid
 * @param {Place} place
 */
export function supportAt({ area: [left, bottom, right, top], columns, rows, values }, [x, y]) {
  const within = (/** @type {number} */ at, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, at - 0.5));
  const across = within(((x - left) / (right - left)) * columns, columns);
  const up = within(((y - bottom) / (top - bottom)) * rows, rows);
  const [i, j] = [Math.min(columns - 2, Math.floor(across)), Math.min(rows - 2, Math.floor(up))];
  const [u, w] = [across - i, up - j];
  const row = (/** @type {number} */ at) => values[at * columns + i] * (1 - u) + values[at * columns + i + 1] * u;
  return row(j) * (1 - w) + row(j + 1) * w;
}

/**
 * As the opacity of an image on the map: full up to the edge, none as far beyond it as well supported lies within.
 * @param {number} difference
 * @param {Levels} levels
 */
export function supportOpacity(difference, { well, edge }) {
  const share = Math.max(0, Math.min(1, 1 - (difference - edge) / Math.max(edge - well, 1e-6)));
  return share * share * (3 - 2 * share);
}
