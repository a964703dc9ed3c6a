// Draws of a flow on their way from noise into place, between the frames that the server gave. Pure.

/**
 * @typedef {object} Way of draws from noise into place, at even times from 0 to 1
 * @property {number} moves from one frame to the next
 * @property {number} count draws
 * @property {number} decoded of them, the first ones
 * @property {Float32Array} codes (moves + 1, count, dim)
 * @property {Uint8Array} pixels (moves + 1, decoded, channels, height, width)
 *
 * @typedef {object} Trajectory draws that somebody watches on their way
 * @property {number} seed
 * @property {boolean} on whether it plays
 * @property {number} at time, from 0 to 1
 * @property {Way | null} way once it has come
 */

/** @type {Trajectory} one that begins, from noise */
export const BEGINNING = { seed: 0, on: false, at: 0, way: null };

/**
 * The codes of the draws at a time from 0 to 1, (count, dim).
 * @param {Way} way
 * @param {number} at
 */
export function codesAt({ codes, moves, count }, at) {
  const size = codes.length / (moves + 1);
  const place = Math.min(Math.max(at, 0), 1) * moves;
  const from = Math.min(Math.floor(place), moves - 1);
  const dim = size / count;
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: dim }, (__, d) => {
      const k = from * size + i * dim + d;
      return codes[k] + (place - from) * (codes[k + size] - codes[k]);
    }),
  );
}

/** The nearest frame of which there are images. @param {Way} way @param {number} at */
export function frameAt({ moves }, at) {
  return Math.round(Math.min(Math.max(at, 0), 1) * moves);
}
