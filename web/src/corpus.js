// The atlas of columns on the map: what of it is looked at, and how counts become colours and points. Pure.
import { CROWDED, paintOf } from "./layers/raster.js";
import { areaOf } from "./viewport.js";
/** @import {Corpus, Counted, CountTile, CountTiles, Entry, Histogram, Range} from "./types-corpus.js" */
/** @import {Card, Experiments, Kept, Points, State} from "./types.js" */
/** @import {Look} from "./layers/raster.js" */
/** @import {Viewport} from "./viewport.js" */

export const SIDE = 64; // cells along a side of a tile
const CELL = 4; // pixels of the screen that a cell is nearest to
const DEEPEST = 13;
const FEW = 0.5 * CROWDED; // points a pixel up to which each is shown
const MOST_RANGES = 16;
const FLOOR = 0.16; // opacity of a cell that has a point
const FULL = 0.9; // and of the fullest
const STEEP = 300; // how many times emptier a cell is than the fullest that is half as opaque or so
const FAINT = 0.06; // weight of a dimmed class

/** @type {Corpus} */
export const NO_CORPUS = { order: null, tiles: null, cloud: null, all: null, shown: null, lasso: [], taken: null, pictured: null, sought: "", found: null, entries: {} };

/** Whether the map shows the rows of an atlas of columns, in place of those of the small one. @param {Card | null} card @param {Kept | null} kept */
export function isCorpus(card, kept) {
  return !!card?.columnAtlas && !!kept && (kept.layers.corpus ?? true);
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

/**
 * A tile's entries; of points they are counted.
 * @param {CountTile} tile
 * @param {[number, number, number]} square
 * @returns {{cell: ArrayLike<number>, count: (i: number) => number}}
 */
function entriesOf({ level, x, y, cell, count, px, py }, [left, bottom, side]) {
  if (cell && count) {
    return { cell, count: (i) => count[i] };
  }
  const per = (SIDE * 2 ** level) / side;
  const within = (/** @type {number} */ place) => Math.max(0, Math.min(SIDE - 1, Math.floor(place)));
  const cells = Int32Array.from(px ?? [], (one, i) => {
    const column = within((one - left) * per - SIDE * x);
    return SIDE * within((/** @type {Float32Array} */ (py)[i] - bottom) * per - SIDE * y) + column;
  });
  return { cell: cells, count: () => 1 };
}

/** Points of the fullest cell, a unit of area. @param {CountTile} tile of level 0 @param {[number, number, number]} square */
export function peakOf(tile, square) {
  const sums = new Float64Array(SIDE * SIDE);
  const { cell, count } = entriesOf(tile, square);
  for (let i = 0; i < cell.length; i++) {
    sums[cell[i]] += count(i);
  }
  return sums.reduce((most, sum) => Math.max(most, sum), 1) / (square[2] / SIDE) ** 2;
}

/**
 * A tile's cells as pixels, the highest row first: the colour is the mixture of what is in a cell, the opacity rises with the
 * logarithm of how dense it is, so that it is the same at every level.
 * @param {CountTile} tile
 * @param {[number, number, number]} square
 * @param {number} peak as of peakOf
 * @param {Pick<Look, "colours" | "faint">} look
 * @param {[number, number] | null} range of values, where a column is shown
 * @param {Uint8ClampedArray} rgba (SIDE, SIDE, 4)
 */
export function paintCells(tile, square, peak, { colours, faint }, range, rgba) {
  const mass = new Float64Array(SIDE * SIDE);
  const sums = new Float64Array(3 * SIDE * SIDE);
  const { cell, count } = entriesOf(tile, square);
  for (let i = 0; i < cell.length; i++) {
    const label = tile.label?.[i] ?? 0;
    const weight = count(i) * (tile.label && faint[label] ? FAINT : 1);
    const colour = colours[paintOf(label, tile.value?.[i] ?? NaN, colours.length, range)];
    mass[cell[i]] += weight;
    for (let part = 0; part < 3; part++) {
      sums[3 * cell[i] + part] += weight * colour[part];
    }
  }
  const scale = (STEEP * (SIDE * 2 ** tile.level) ** 2) / (square[2] ** 2 * peak);
  for (let c = 0; c < mass.length; c++) {
    const o = 4 * (SIDE * (SIDE - 1 - Math.floor(c / SIDE)) + (c % SIDE));
    const m = mass[c];
    if (m > 0) {
      const share = Math.min(1, Math.log1p(scale * m) / Math.log1p(STEEP));
      rgba[o] = sums[3 * c] / m;
      rgba[o + 1] = sums[3 * c + 1] / m;
      rgba[o + 2] = sums[3 * c + 2] / m;
      rgba[o + 3] = 255 * Math.min(1, m) * (FLOOR + (FULL - FLOOR) * share);
    } else {
      rgba[o + 3] = 0;
    }
  }
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

/** The range of colours of a column; undefined while it is not known. @param {Corpus} corpus @param {string | undefined} column */
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
  return isCorpus(card, state.kept) ? state.corpus.cloud : state.points;
}

/** What is known of the pointed or pinned row. @param {Pick<State, "hover" | "kept" | "corpus">} state */
export function entryOf({ hover, kept, corpus }) {
  const spot = hover ?? kept?.pin;
  return spot?.entry === undefined ? null : (corpus.entries[spot.entry] ?? null);
}

/** Names of the classes of rows. @param {Card} card @param {Corpus} corpus @param {Kept | null} kept */
export function labelsOf(card, { order }, kept) {
  return isCorpus(card, kept) ? (order?.labels ?? []) : card.labels;
}

/** @param {Counted | null} counted @param {string} column */
export function histogramOf(counted, column) {
  return counted?.histograms.find((one) => one.column === column) ?? null;
}
