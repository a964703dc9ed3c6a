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
  const used = Uint16Array.from({ length: CELLS }, (_, cell) => cell).filter((cell) => counts[cell] > 0);
  const mean = (/** @type {number} */ cell, /** @type {number} */ c) => sums[3 * cell + c] / counts[cell];
  const boxes = [used];
  const rest = [measured(used, counts, mean)];
  while (boxes.length < 256) {
    const most = rest.reduce((best, { spread }, i) => (spread > rest[best].spread ? i : best), 0);
    if (rest[most].spread === 0) {
      break; // each box is one colour
    }
    const halves = halved(boxes[most], rest[most].axis, counts, mean);
    boxes.splice(most, 1, ...halves);
    rest.splice(most, 1, ...halves.map((half) => measured(half, counts, mean)));
  }
  const colours = new Uint8Array(3 * boxes.length);
  const index = new Uint8Array(CELLS);
  boxes.forEach((box, i) => {
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

/**
 * How far a box's colours lie apart, weighted by its pixels, and along which primary.
 * @param {Uint16Array} box
 * @param {Uint32Array} counts
 * @param {(cell: number, c: number) => number} mean
 */
function measured(box, counts, mean) {
  let pixels = 0;
  const low = [255, 255, 255];
  const high = [0, 0, 0];
  for (const cell of box) {
    pixels += counts[cell];
    for (let c = 0; c < 3; c++) {
      low[c] = Math.min(low[c], mean(cell, c));
      high[c] = Math.max(high[c], mean(cell, c));
    }
  }
  const sides = high.map((h, c) => h - low[c]);
  const axis = sides.indexOf(Math.max(...sides));
  return { axis, spread: box.length > 1 ? sides[axis] * Math.sqrt(pixels) : 0 };
}

/**
 * @param {Uint16Array} box of two cells or more
 * @param {number} axis
 * @param {Uint32Array} counts
 * @param {(cell: number, c: number) => number} mean
 */
function halved(box, axis, counts, mean) {
  const sorted = box.slice().sort((a, b) => mean(a, axis) - mean(b, axis));
  const half = sorted.reduce((sum, cell) => sum + counts[cell], 0) / 2;
  let cut = 0;
  for (let seen = 0; cut < sorted.length - 1 && seen + counts[sorted[cut]] / 2 <= half; cut++) {
    seen += counts[sorted[cut]];
  }
  cut = Math.max(1, cut);
  return [sorted.slice(0, cut), sorted.slice(cut)];
}
