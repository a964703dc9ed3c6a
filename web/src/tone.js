// From a model's values to the page's colours.
import { rgbOf } from "./tokens.js";
/** @import {Shape} from "./types.js" */

/**
 * How images of a model are shown. Where a model's input has bright figures on black (its card says `invert`), value 0 is
 * the paper of the page and 1 its ink, so that digits look drawn on the map in either theme; other images are shown as
 * they are, 0 black and 1 white, and colours as colours. A second or fourth channel is alpha, and the paper is behind it.
 * @typedef {object} Tone
 * @property {string} key the same for the same tone
 * @property {[number, number, number]} zero
 * @property {[number, number, number]} one
 * @property {[number, number, number]} [ground] what is seen through transparent pixels
 */

/**
 * @param {Card} card
 * @param {"light" | "dark"} theme
 * @returns {Tone}
 */
export function toneOf(card, theme) {
  if (card.input.channels % 2 === 0) {
    return { key: `on ${theme}`, zero: [0, 0, 0], one: [255, 255, 255], ground: rgbOf("paper", theme) };
  }
  if (!card.input.invert || card.input.channels !== 1) {
    return { key: "as they are", zero: [0, 0, 0], one: [255, 255, 255] };
  }
  return { key: theme, zero: rgbOf("paper", theme), one: rgbOf("ink", theme) };
}

/**
 * Paints an image of (channels, height, width) into RGBA pixels.
 * @param {ArrayLike<number>} values
 * @param {number} from index of the image's first value
 * @param {number} scale 1 for bytes, 255 for values in [0,1]
 * @param {Shape} input
 * @param {Tone} tone
 * @param {Uint8ClampedArray} rgba
 * @param {number} at index of the top left pixel's first byte
 * @param {number} stride bytes from a row to the next
 */
export function paint(values, from, scale, input, tone, rgba, at, stride) {
  const { channels, height, width } = input;
  const size = height * width;
  const { zero, one, ground = zero } = tone;
  const [green, blue] = channels > 2 ? [size, 2 * size] : [0, 0];
  for (let y = 0, i = from; y < height; y++) {
    for (let x = 0, o = at + y * stride; x < width; x++, i++, o += 4) {
      if (channels === 1) {
        const share = (values[i] * scale) / 255;
        rgba[o] = zero[0] + share * (one[0] - zero[0]);
        rgba[o + 1] = zero[1] + share * (one[1] - zero[1]);
        rgba[o + 2] = zero[2] + share * (one[2] - zero[2]);
      } else {
        const alpha = channels === 3 ? 1 : (values[i + (channels - 1) * size] * scale) / 255;
        rgba[o] = ground[0] + alpha * (values[i] * scale - ground[0]);
        rgba[o + 1] = ground[1] + alpha * (values[i + green] * scale - ground[1]);
        rgba[o + 2] = ground[2] + alpha * (values[i + blue] * scale - ground[2]);
      }
      rgba[o + 3] = 255;
    }
  }
}

/**
 * One image as a picture to draw.
 * @param {ArrayLike<number>} values
 * @param {number} from
 * @param {Shape} input
 * @param {Tone} tone
 */
export function imageData(values, from, input, tone) {
  const image = new ImageData(input.width, input.height);
  const scale = values instanceof Float32Array ? 255 : 1;
  paint(values, from, scale, input, tone, image.data, 0, 4 * input.width);
  return image;
}

/**
 * Puts one image onto a canvas, which takes the image's size in pixels; CSS makes it larger.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {number} from
 * @param {Shape} input
 * @param {Tone} tone
 */
export function show(canvas, values, from, input, tone) {
  if (canvas.width !== input.width || canvas.height !== input.height) {
    canvas.width = input.width;
    canvas.height = input.height;
  }
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(
    imageData(values, from, input, tone),
    0,
    0,
  );
}
