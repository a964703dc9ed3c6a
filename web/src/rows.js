// Images of the data set, out of the server's frames. Pure.
/** @import {Answer} from "./types-wire.js" */

/** The image to follow where the map shows all rows of another atlas, and so none of which its ellipse is known. */
export const FIRST = 0;

/**
 * @param {Answer<"rows">} frame the answer to `rows`
 * @param {ArrayLike<number>} rows that were asked for
 * @returns {Row[]} without pictures where none were asked for
 */
export function rowsOf({ head, arrays, shapes }, rows) {
  const dim = shapes.mu[1];
  const spread = shapes.logvar?.[1] ?? 0;
  /** @param {Uint8Array | undefined} all @param {number} i */
  const image = (all, i) => {
    const size = (all?.length ?? 0) / rows.length;
    return all ? all.subarray(i * size, (i + 1) * size) : new Uint8Array(0);
  };
  return Array.from(rows, (row, i) => ({
    row,
    index: arrays.index[i],
    label: arrays.label[i],
    mu: Array.from(arrays.mu.subarray(i * dim, (i + 1) * dim)),
    logvar: Array.from(arrays.logvar?.subarray(i * spread, (i + 1) * spread) ?? []),
    kl: arrays.kl[i],
    reconstruction: arrays.reconstruction[i],
    percentile: arrays.percentile?.[i] ?? null,
    among: head.among,
    mean: image(arrays.pixels, i),
    original: arrays.originals ? image(arrays.originals, i) : null,
    absent: arrays.originals ? "" : String(head.originals ?? ""),
  }));
}

/**
 * Those that are known, after some have come and others were let go.
 * @param {Record<number, Row>} known
 * @param {Row[]} come
 * @param {number[]} gone
 */
export function rowsAfter(known, come, gone) {
  /** @type {Record<number, Row>} */
  const after = { ...known, ...Object.fromEntries(come.map((row) => [row.row, row])) };
  gone.forEach((row) => delete after[row]);
  return after;
}
