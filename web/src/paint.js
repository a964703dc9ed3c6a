// Differences and spreads as pictures: values that are not images of the model, and so have colours of their own.
import { rgbOf } from "./tokens.js";

/**
 * @typedef {{image: ImageData, max: number}} Painted `max` is the value, of values in [0,1], of the strongest colour
 */

/**
 * x − x̂, the mean of the channels where there are several.
 * @param {ArrayLike<number>} x (channels, height, width)
 * @param {ArrayLike<number>} mean the same
 * @param {Card["input"]} input
 * @param {State["appearance"]} appearance
 */
export function residual(x, mean, input, appearance) {
  const size = input.height * input.width;
  const differences = new Float32Array(size);
  const left = scaleOf(x) / input.channels;
  const right = scaleOf(mean) / input.channels;
  for (let i = 0; i < x.length; i++) {
    differences[i % size] += x[i] * left - mean[i] * right;
  }
  return coloured(differences, input, appearance, "below", "above");
}

/**
 * The standard deviation of each pixel over the draws, the mean of the channels where there are several.
 * @param {Uint8Array} pixels (count, channels, height, width)
 * @param {number} count
 * @param {Card["input"]} input
 * @param {State["appearance"]} appearance
 */
export function spread(pixels, count, input, appearance) {
  const all = input.height * input.width * input.channels;
  const deviations = new Float32Array(all);
  for (let i = 0; i < all; i++) {
    let sum = 0;
    let squares = 0;
    for (let at = i; at < pixels.length; at += all) {
      const value = pixels[at] / 255;
      sum += value;
      squares += value * value;
    }
    const mean = sum / count;
    deviations[i] = Math.sqrt(Math.max(0, squares / count - mean * mean));
  }
  return spreadOf(deviations, input, appearance);
}

/**
 * Deviations that are known already, the mean of the channels where there are several.
 * @param {ArrayLike<number>} deviations (channels, height, width)
 * @param {Card["input"]} input
 * @param {State["appearance"]} appearance
 */
export function spreadOf(deviations, input, appearance) {
  const size = input.height * input.width;
  const mean = new Float32Array(size);
  for (let i = 0; i < deviations.length; i++) {
    mean[i % size] += deviations[i] / input.channels;
  }
  return coloured(mean, input, appearance, "paper", "ink");
}

/** @param {ArrayLike<number>} values */
function scaleOf(values) {
  return values instanceof Float32Array ? 1 : 1 / 255;
}

/**
 * @param {Float32Array} values
 * @param {Card["input"]} input
 * @param {State["appearance"]} appearance
 * @param {"below" | "paper"} least
 * @param {"above" | "ink"} most
 * @returns {Painted}
 */
function coloured(values, { width, height }, appearance, least, most) {
  const [zero, below, above] = ["paper", least, most].map((name) => rgbOf(name, appearance));
  const max = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const image = new ImageData(width, height);
  for (let i = 0; i < values.length; i++) {
    const share = max > 0 ? Math.abs(values[i]) / max : 0;
    const end = values[i] < 0 ? below : above;
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = zero[c] + share * (end[c] - zero[c]);
    }
    image.data[4 * i + 3] = 255;
  }
  return { image, max };
}
