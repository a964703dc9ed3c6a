// A drawing as strokes, and as a picture of them. Knows no element of the page.

/** @typedef {[number, number][]} Stroke points in pixels of the model's grid, from the top left */

/** Width of the brush in pixels of a grid of 28 by 28: about what the digits of MNIST are written with. */
const BRUSH = 2.5;

/** Pixels of the picture's longer side, about. */
const SIDE = 224;

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
 * The drawing as a picture, black on white, for the server to fit to the model's input.
 * @param {Stroke[]} strokes at least one
 * @param {Card["input"]} input
 * @returns {Promise<Uint8Array>} a PNG
 */
export async function pictureOf(strokes, input) {
  const times = Math.max(2, Math.round(SIDE / Math.max(input.width, input.height)));
  const canvas = document.createElement("canvas");
  canvas.width = input.width * times;
  canvas.height = input.height * times;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(times, times);
  trace(context, strokes, brushOf(input));
  const blob = await new Promise((resolve) => canvas.toBlob(resolve));
  return new Uint8Array(await blob.arrayBuffer());
}
