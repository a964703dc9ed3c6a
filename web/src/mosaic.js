// Discrete codes: which entry of the codebook each place of a code has, and a code with some places of another's. Pure.
/** @import {Shape} from "./types.js" */

/**
 * @typedef {object} Book the entries of a codebook, and what data make of them
 * @property {string} key of the model's version
 * @property {number} rows of places
 * @property {number} columns
 * @property {number} count entries
 * @property {number} numbers of an entry
 * @property {Float32Array} entries (count, numbers)
 * @property {Int32Array | null} uses of each, by all images of the data
 * @property {Uint8Array | null} patches (count, channels, height, width): what each looks like where it is used
 * @property {Shape} patch shape of one
 * @property {number} images that the patches are of
 *
 * @typedef {object} Mosaic
 * @property {Book | null} book
 * @property {Spot | null} donor the image that places are taken of
 * @property {number[]} cells places that are taken of it, ascending
 * @property {Uint8Array | null} mixed the code with those places, decoded
 * @property {ArrayLike<number> | null} logMass log p(z) in nats of the image's code, of the other's, and of the mixed one
 */

/** @type {Mosaic} */
export const NO_MOSAIC = { book: null, donor: null, cells: [], mixed: null, logMass: null };

/** Whether codes are entries of a codebook. @param {Card | null} card */
export function isDiscrete(card) {
  return card?.prior?.family === "codebook";
}

/**
 * The nearest entry at each place.
 * @param {ArrayLike<number>} z
 * @param {Book} book
 */
export function entriesOf(z, { entries, numbers, count, rows, columns }) {
  const places = rows * columns;
  return Int32Array.from({ length: places }, (_, place) => {
    let [best, least] = [0, Infinity];
    for (let k = 0; k < count; k++) {
      let squares = 0;
      for (let n = 0; n < numbers; n++) {
        squares += (z[n * places + place] - entries[k * numbers + n]) ** 2;
      }
      [best, least] = squares < least ? [k, squares] : [best, least];
    }
    return best;
  });
}

/**
 * A code with some places of another's.
 * @param {Code} z
 * @param {Code} other
 * @param {number[]} cells
 * @param {Book} book
 */
export function mixedOf(z, other, cells, { rows, columns }) {
  const places = rows * columns;
  const taken = new Set(cells);
  return z.map((value, i) => (taken.has(i % places) ? other[i] : value));
}

/**
 * The places of a rectangle between two of them.
 * @param {number} from
 * @param {number} to
 * @param {Book} book
 */
export function rectangle(from, to, { columns }) {
  const [left, right] = [from % columns, to % columns].sort((a, b) => a - b);
  const [top, bottom] = [from, to].map((place) => Math.floor(place / columns)).sort((a, b) => a - b);
  return Array.from({ length: (bottom - top + 1) * (right - left + 1) }, (_, i) => {
    const across = right - left + 1;
    return (top + Math.floor(i / across)) * columns + left + (i % across);
  });
}

/**
 * Places after some were pressed: put back where all of them are taken already, and otherwise taken.
 * @param {number[]} cells
 * @param {number[]} pressed
 */
export function pressedOf(cells, pressed) {
  const back = pressed.every((place) => cells.includes(place));
  const others = cells.filter((place) => !pressed.includes(place));
  return back ? others : [...others, ...pressed].sort((a, b) => a - b);
}

/** As how many entries, all used as often, these are used. @param {ArrayLike<number>} uses */
export function perplexity(uses) {
  const counts = Array.from(uses);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return Math.exp(counts.reduce((sum, count) => sum - (count > 0 ? (count / all) * Math.log(count / all) : 0), 0));
}

/**
 * The code of an image, once it is known.
 * @param {Pick<State, "rows" | "encoded">} state
 * @param {Spot | null} spot
 * @returns {Code | null}
 */
export function codeOf({ rows, encoded }, spot) {
  const known = spot?.sample !== undefined ? encoded[spot.sample] : spot?.row !== undefined ? rows[spot.row] : null;
  return known?.mu ?? null;
}

/**
 * Of which image places are taken: the one pinned before, or else one of the data that is not of the pinned one's class.
 * @param {Pick<State, "points" | "mosaic">} state
 * @param {Spot | null} pin
 * @returns {Spot | null}
 */
export function donorOf({ points, mosaic: { donor } }, pin) {
  if (donor && (donor.row !== pin?.row || donor.sample !== pin?.sample)) {
    return donor;
  }
  const own = pin?.row !== undefined && points ? points.label[pin.row] : -1;
  const row = points ? points.label.subarray(0, points.count).findIndex((label, i) => label !== own && i !== pin?.row) : -1;
  return row < 0 ? null : { z: [], row };
}
