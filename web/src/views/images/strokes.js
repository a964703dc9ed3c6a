// A drawing as strokes, and what a model gets to see of it. Knows no element of the page.
/** @import {Card} from "../../types.js" */

/** @typedef {[number, number][]} Stroke points in pixels of the model's grid, from the top left */

/** Width of the brush in pixels of a grid of 28 by 28: about what the digits of MNIST are written with. */
const BRUSH = 2.5;

/** Share of the side that MNIST's digits were scaled to: 20 of 28 pixels. */
const BOX = 20 / 28;

const MOST_LARGER = 3; // a short stroke is not blown up to fill the box

/** @param {Card["input"]} input */
export function brushOf(input) {
  return (BRUSH * Math.min(input.width, input.height)) / 28;
}

/**
 * The value of what is drawn: bright where the model knows bright figures on dark, dark otherwise.
 * @param {Card["input"]} input
 */
export function figureOf(input) {
  return input.invert ? 1 : 0;
}

/**
 * Draws strokes as a pen does: round, and through the middles between the points that were heard of.
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke[]} strokes
 * @param {number} width of the brush, in units of the points
 */
export function trace(context, strokes, width) {
  context.lineWidth = width;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    context.moveTo(...stroke[0]);
    for (let i = 1; i + 1 < stroke.length; i++) {
      const [x, y] = stroke[i];
      context.quadraticCurveTo(x, y, (x + stroke[i + 1][0]) / 2, (y + stroke[i + 1][1]) / 2);
    }
    context.lineTo(...stroke[stroke.length - 1]);
    context.stroke();
  }
}

/**
 * The drawing at the model's input: each value is the share of its pixel that the brush covers.
 * @param {Stroke[]} strokes at least one
 * @param {Card["input"]} input of one channel
 * @param {boolean} centred scaled and moved as MNIST's digits were
 * @returns {Float32Array} (1, height, width) in [0,1]
 */
export function raster(strokes, input, centred) {
  const brush = brushOf(input);
  const placed = centred ? scaled(strokes, input, brush) : strokes;
  let share = coverage(placed, input, brush);
  if (centred) {
    const [dx, dy] = offCentre(share, input);
    share = coverage(
      placed.map((stroke) => stroke.map(([x, y]) => /** @type {[number, number]} */ ([x - dx, y - dy]))),
      input,
      brush,
    );
  }
  return figureOf(input) === 1 ? share : share.map((value) => 1 - value);
}

/**
 * The strokes made to fit the box; the brush keeps its width, as another's hand would have.
 * @param {Stroke[]} strokes
 * @param {Card["input"]} input
 * @param {number} brush
 * @returns {Stroke[]}
 */
function scaled(strokes, { width, height }, brush) {
  const xs = strokes.flatMap((stroke) => stroke.map(([x]) => x));
  const ys = strokes.flatMap((stroke) => stroke.map(([, y]) => y));
  const across = Math.max(...xs) - Math.min(...xs);
  const down = Math.max(...ys) - Math.min(...ys);
  const room = [width, height].map((side) => side * BOX - brush);
  const by = Math.min(room[0] / Math.max(across, 0.01), room[1] / Math.max(down, 0.01), MOST_LARGER);
  return strokes.map((stroke) => stroke.map(([x, y]) => [(x - width / 2) * by + width / 2, (y - height / 2) * by + height / 2]));
}

/**
 * How far the centre of mass lies from the middle.
 * @param {Float32Array} share (height, width)
 * @param {Card["input"]} input
 */
function offCentre(share, { width, height }) {
  let mass = 0;
  let x = 0;
  let y = 0;
  share.forEach((value, i) => {
    mass += value;
    x += value * ((i % width) + 0.5);
    y += value * (Math.floor(i / width) + 0.5);
  });
  return mass > 0 ? [x / mass - width / 2, y / mass - height / 2] : [0, 0];
}

/** @type {CanvasRenderingContext2D | null} */
let fine = null;

/**
 * Paints finer than the grid and averages over each of its pixels.
 * @param {Stroke[]} strokes
 * @param {Card["input"]} input
 * @param {number} brush
 */
function coverage(strokes, { width, height }, brush) {
  const times = Math.max(2, Math.round(224 / Math.max(width, height)));
  fine ??= /** @type {CanvasRenderingContext2D} */ (
    document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  );
  fine.canvas.width = width * times; // which also empties it
  fine.canvas.height = height * times;
  fine.scale(times, times);
  trace(fine, strokes, brush);
  const { data } = fine.getImageData(0, 0, width * times, height * times);
  const share = new Float32Array(height * width);
  for (let y = 0, i = 3; y < height * times; y++) {
    const row = Math.floor(y / times) * width;
    for (let x = 0; x < width * times; x++, i += 4) {
      share[row + Math.floor(x / times)] += data[i];
    }
  }
  return share.map((sum) => sum / (255 * times * times));
}
