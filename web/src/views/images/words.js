// @ts-check
// What the panel says. Pure.
import { withError } from "../../numbers.js";
/** @import {Sample} from "../../types.js" */

/** @type {Record<string, string>} */
const MEANINGS = {
  "frame auto": "Padded where the picture's border is of one colour, otherwise cropped.",
  "frame crop": "The largest middle part of the right proportions.",
  "frame pad": "The whole picture, with background added on two sides.",
  "background auto": "What transparent and added parts show, as the picture suggests.",
  "background border": "The mean colour of the picture's outermost pixels.",
  "background white": "White behind transparent parts.",
  "background grey": "Mid-grey behind transparent parts.",
  "background black": "Black behind transparent parts.",
  "invert auto": "Bright and dark change places where the model knows bright figures on dark and the picture's border is bright.",
  "invert yes": "Bright and dark change places.",
  "invert no": "Bright stays bright.",
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
    return { text: sample.sentence ?? "It could not be encoded.", kind: "wrong" };
  }
  // The last answer stays while the next is on its way, so that nothing blinks.
  const figure = sample.elbo ?? sample.reconstruction;
  if (figure !== undefined && figure !== null) {
    return { text: `${withError(figure, sample.elboError ?? null, 1)} nats`, kind: "figure" };
  }
  return { text: sample.status === "encoding" ? "encoding…" : "waiting", kind: "state" };
}
