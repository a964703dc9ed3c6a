// One palette for many frames. Pure.

const BITS = 5; // of a primary that colours are counted by
const CELLS = 1 << (3 * BITS);

/**
 * @typedef {object} Palette
 * @property {Uint8Array} colours (n, 3), n up to 256
 * @property {(rgba: Uint8ClampedArray, at: number) => number} index of the colour that a pixel gets
 */

/**
 * Median cut: the colours that occur are halved, where they are spread most, into up to 256 boxes of about as many
 * pixels; each box gives its mean.
 * @param {Uint8ClampedArray[]} frames RGBA
 * @returns {Palette}
 */
export function palette(frames) {
  const counts = new Uint32Array(CELLS);
  const sums = new Float64Array(3 * CELLS);
  for (const rgba of frames) {
    for (let at = 0; at < rgba.length; at += 4) {
      const cell = cellOf(rgba, at);
      counts[cell]++;
      for (let c = 0; c < 3; c++) {
        sums[3 * cell + c] += rgba[at + c];
      }
    }
  }
  const mean = (/** @type {number} */ cell, /** @type {number} */ c) => sums[3 * cell + c] / counts[cell];

  /** How far a box's colours lie apart, weighted by its pixels, and along which primary. @param {Uint16Array} box */
  function measured(box) {
    const sides = [0, 1, 2].map((c) => {
      const means = Array.from(box, (cell) => mean(cell, c));
      return means.reduce((high, one) => Math.max(high, one), 0) - means.reduce((low, one) => Math.min(low, one), 255);
    });
    const axis = sides.indexOf(Math.max(...sides));
    const pixels = box.reduce((sum, cell) => sum + counts[cell], 0);
    return { box, axis, spread: box.length > 1 ? sides[axis] * Math.sqrt(pixels) : 0 };
  }

  /** @param {Uint16Array} box of two cells or more @param {number} axis */
  function halved(box, axis) {
    const sorted = box.slice().sort((p, q) => mean(p, axis) - mean(q, axis));
    const half = sorted.reduce((sum, cell) => sum + counts[cell], 0) / 2;
    let cut = 0;
    for (let seen = 0; cut < sorted.length - 1 && seen + counts[sorted[cut]] / 2 <= half; cut++) {
      seen += counts[sorted[cut]];
    }
    cut = Math.max(1, cut);
    return [sorted.slice(0, cut), sorted.slice(cut)];
  }

  const used = Uint16Array.from({ length: CELLS }, (_, cell) => cell).filter((cell) => counts[cell] > 0);
  const boxes = [measured(used)];
  while (boxes.length < 256) {
    const most = boxes.reduce((best, { spread }, i) => (spread > boxes[best].spread ? i : best), 0);
    const { box, axis, spread } = boxes[most];
    if (spread === 0) {
      break; // each box is one colour
    }
    boxes.splice(most, 1, ...halved(box, axis).map(measured));
  }
  const colours = new Uint8Array(3 * boxes.length);
  const index = new Uint8Array(CELLS);
  boxes.forEach(({ box }, i) => {
    let count = 0;
    const sum = [0, 0, 0];
    for (const cell of box) {
      index[cell] = i;
      count += counts[cell];
      sum.forEach((_, c) => (sum[c] += sums[3 * cell + c]));
    }
    colours.set(sum.map((s) => Math.round(s / count)), 3 * i);
  });
  return { colours, index: (rgba, at) => index[cellOf(rgba, at)] };
}

/**
 * Where a model has one channel, a value's colour is its own: nothing is lost.
 * @param {import("../tone.js").Tone} tone
 */
export function ramp({ zero, one }) {
  const colours = new Uint8Array(3 * 256);
  for (let value = 0; value < 256; value++) {
    colours.set(zero.map((z, c) => Math.round(z + (value / 255) * (one[c] - z))), 3 * value);
  }
  return colours;
}

/** @param {Uint8ClampedArray} rgba @param {number} at */
function cellOf(rgba, at) {
  const down = 8 - BITS;
  return ((rgba[at] >> down) << (2 * BITS)) | ((rgba[at + 1] >> down) << BITS) | (rgba[at + 2] >> down);
}
