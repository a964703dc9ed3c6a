// The atlas of columns on the map: what of it is looked at, and what is few enough to be points. Pure.
import { areaOf } from "./viewport.js";
/** @import {ColumnAtlas, Counted, CountTile, CountTiles, Entry, Histogram, Range} from "./types-column-atlas.js" */
/** @import {Experiments} from "./types.js" */

export const SIDE = 64; // cells along a side of a tile
const CELL = 4; // pixels of the screen that a cell is nearest to
const DEEPEST = 13;
const FEW = 0.075; // points a pixel up to which each is shown
const MOST_RANGES = 16;

/** @type {ColumnAtlas} */
export const NO_COLUMN_ATLAS = { order: null, tiles: null, cloud: null, all: null, shown: null, lasso: [], taken: null, near: null, sought: "", found: null, entries: {}, images: {}, whole: null };

/** Whether the map shows the rows of an atlas of columns, in place of those of the small one. @param {Card | null} card @param {Kept | null} kept */
export function showsColumnAtlas(card, kept) {
  return !!card?.columnAtlas && !!kept && (kept.layers["column-atlas"] ?? true);
}

/** The ranges that were set, by the places of their columns. @param {Card} card @param {Experiments} experiments @returns {Range[]} */
export function filterOf({ columnAtlas }, { filter }) {
  return (columnAtlas?.columns ?? []).slice(0, MOST_RANGES).flatMap((column, i) => {
    const [from, to] = [filter?.[`from${i}`], filter?.[`to${i}`]];
    return from !== undefined && to !== undefined && from <= to ? [{ column, from, to }] : [];
  });
}

/** The level whose cells are nearest to so many pixels wide. @param {[number, number, number]} square @param {Viewport} v */
export function levelOf([, , side], v) {
  return Math.max(0, Math.min(DEEPEST, Math.round(Math.log2((side * v.scale) / (SIDE * CELL)))));
}

/**
 * Tiles of a level that are seen, from one corner to the other; none where the square is not seen.
 * @param {[number, number, number]} square
 * @param {number} level
 * @param {Viewport} v
 * @param {number} [more] share of the map's size beyond each of its edges
 * @returns {[left: number, bottom: number, right: number, top: number]}
 */
export function tilesSeen([left, bottom, side], level, v, more = 0) {
  const width = side / 2 ** level;
  const [l, b, r, t] = areaOf({ ...v, width: v.width * (1 + 2 * more), height: v.height * (1 + 2 * more) });
  const within = (/** @type {number} */ tile) => Math.max(0, Math.min(2 ** level - 1, Math.floor(tile)));
  const outside = r < left || t < bottom || l > left + side || b > bottom + side;
  return outside ? [0, 0, -1, -1] : [within((l - left) / width), within((b - bottom) / width), within((r - left) / width), within((t - bottom) / width)];
}

/** Their addresses, those nearest to the middle first. @param {number} level @param {[number, number, number, number]} tiles */
export function addressesOf(level, [left, bottom, right, top]) {
  const found = [];
  for (let y = bottom; y <= top; y++) {
    for (let x = left; x <= right; x++) {
      found.push({ away: Math.hypot(x - (left + right) / 2, y - (bottom + top) / 2), address: `${level}/${x}/${y}` });
    }
  }
  return found.sort((a, b) => a.away - b.away).map(({ address }) => address);
}

/** Bytes that a tile takes. @param {CountTile} tile */
export function bytesOf(tile) {
  const { cell, count, px, py, rows, label, value } = tile;
  return [cell, count, px, py, rows, label, value].reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
}

/**
 * The points of tiles as points of the map, or null where they are not few enough to be told apart.
 * @param {CountTiles} tiles
 * @param {string[]} addresses tiles that are there
 * @param {number} pixels of the screen that these take
 * @param {[number, number] | undefined} range of a column's colours
 * @returns {Points | null}
 */
export function cloudOf(tiles, addresses, pixels, range) {
  const all = addresses.map((address) => /** @type {CountTile} */ (tiles.byAddress.get(address)));
  const of = all.reduce((sum, { points }) => sum + points, 0);
  if (of > FEW * pixels || all.some(({ px }) => !px)) {
    return null;
  }
  const numbers = () => new Float32Array(of);
  const [x, y, away] = [numbers(), numbers(), numbers()];
  const values = range ? numbers() : null;
  const label = new Uint8Array(of);
  const rows = new Float64Array(of);
  let at = 0;
  for (const tile of all) {
    x.set(/** @type {Float32Array} */ (tile.px), at);
    y.set(/** @type {Float32Array} */ (tile.py), at);
    rows.set(/** @type {Float64Array} */ (tile.rows), at);
    label.set(tile.label ?? [], at);
    values?.set(tile.value ?? [], at);
    at += tile.points;
  }
  const none = new Float32Array(0); // the ellipses of rows are not known
  return { key: `${tiles.key} ${addresses}`, of, count: of, x, y, label, xx: none, xy: none, yy: none, away, rows, tiles: new Set(addresses), values, range };
}

/** The values that the ramp's ends stand for: quantiles at 2 and 98%, as near as the bars tell. @param {Histogram} histogram @returns {[number, number]} */
export function rangeIn({ from, to, bars }) {
  const all = bars.reduce((sum, bar) => sum + bar, 0);
  const width = (to - from) / bars.length;
  /** @param {number} share */
  const at = (share) => {
    let left = share * all;
    const bar = bars.findIndex((count) => (left -= count) <= 0);
    return bar < 0 ? to : from + width * (bar + 1 + left / Math.max(1, bars[bar]));
  };
  return [at(0.02), at(0.98)];
}

/** The range of colours of a column; undefined while it is not known. @param {ColumnAtlas} columnAtlas @param {string | undefined} column */
export function rangeOfColumn({ all }, column) {
  const histogram = all?.histograms.find((one) => one.column === column);
  return histogram && rangeIn(histogram);
}

/**
 * The mean of a column over rows as a sample of it tells, and its standard error, which is none where the sample is all.
 * @param {Entry[]} sample
 * @param {string} column
 * @param {number} count of rows
 */
export function meanOf(sample, column, count) {
  const values = sample.map((entry) => entry.values[column]).filter(Number.isFinite);
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
  return { mean, error: Math.sqrt((variance / n) * Math.max(0, 1 - sample.length / count)), n };
}

/** The points on the map that can be pointed at. @param {State} state */
export function pointsIn(state) {
  const card = state.cards.find(({ id }) => id === state.kept?.model) ?? null;
  return showsColumnAtlas(card, state.kept) ? state.columnAtlas.cloud : state.points;
}

/** What is known of the pointed or pinned row. @param {Pick<State, "hover" | "kept" | "columnAtlas">} state */
export function entryOf({ hover, kept, columnAtlas }) {
  const spot = hover ?? kept?.pin;
  return spot?.entry === undefined ? null : (columnAtlas.entries[spot.entry] ?? null);
}

/** As what rows are shown. @param {ColumnAtlas["images"]} images @param {number[]} rows */
export function shownAs(images, rows) {
  const known = rows.flatMap((row) => images[row] ?? []);
  const originals = known.filter(({ original }) => original).length;
  return originals === 0 ? "reconstructions" : originals === known.length ? "originals" : "originals and reconstructions";
}

/** Names of the classes of rows. @param {Card} card @param {ColumnAtlas} columnAtlas @param {Kept | null} kept */
export function labelsOf(card, { order }, kept) {
  return showsColumnAtlas(card, kept) ? (order?.labels ?? []) : card.labels;
}

/** What is within the outlines; null while that of others is known alone. @param {ColumnAtlas} columnAtlas */
export function takenOf({ taken, lasso }) {
  return taken?.key.endsWith(` ${JSON.stringify(lasso)}`) ? taken : null;
}

/** @param {Counted | null} counted @param {string} column */
export function histogramOf(counted, column) {
  return counted?.histograms.find((one) => one.column === column) ?? null;
}
