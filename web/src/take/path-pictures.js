// The decoded path as one picture: all frames in a row, or in a block.
import { cardOf, wholeStrip } from "../state.js";
import { toneOf } from "../tone.js";
import { pngOf, recipeOf } from "./recipe.js";
import { layout, scaleFor, sheet } from "./sheet.js";
/** @import {Maker} from "./makers.js" */

/**
 * The strip's layout, for whoever wants to know how large it comes out.
 * @param {number} frames
 * @param {Card["input"]} input
 */
export function stripLayout(frames, input) {
  return layout(frames, frames, input, scaleFor(input));
}

/**
 * The block's: about as high as wide.
 * @param {number} frames
 * @param {Card["input"]} input
 */
export function montageLayout(frames, input) {
  return layout(frames, Math.ceil(Math.sqrt((frames * input.height) / input.width)), input, scaleFor(input));
}

export const strip = picture("strip", stripLayout);
export const montage = picture("montage", montageLayout);

/** @param {"strip" | "montage"} kind @param {typeof stripLayout} layoutOf @returns {Maker<"strip" | "montage">} */
function picture(kind, layoutOf) {
  return async (state) => {
    const card = cardOf(state);
    const path = wholeStrip(state);
    if (!card || !path) {
      throw new Error("expected a path whose frames are all there, found none");
    }
    const size = path.pixels.length / path.of;
    const image = (/** @type {number} */ i) => ({ values: path.pixels, from: i * size });
    const canvas = sheet(layoutOf(path.of, card.input), path.of, image, card.input, toneOf(card, state.appearance));
    const what = `${kind} of a path of ${path.of} frames`;
    return { name: `${card.id}-path-${kind}.png`, blob: await pngOf(canvas, recipeOf(state, what)) };
  };
}
