// Draws points away from the hand's thread. It holds its own copy of them, which grows as they come.
import { buffers, fadesOf, paintOf, raster } from "./raster.js";
/** @import {Look, Window} from "./raster.js" */

/**
 * @typedef {{type: "points", of: number} | {type: "more", from: number, x: Float32Array, y: Float32Array,
 *   label: Uint8Array, away: Float32Array} | {type: "values", values: Float32Array | null}
 *   | {type: "draw", id: number, look: Look, range: [number, number] | null, classes: number, window: Window}} Asked
 *   `range` where points are coloured by value: its ends have the first and the last colour
 */

let x = new Float32Array(0);
let y = new Float32Array(0);
let label = new Uint8Array(0);
let away = new Float32Array(0);
/** @type {Float32Array | null} */
let values = null;
let paint = new Uint8Array(0);
let painted = ""; // what the paints were made for
/** @type {Float32Array | null} */
let faded = null;
let count = 0;
const arrays = buffers();
let image = new ImageData(1, 1);
const canvas = new OffscreenCanvas(1, 1);
const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** @type {Record<string, (asked: any) => void>} */
const doors = {
  points({ of }) {
    x = new Float32Array(of);
    y = new Float32Array(of);
    label = new Uint8Array(of);
    away = new Float32Array(of);
    values = null;
    paint = new Uint8Array(of);
    painted = "";
    count = 0;
  },
  more(asked) {
    x.set(asked.x, asked.from);
    y.set(asked.y, asked.from);
    label.set(asked.label, asked.from);
    away.set(asked.away, asked.from);
    count = asked.from + asked.x.length;
  },
  values(asked) {
    values = asked.values;
    painted = "";
  },
  draw({ id, look, range, classes, window }) {
    prepare(look.colours.length, range, classes);
    const { width, height } = window;
    if (image.width !== width || image.height !== height) {
      image = new ImageData(width, height);
      canvas.width = width;
      canvas.height = height;
    } else {
      image.data.fill(0);
    }
    const discs = raster({ x, y, label, paint, faded, count }, look, window, image.data, arrays);
    context.putImageData(image, 0, 0);
    const bitmap = canvas.transferToImageBitmap();
    postMessage({ id, bitmap, discs, count }, { transfer: [bitmap] });
  },
};

/**
 * The colour of each row, as a number: by class, or by where its value lies in the range.
 * @param {number} colours
 * @param {[number, number] | null} range
 * @param {number} classes
 */
function prepare(colours, range, classes) {
  const key = `${count} ${colours} ${range} ${classes}`;
  if (key === painted) {
    return;
  }
  painted = key;
  faded = fadesOf(away, count);
  for (let i = 0; i < count; i++) {
    paint[i] = paintOf(label[i], values?.[i] ?? NaN, colours, range);
  }
}

addEventListener("message", ({ data }) => doors[data.type](data));
