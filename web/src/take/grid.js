// The manifold for print: as many images each way as are wished, evenly over a range of the plane, each decoded at its
// own code.
import { scaleLinear } from "../d3.js";
import { directionName } from "../layers/axes.js";
import { lift, specOf } from "../plane.js";
import { cardOf } from "../state.js";
import { token } from "../tokens.js";
import { toneOf } from "../tone.js";
import { askAll } from "./asking.js";
import { pngOf, recipeOf } from "./recipe.js";
import { lay, layout } from "./sheet.js";
/** @import {Maker} from "./makers.js" */
/** @import {GridWish} from "../types.js" */
/** @import {Layout} from "./sheet.js" */

const TOGETHER = 256; // codes of one request
const TICKS = 7; // along a side, about
const EDGE = 2; // pixels of a label's height, a hundredth of the sheet's

/** @type {Maker<"grid">} */
export async function grid(state, wish, tools) {
  const card = cardOf(state);
  const plane = state.space?.plane;
  if (!card || !state.kept || !plane) {
    throw new Error("expected a map that is open, found none");
  }
  const { count } = wish;
  const cells = count * count;
  const { channels, height, width } = card.input;
  const size = channels * height * width;
  const images = new Uint8Array(cells * size);
  const codes = places(wish).map((place) => lift(plane, place));
  await askAll(
    tools,
    "decode",
    cells,
    TOGETHER,
    (from, to) => ({
      fields: { model: card.id },
      arrays: [
        {
          name: "codes",
          values: Float32Array.from(codes.slice(from, to).flat()),
          shape: [to - from, card.latent.dim],
        },
      ],
    }),
    ({ arrays }, from) => images.set(arrays.pixels, from * size),
  );
  const canvas = drawn(state, card, wish, images);
  const [left, bottom, right, top] = wish.area;
  const what = `grid of ${count} by ${count} decoded codes, from (${left}, ${bottom}) to (${right}, ${top})`;
  return { name: `${card.id}-grid-${count}.png`, blob: await pngOf(canvas, recipeOf(state, what)) };
}

/**
 * Where the images are decoded, row by row from the top left, both ends of the range among them.
 * @param {Pick<GridWish, "count" | "area">} wish
 * @returns {[number, number][]}
 */
function places({ count, area: [left, bottom, right, top] }) {
  const at = (/** @type {number} */ i) => (count > 1 ? i / (count - 1) : 0.5);
  return Array.from({ length: count * count }, (_, i) => [
    left + at(i % count) * (right - left),
    top - at(Math.floor(i / count)) * (top - bottom),
  ]);
}

/**
 * How large it comes out: the images, and the room for numbers beside and under them.
 * @param {Card["input"]} input
 * @param {GridWish} wish
 */
export function gridLayout(input, { count, scale, labels }) {
  const sheet = layout(count * count, count, input, scale, 0);
  const text = labels ? Math.max(10, Math.round((EDGE * Math.min(sheet.width, sheet.height)) / 100)) : 0;
  const left = Math.round(4.5 * text);
  return { sheet, text, left, width: sheet.width + left + text, height: sheet.height + Math.round(2.6 * text) + text };
}

/** @param {State} state @param {Card} card @param {GridWish} wish @param {Uint8Array} images */
function drawn(state, card, wish, images) {
  const tone = toneIn(wish.tone, card, state);
  const { sheet, text, left, width, height } = gridLayout(card.input, wish);
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const paper = wish.tone === "page" && card.input.invert ? tone.zero : [255, 255, 255];
  context.fillStyle = `rgb(${paper.join(" ")})`;
  context.fillRect(0, 0, width, height);
  const size = images.length / wish.count ** 2;
  const image = (/** @type {number} */ i) => ({ values: images, from: i * size });
  lay(context, sheet, wish.count ** 2, image, card.input, tone, left, text);
  if (wish.labels && state.kept) {
    context.fillStyle = token("ink", paper[0] > 127 ? "light" : "dark");
    context.font = `${text}px sans-serif`;
    const spec = specOf(state.kept, card);
    number(context, wish, card.input, sheet, text, left, [directionName(spec, 0), directionName(spec, 1)]);
  }
  return canvas;
}

/**
 * Numbers at the middles of the images that are decoded there.
 * @param {OffscreenCanvasRenderingContext2D} context
 * @param {GridWish} wish
 * @param {Card["input"]} input
 * @param {Layout} sheet
 * @param {number} text pixels of its height
 * @param {number} left
 * @param {[string, string]} names
 */
function number(context, { area }, input, sheet, text, left, names) {
  const [l, b, r, t] = area;
  const half = [(input.width * sheet.scale) / 2, (input.height * sheet.scale) / 2];
  const x = scaleLinear([l, r], [left + half[0], left + sheet.width - half[0]]);
  const y = scaleLinear([b, t], [text + sheet.height - half[1], text + half[1]]);
  const line = Math.max(1, Math.round(text / 12));
  const under = text + sheet.height;
  context.textBaseline = "middle";
  context.textAlign = "center";
  const [formatX, formatY] = [x.tickFormat(TICKS), y.tickFormat(TICKS)];
  for (const tick of x.ticks(TICKS)) {
    context.fillRect(Math.round(x(tick)), under, line, Math.round(text / 3));
    context.fillText(formatX(tick), x(tick), under + 1.05 * text);
  }
  context.fillText(names[0], left + sheet.width / 2, under + 2.3 * text);
  context.textAlign = "right";
  for (const tick of y.ticks(TICKS)) {
    context.fillRect(left - Math.round(text / 3), Math.round(y(tick)), Math.round(text / 3), line);
    context.fillText(formatY(tick), left - text / 2, y(tick));
  }
  context.save();
  context.translate(0.8 * text, text + sheet.height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(names[1], 0, 0);
  context.restore();
}

/** @param {GridWish["tone"]} wish @param {Card} card @param {State} state @returns {Tone} */
function toneIn(wish, card, { appearance }) {
  const white = /** @type {Tone["one"]} */ ([255, 255, 255]);
  const black = /** @type {Tone["one"]} */ ([0, 0, 0]);
  if (wish === "page") {
    return toneOf(card, appearance);
  }
  return wish === "black on white" ? { key: wish, zero: white, one: black } : { key: wish, zero: black, one: white };
}
