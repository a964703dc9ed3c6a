// What the panel says, and which pictures it knows. Pure.
import { sampleOf } from "../../state.js";

/**
 * The frame that is nearest to a keyframe; the one of the first, the last, and wherever frames divide evenly is the
 * keyframe itself.
 * @param {number} i
 * @param {number} keyframes two or more
 * @param {number} frames
 */
function frameOf(i, keyframes, frames) {
  return Math.round((i * (frames - 1)) / (keyframes - 1));
}

/** @param {Strip} strip @param {number} frame @returns {Code} */
export function codeOf(strip, frame) {
  const dim = strip.codes.length / strip.of;
  return Array.from(strip.codes.subarray(frame * dim, (frame + 1) * dim));
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
export function same(a, b) {
  return a.length === b.length && Array.from(a).every((value, d) => value === b[d]);
}

/**
 * The decoded picture of a keyframe, wherever on the page it is known already: values and the index of its first.
 * @param {State} state
 * @param {number} i
 * @returns {{values: Uint8Array | Float32Array, from: number} | null}
 */
export function pictureOf(state, i) {
  const { kept, rows, strip, here } = state;
  const keyframes = kept?.keyframes ?? [];
  const { z, row } = keyframes[i];
  const own = sampleOf(state, keyframes[i]);
  if (own?.mean && own.mu && same(own.mu, z)) {
    return { values: own.mean, from: 0 };
  }
  if (row !== undefined && rows[row]) {
    return { values: rows[row].mean, from: 0 };
  }
  if (here?.exact && same(here.z, z)) {
    return { values: here.pixels, from: 0 };
  }
  if (strip && keyframes.length > 1) {
    const frame = frameOf(i, keyframes.length, strip.of);
    const on = (i * (strip.of - 1)) % (keyframes.length - 1) === 0; // a frame falls on the keyframe
    if (frame < strip.count && (!on || same(codeOf(strip, frame), z))) {
      return { values: strip.pixels, from: (frame * strip.pixels.length) / strip.of };
    }
  }
  return null;
}
