// What panes have in common: the image under the pointer, the pinned one, those that are selected and those on the path are
// the same in all whose data are the same; and so is what the data are coloured by. A code has no twin in another model.
// Pure.
import { lift } from "./plane.js";
import { cardOf } from "./state.js";

/** @typedef {Pick<State, "cards" | "kept" | "version" | "space" | "points" | "rows" | "columns" | "brought" | "encoded">} Known of a pane */

/** @type {WeakMap<Float32Array, Int32Array>} rows of the atlas by the image's row in its data set, −1 where there is none */
const byIndex = new WeakMap();

/** Whether the atlases of two models are of the same data. @param {Card | null} a @param {Card | null} b */
export function sameData(a, b) {
  return !!a?.atlas && !!b?.atlas && a.atlas.data === b.atlas.data && a.atlas.part === b.atlas.part;
}

/** The rows of the data set that a pane's atlas has, once all are known. @param {Pick<State, "columns">} pane */
export function indexOf({ columns: { index } }) {
  return index && index.count === index.values.length ? index.values : null;
}

/**
 * From rows of one pane to those of the same images in another; null while nobody knows.
 * @param {Known} from
 * @param {Known} to
 * @returns {((row: number) => number | undefined) | null} undefined where the other has none
 */
export function twins(from, to) {
  if (!sameData(cardOf(from), cardOf(to))) {
    return null;
  }
  if (from.version === to.version && from.kept?.model === to.kept?.model) {
    return (row) => row;
  }
  const [here, there] = [indexOf(from), indexOf(to)];
  const rows = there && rowsBy(there);
  return here && rows && ((row) => (rows[here[row]] >= 0 ? rows[here[row]] : undefined));
}

/** The row of each image of the data set, −1 where there is none. @param {Float32Array} index @returns {Int32Array} */
export function rowsBy(index) {
  let rows = byIndex.get(index);
  if (!rows) {
    rows = new Int32Array(1 + index.reduce((most, one) => Math.max(most, one), -1)).fill(-1);
    for (let row = 0; row < index.length; row++) {
      rows[index[row]] = row;
    }
    byIndex.set(index, rows);
  }
  return rows;
}

/**
 * Where the image that a spot of one pane stands for lies in another; null where it stands for none, or has no place there.
 * @param {Known} from
 * @param {Spot} spot
 * @param {Known} to
 * @returns {Spot | null}
 */
export function twinOf(from, { row, sample }, to) {
  if (sample !== undefined) {
    const mu = to.brought.some(({ id }) => id === sample) && to.encoded[sample]?.mu;
    return mu ? { z: mu, sample } : null;
  }
  const twin = row === undefined ? undefined : twins(from, to)?.(row);
  if (twin === undefined) {
    return null;
  }
  const { space, points, rows } = to;
  const known = points && space && twin < points.count ? lift(space.plane, [points.x[twin], points.y[twin]]) : null;
  const z = rows[twin]?.mu ?? known; // the second is its shadow in the plane, and is put right once its row has come
  return z && { z, row: twin };
}

/**
 * Of rows of one pane those of the same images in another.
 * @param {Known} from
 * @param {Int32Array} rows
 * @param {Known} to
 */
export function twinRows(from, rows, to) {
  const twin = twins(from, to);
  return twin && Int32Array.from(rows, (row) => twin(row) ?? -1).filter((row) => row >= 0);
}

/**
 * What of a pane's kept state follows another's after a change there: colours, dimmed classes, and images that are pinned or
 * on the path. Places that are no images stay a pane's own.
 * @param {Known & {kept: Kept}} from
 * @param {Kept} before what was kept there
 * @param {Known & {kept: Kept}} to
 * @returns {Kept} the same object where nothing follows
 */
export function follows(from, before, to) {
  const now = from.kept;
  /** @type {Partial<Kept>} */
  const change = {};
  if (now.colour !== before.colour) {
    change.colour = now.colour;
  }
  if (now.dimmed !== before.dimmed && String(now.dimmed) !== String(to.kept.dimmed) && sameData(cardOf(from), cardOf(to))) {
    change.dimmed = now.dimmed;
  }
  if (now.pin !== before.pin) {
    const pin = now.pin && twinOf(from, now.pin, to);
    if (pin ? !sameImage(pin, to.kept.pin) : !now.pin && isImage(before.pin) && isImage(to.kept.pin)) {
      change.pin = pin;
    }
  }
  if (now.keyframes !== before.keyframes || now.frames !== before.frames || now.mode !== before.mode) {
    const keyframes = now.keyframes.map((key) => twinOf(from, key, to));
    const known = to.kept.keyframes;
    if (keyframes.every((key) => key !== null) && known.every(isImage)) {
      const same = keyframes.length === known.length && keyframes.every((key, i) => sameImage(key, known[i]));
      Object.assign(change, { keyframes: same ? known : keyframes, frames: now.frames, mode: now.mode });
    }
  }
  const isOther = Object.entries(change).some(([name, value]) => value !== to.kept[/** @type {keyof Kept} */ (name)]);
  return isOther ? { ...to.kept, ...change } : to.kept;
}

/** @param {Spot} one @param {Spot | null} other */
function sameImage({ row, sample }, other) {
  return row === other?.row && sample === other?.sample;
}

/** @param {Spot | null} spot */
export function isImage(spot) {
  return spot?.row !== undefined || spot?.sample !== undefined;
}
