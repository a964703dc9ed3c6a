// What is kept as a file, for what is too long for a link: JSON that people and programs can read. Pure.
import { ALONE } from "./beside.js";
import { read, write } from "./url.js";
/** @import {Beside} from "./types.js" */

const KIND = "isthmus path";

/**
 * @param {Kept} kept of a model that is here
 * @param {Card[]} cards
 * @param {Beside} [beside]
 */
export function pathFile(kept, cards, beside = ALONE) {
  const card = /** @type {Card} */ (cards.find(({ id }) => id === kept.model));
  const spots = kept.keyframes.map(({ z, row }) => (row === undefined ? { z } : { z, row }));
  const { model, mode, frames, seed } = kept;
  const all = { kind: KIND, version: 1, model, modelVersion: card.version, mode, frames, seed, keyframes: spots };
  return JSON.stringify({ ...all, link: write(kept, cards, null, beside) }, null, 1);
}

/**
 * What such a file holds, as a link's reader tells it. Its link says all; the rest is for who reads the file.
 * @param {string} text
 * @param {Card[]} cards
 * @param {Refusal[]} refused
 */
export function readPathFile(text, cards, refused) {
  let found = null;
  try {
    found = JSON.parse(text);
  } catch {
    // told below like any other file
  }
  if (found?.kind !== KIND || typeof found.link !== "string") {
    return { kept: null, looked: null, beside: ALONE, problems: ["This isn't a path file saved by Isthmus."] };
  }
  return read(found.link.replace(/^[^?]*/, ""), cards, refused);
}
