// A path's frames in the order in which a film shows them. Pure.
/** @import {Motion} from "../types.js" */

/**
 * @typedef {object} Reel what a film is made of, as a worker gets it
 * @property {Uint8Array} pixels (frames, channels, height, width)
 * @property {number} frames
 * @property {import("../types.js").Card["input"]} input
 * @property {import("../tone.js").Tone} tone
 * @property {Motion} motion
 * @property {string} comment how it was made
 */

/**
 * Numbers of the frames as they come. There and back shows neither end twice, so that a loop runs evenly.
 * @param {number} frames
 * @param {boolean} back
 */
export function order(frames, back) {
  const there = Array.from({ length: frames }, (_, i) => i);
  return back ? [...there, ...there.slice(1, -1).reverse()] : there;
}
