// How a file was made, written into it and read from it. Pure.
import { besideOf } from "../beside.js";
import { seenOf } from "../seen.js";
import { lookedOf } from "../looked.js";
import { cardOf, wholeStrip } from "../state.js";
import { writeShort } from "../url.js";
import { textOf, withTexts } from "./png-text.js";

const KEYWORD = "Isthmus"; // of the recipe's chunk

/**
 * @typedef {object} Recipe
 * @property {string} isthmus version
 * @property {string} what the file shows, in words
 * @property {string} model id
 * @property {string} modelVersion as links have it
 * @property {string} decoder sha256 of the network that decoded what is shown
 * @property {string} link to all of it
 * @property {string} date in UTC, as ISO 8601 has it
 */

/**
 * The link to what is seen, with how the path's frames look here once they are there.
 * @param {State} state
 */
export function linkOf(state) {
  const { kept, cards } = state;
  const strip = wholeStrip(state);
  const seen = strip && seenOf(strip.pixels);
  const beside = besideOf({ pane: state.pane, panes: state.taking?.panes ?? state.panes });
  return new URL(kept ? writeShort(kept, cards, seen, lookedOf(state), beside) : "", document.baseURI).href;
}

/**
 * @param {State} state
 * @param {string} what
 */
export function recipeOf(state, what) {
  const card = cardOf(state);
  return {
    isthmus: state.build,
    what,
    model: card?.id ?? "",
    modelVersion: card ? card.version : "",
    decoder: card?.files["decoder.pt"] ?? "",
    link: linkOf(state),
    date: new Date().toISOString(),
  };
}

/**
 * A canvas as a PNG that says how it was made.
 * @param {OffscreenCanvas} canvas
 * @param {Recipe} recipe
 * @param {number} [dpi] where it has a size on paper
 */
export async function pngOf(canvas, recipe, dpi) {
  const plain = await canvas.convertToBlob({ type: "image/png" });
  const texts = { Software: `Isthmus ${recipe.isthmus}`, Source: recipe.link, [KEYWORD]: JSON.stringify(recipe) };
  return new Blob([withTexts(new Uint8Array(await plain.arrayBuffer()), texts, dpi)], { type: "image/png" });
}

/**
 * What a picture says of how it was made; null for any other file.
 * @param {Uint8Array} file
 * @returns {Recipe | null}
 */
export function recipeIn(file) {
  try {
    const recipe = JSON.parse(textOf(file, KEYWORD) ?? "null");
    const parts = ["isthmus", "what", "model", "modelVersion", "link", "date"];
    return parts.every((part) => typeof recipe?.[part] === "string") ? recipe : null;
  } catch {
    return null; // such a text may be anybody's
  }
}
