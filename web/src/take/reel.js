// Films, made in a worker out of the decoded path.
import { cardOf, wholeStrip } from "../state.js";
import { toneOf } from "../tone.js";
import { recipeOf } from "./recipe.js";
/** @import {Maker, Tools} from "./makers.js" */
/** @import {Motion} from "../types.js" */
/** @import {Reel} from "./motion.js" */

/** @type {Worker | null} the next GIF's, begun early */
let next = null;

const GIF = () => new Worker(new URL("./gif-worker.js", import.meta.url), { type: "module" });
const FILM = () => new Worker(new URL("./film-worker.js", import.meta.url), { type: "module" });

/** Begins what a GIF takes, while somebody still chooses how it is to be. */
export function warm() {
  next ??= GIF();
}

/**
 * @param {State} state
 * @param {Motion} motion
 */
function reelOf(state, motion) {
  const card = cardOf(state);
  const strip = wholeStrip(state);
  if (!card || !strip) {
    throw new Error("expected a path whose frames are all there, found none");
  }
  return {
    pixels: strip.pixels,
    frames: strip.of,
    input: card.input,
    tone: toneOf(card, state.appearance),
    motion,
    comment: JSON.stringify(recipeOf(state, `path of ${strip.of} frames`)),
  };
}

/** @type {Maker<"gif">} */
export function gif(state, { motion }, tools) {
  const worker = next ?? GIF();
  next = null;
  return film(worker, state, "gif", motion, tools);
}

/** @type {Maker<"webm" | "mp4">} */
export function video(state, { kind, motion }, tools) {
  return film(FILM(), state, kind, motion, tools);
}

/**
 * @param {Worker} worker ended when the film is made, or is not wanted any more
 * @param {State} state
 * @param {"gif" | "webm" | "mp4"} container
 * @param {Motion} motion
 * @param {Tools} tools
 */
async function film(worker, state, container, motion, { progress, signal }) {
  try {
    const blob = await made(worker, { ...reelOf(state, motion), container }, progress, signal);
    return { name: `${state.kept?.model}-path.${container}`, blob };
  } finally {
    worker.terminate();
  }
}

/**
 * What a worker makes of a reel.
 * @param {Worker} worker
 * @param {Reel & {container: string}} reel
 * @param {(share: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<Blob>}
 */
function made(worker, reel, progress, signal) {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
      if (data.blob) {
        resolve(data.blob);
      } else if (data.wrong) {
        reject(new Error(data.wrong));
      } else {
        progress(data.share);
      }
    };
    worker.postMessage(reel);
  });
}
