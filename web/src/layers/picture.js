// An image on the map, its centre at 0, for a place in pixels.
import { s } from "../dom.js";
import { show } from "../tone.js";
/** @import {Shape} from "../types.js" */

/**
 * @param {ArrayLike<number>} values
 * @param {number} from index of the image's first
 * @param {Shape} input
 * @param {Tone} tone
 * @param {number} side pixels of the longer one
 * @param {Record<string, string>} [frame] attributes
 */
export function picture(values, from, input, tone, side, frame = {}) {
  const canvas = document.createElement("canvas");
  show(canvas, values, from, input, tone);
  const scale = side / Math.max(input.width, input.height);
  const [width, height] = [input.width * scale, input.height * scale];
  const box = { x: -width / 2, y: -height / 2, width, height };
  return s("g", {}, s("image", { ...box, href: canvas.toDataURL() }), s("rect", { ...box, ...frame }));
}
