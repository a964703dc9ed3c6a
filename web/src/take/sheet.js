// Images side by side on one canvas, each pixel of theirs a square of whole pixels. Pure but for canvases.
import { imageData } from "../tone.js";

export const LONGEST = 16384; // pixels of a side that browsers draw
export const MOST_PIXELS = 1 << 26; // pixels of a sheet

/**
 * @typedef {object} Layout
 * @property {number} columns
 * @property {number} rows
 * @property {number} scale pixels a pixel of an image
 * @property {number} gap pixels between two images
 * @property {number} width of all in pixels
 * @property {number} height
 */

/**
 * How images go on a sheet: in so many columns, at the scale that was wished or, where that is too large to draw, at
 * the largest that is not; fewer columns where one row is too long even so.
 * @param {number} count
 * @param {number} columns
 * @param {Card["input"]} input
 * @param {number} scale
 * @param {number} [between] pixels of the images between two of them
 * @returns {Layout}
 */
export function layout(count, columns, input, scale, between = 0.5) {
  const widest = Math.max(1, Math.min(columns, count, Math.floor(LONGEST / (input.width + 1))));
  const rows = Math.ceil(count / widest);
  const gap = Math.ceil(scale * between);
  const width = widest * input.width * scale + (widest - 1) * gap;
  const height = rows * input.height * scale + (rows - 1) * gap;
  const drawn = width <= LONGEST && height <= LONGEST && width * height <= MOST_PIXELS;
  return drawn || scale === 1
    ? { columns: widest, rows, scale, gap, width, height }
    : layout(count, columns, input, scale - 1, between);
}

/**
 * Draws images onto the sheet, row by row from the top left.
 * @param {OffscreenCanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {number} count
 * @param {(i: number) => {values: ArrayLike<number>, from: number}} image
 * @param {Card["input"]} input
 * @param {Tone} tone
 * @param {number} [left] pixels from the canvas's left to the sheet's
 * @param {number} [top]
 */
export function lay(context, { columns, scale, gap }, count, image, input, tone, left = 0, top = 0) {
  const one = new OffscreenCanvas(input.width, input.height);
  const painted = /** @type {OffscreenCanvasRenderingContext2D} */ (one.getContext("2d"));
  const [w, h] = [input.width * scale, input.height * scale];
  context.imageSmoothingEnabled = false;
  for (let i = 0; i < count; i++) {
    const { values, from } = image(i);
    painted.putImageData(imageData(values, from, input, tone), 0, 0);
    const [column, row] = [i % columns, Math.floor(i / columns)];
    context.drawImage(one, left + column * (w + gap), top + row * (h + gap), w, h);
  }
}

/**
 * A canvas of images alone, on the colour of the tone's zero.
 * @param {Layout} laid
 * @param {number} count
 * @param {(i: number) => {values: ArrayLike<number>, from: number}} image
 * @param {Card["input"]} input
 * @param {Tone} tone
 */
export function sheet(laid, count, image, input, tone) {
  const canvas = new OffscreenCanvas(laid.width, laid.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = `rgb(${tone.zero.join(" ")})`;
  context.fillRect(0, 0, canvas.width, canvas.height);
  lay(context, laid, count, image, input, tone);
  return canvas;
}

/**
 * A scale at which an image is some hundred pixels high: large enough for a slide, in whole pixels.
 * @param {Card["input"]} input
 */
export function scaleFor({ height }) {
  return Math.max(1, Math.round(112 / height));
}
