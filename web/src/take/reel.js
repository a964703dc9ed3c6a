// @ts-check
// Films, made in a worker out of the decoded path.
import { cardOf } from "../state.js";
import { toneOf } from "../tone.js";
import { recipeOf } from "./recipe.js";
/** @import {Maker, Tools} from "./makers.js" */
/** @import {Motion, State} from "../types.js" */
/** @import {Reel} from "./motion.js" */

/**
 * @param {State} state
 * @param {Motion} motion
 * @returns {Reel}
 */
function reelOf(state, motion) {
  const card = cardOf(state);
  const strip = state.strip;
  if (!card || !strip || strip.count < strip.of) {
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
  return film(new URL("./gif-worker.js", import.meta.url), state, "gif", motion, tools);
}

/** @type {Maker<"webm" | "mp4">} */
export function video(state, { kind, motion }, tools) {
  return film(new URL("./film-worker.js", import.meta.url), state, kind, motion, tools);
}

/**
 * @param {URL} script
 * @param {State} state
 * @param {"gif" | "webm" | "mp4"} container
 * @param {Motion} motion
 * @param {Tools} tools
 */
async function film(script, state, container, motion, { progress, signal }) {
  const worker = new Worker(script, { type: "module" });
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
