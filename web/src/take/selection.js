// The selected images as a table and as one picture.
import { csv, float32Text } from "../csv.js";
import { project } from "../plane.js";
import { rowsOf } from "../rows.js";
import { cardOf } from "../state.js";
import { toneOf } from "../tone.js";
import { askAll } from "./asking.js";
import { pngOf, recipeOf } from "./recipe.js";
import { layout, sheet } from "./sheet.js";
/** @import {Maker, Tools} from "./makers.js" */

const ROWS = 2048; // of one request, without pictures
const PICTURES = 128; // of one request
const HIGH = 56; // pixels of an image, about
/** Images that go into a picture. */
export const MOST = 2048;

/**
 * How the selected lie in their picture.
 * @param {number} count
 * @param {Card["input"]} input
 */
export function selectionLayout(count, input) {
  const shown = Math.min(MOST, count);
  const columns = Math.ceil(Math.sqrt((shown * input.height) / input.width));
  return layout(shown, columns, input, Math.max(1, Math.round(HIGH / input.height)));
}

/** @type {Maker<"table">} */
export async function table(state, _wish, tools) {
  const { card, all } = selected(state);
  const numbered = (/** @type {string} */ name) => Array.from({ length: card.latent.dim }, (_, d) => `${name}_${d + 1}`);
  const sigmas = card.posterior === "diagonal" ? numbered("sigma") : [];
  const names = ["row", "index", "class", "kl", "reconstruction", "elbo", "x", "y", ...numbered("mu"), ...sigmas];
  const lines = [csv([names])];
  await each(tools, card, all, ROWS, false, (row) => {
    lines.push(csv([cellsOf(row, state, card)]));
  });
  const name = `${card.id}-selection-${all.length}.csv`;
  return { name, blob: new Blob(lines, { type: "text/csv;charset=utf-8" }) };
}

/**
 * Everything known of a row, every float so that it reads back as the same float32.
 * @param {Row} row
 * @param {State} state
 * @param {Card} card
 */
function cellsOf({ row, index, label, mu, logvar, kl: all, reconstruction }, { points, space }, card) {
  const spread = card.posterior === "diagonal";
  const there = points && row < points.count;
  const [x, y] = there ? [points.x[row], points.y[row]] : space ? project(space.plane, mu) : [NaN, NaN];
  const kl = spread ? all : NaN; // a point posterior has none, and so no bound
  const sigma = spread ? logvar.map((v) => Math.exp(v / 2)) : [];
  const floats = [kl, reconstruction, reconstruction - kl, x, y, ...mu, ...sigma].map(float32Text);
  return [row, index, card.labels[label] ?? "", ...floats];
}

/** @type {Maker<"selection">} */
export async function selection(state, { originals }, tools) {
  const { card, all } = selected(state);
  const shown = all.subarray(0, MOST);
  /** @type {Uint8Array[]} */
  const images = [];
  let rebuilt = false;
  await each(tools, card, shown, PICTURES, true, ({ mean, original }) => {
    rebuilt ||= !originals || !original;
    images.push((originals && original) || mean);
  });
  const image = (/** @type {number} */ i) => ({ values: images[i], from: 0 });
  const tone = toneOf(card, state.appearance);
  const canvas = sheet(selectionLayout(shown.length, card.input), shown.length, image, card.input, tone);
  const shownAs = rebuilt ? ", as reconstructions" : "";
  const recipe = recipeOf(state, `montage of ${shown.length} selected images${shownAs}`);
  return { name: `${card.id}-selection-${shown.length}.png`, blob: await pngOf(canvas, recipe) };
}

/** @param {State} state */
function selected(state) {
  const card = cardOf(state);
  if (!card || state.selection.length === 0) {
    throw new Error("expected selected images, found none");
  }
  return { card, all: state.selection };
}

/**
 * @param {Tools} tools
 * @param {Card} card
 * @param {Int32Array} all
 * @param {number} together
 * @param {boolean} images
 * @param {(row: Row) => void} take called in the selection's order
 */
function each(tools, card, all, together, images, take) {
  return askAll(
    tools,
    "rows",
    all.length,
    together,
    (from, to) => ({ fields: { model: card.id, rows: [...all.subarray(from, to)], images } }),
    (frame, from, to) => rowsOf(frame, all.subarray(from, to)).forEach(take),
  );
}
