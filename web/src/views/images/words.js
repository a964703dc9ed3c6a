// What the panel says. Pure.
import { withError } from "../../numbers.js";
/** @import {Sample} from "../../types.js" */

/** @type {Record<string, string>} */
const MEANINGS = {
  "frame auto": "Pads if the image's border is a single colour, otherwise crops.",
  "frame crop": "The largest central part with the right aspect ratio.",
  "frame pad": "The whole image, padded with background on two sides.",
  "background auto": "The fill for transparent and padded parts, chosen from the image.",
  "background border": "The mean colour of the image's border pixels.",
  "background white": "White behind transparent and padded parts.",
  "background grey": "Mid-grey behind transparent and padded parts.",
  "background black": "Black behind transparent and padded parts.",
  "invert auto": "Inverts if the model was trained on bright shapes on dark and the image's border is bright.",
  "invert yes": "Swaps bright and dark.",
  "invert no": "Keeps bright and dark as they are.",
};

/**
 * @param {string} key
 * @param {string} option
 */
export function meaningOf(key, option) {
  return MEANINGS[`${key} ${option}`] ?? "";
}

/**
 * What is said under an image's name: its bound, or what became of it.
 * @param {Sample} sample
 * @returns {{text: string, kind: "figure" | "state" | "wrong"}}
 */
export function saidOf(sample) {
  if (sample.status === "wrong") {
    return { text: sample.sentence ?? "This image couldn't be encoded.", kind: "wrong" };
  }
  // The last answer stays while the next is on its way, so that nothing blinks.
  const figure = sample.elbo ?? sample.reconstruction;
  if (figure !== undefined && figure !== null) {
    return { text: `${withError(figure, sample.elboError ?? null, 1)} nats`, kind: "figure" };
  }
  return { text: sample.status === "encoding" ? "encoding…" : "waiting", kind: "state" };
}
