// Numbers of an atlas of columns: how many rows there are of each class and in each bar of a column, of all, under the filter and
// within the lasso; rows by their names; and what is known of rows that are on show. All of it after the map's tiles.
import { filterOf, showsColumnAtlas } from "../column-atlas.js";
import { specOf } from "../plane.js";
import { cardOf } from "../state.js";
import { thumbnailsOf } from "../thumbnails.js";
import { latest } from "./latest.js";
/** @import {Counted, Pictured, Range} from "../types-column-atlas.js" */

const BARS = 64;
const SAMPLE = 256; // rows that are drawn of a lasso
const PICTURES = 24; // of these that are decoded
const MOST_BYTES = 8 << 20; // of pictures in one answer
const MOST_COLUMNS = 16;
const NEAREST = 6;
const FOUND = 12; // rows that a search shows

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const asked = Array.from({ length: 9 }, () => latest(server, dispatch));
  const [all, shown, taken, nearest, found, entries, originals, pictures, pointed] = asked;
  /** @type {unknown[]} */
  let stood = []; // what the thumbnails were found for
  /** @type {number[]} */
  let thumbnails = [];

  /**
   * @param {"all" | "shown" | "taken"} part
   * @param {Card} card
   * @param {Kept} kept
   * @param {string} key
   * @param {Range[]} filter
   * @param {Place[][]} lasso
   */
  const select = (part, card, kept, key, filter, lasso) => () => ({
    op: /** @type {const} */ ("select"),
    fields: {
      model: card.id,
      plane: specOf(kept, card),
      filter,
      columns: (card.columnAtlas?.columns ?? []).slice(0, MOST_COLUMNS),
      bars: BARS,
      ...(lasso.length > 0 && { polygon: lasso.flat(), outlines: lasso.map(({ length }) => length), sample: SAMPLE }),
    },
    /** @param {import("../types-wire.js").Answer<"select">} frame */
    onFrame({ head, arrays: { bars, row } }) {
      const each = head.histograms.map((one, i) => ({ ...one, bars: bars.subarray(i * BARS, (i + 1) * BARS) }));
      /** @type {Counted} */
      const counted = { key, count: head.count, classes: head.classes, histograms: each, sample: [...row] };
      dispatch({ type: "column-atlas", change: { [part]: counted } });
    },
  });

  /** @param {State} state @param {Card} card @param {Kept} kept */
  function count({ columnAtlas, experiments }, card, kept) {
    const key = columnAtlas.order?.key ?? "";
    const filter = filterOf(card, experiments);
    const under = `${key} ${JSON.stringify(filter)}`;
    const within = `${under} ${JSON.stringify(columnAtlas.lasso)}`;
    all.want(key, select("all", card, kept, key, [], []));
    if (filter.length > 0) {
      shown.want(under, select("shown", card, kept, under, filter, []));
    } else {
      shown.want(null);
      if (columnAtlas.all && columnAtlas.shown !== columnAtlas.all) {
        dispatch({ type: "column-atlas", change: { shown: columnAtlas.all } });
      }
    }
    if (columnAtlas.lasso.length > 0) {
      taken.want(within, select("taken", card, kept, within, filter, columnAtlas.lasso));
    } else {
      taken.want(null);
      if (columnAtlas.taken) {
        dispatch({ type: "column-atlas", change: { taken: null } });
      }
    }
  }

  /** @param {State} state @param {Card} card */
  function neighbours({ kept }, card) {
    const z = kept?.pin?.z;
    nearest.want(z ? `${card.version} ${z}` : null, () => ({
      op: "neighbours",
      fields: { model: card.id, z: z ?? [], k: NEAREST },
      onFrame({ arrays: { row, distance } }) {
        dispatch({ type: "column-atlas", change: { near: { z: z ?? [], rows: Array.from(row, (one, i) => ({ row: one, distance: distance[i] })) } } });
      },
    }));
  }

  /** @param {State} state @param {Card} card */
  function search({ columnAtlas: { sought } }, card) {
    const [text] = card.columnAtlas?.texts ?? [];
    const key = `${card.version} ${text} ${sought}`;
    found.want(text && sought ? key : null, () => ({
      op: "search",
      fields: { model: card.id, text, part: sought, most: FOUND },
      onFrame({ head: { texts, all: of }, arrays: { row } }) {
        dispatch({ type: "column-atlas", change: { found: { key, rows: [...row], texts, all: of } } });
      },
    }));
  }

  /** Rows on the map as images, found anew where it looks elsewhere. @param {State} state */
  function standing(state) {
    const { kept, space, size, columnAtlas: { cloud } } = state;
    const parts = [cloud, kept?.view, kept?.layers, kept?.dimmed, space, size];
    if (parts.some((part, i) => part !== stood[i])) {
      stood = parts;
      thumbnails = cloud ? thumbnailsOf({ ...state, points: cloud }).map((place) => /** @type {Float64Array} */ (cloud.rows)[place]) : [];
    }
    return thumbnails;
  }

  /** @param {State} state @param {Card} card */
  function ask(state, card) {
    const { columnAtlas: { found: those, taken: inside, entries: known, images, near }, hover, kept } = state;
    const at = [hover?.entry, kept?.pin?.entry].filter((row) => row !== undefined);
    const drawn = inside?.sample ?? [];
    const close = near && String(near.z) === String(kept?.pin?.z) ? near.rows.map(({ row }) => row) : [];
    const pictured = [...close, ...standing(state), ...drawn.filter((_, i) => i % Math.ceil(drawn.length / PICTURES) === 0)];
    const wanted = [...new Set([...at, ...(those?.rows ?? []), ...drawn, ...pictured])];
    const missing = wanted.filter((row) => !known[row]);
    // Nothing is asked while an answer is on its way that may bring it.
    entries.want(missing.length > 0 ? `${card.version} ${missing}` : null, () => ({
      op: "values",
      fields: { model: card.id, rows: missing },
      onFrame({ head: { texts, label }, arrays: { mu, ...columns } }) {
        const dim = mu.length / missing.length;
        const read = missing.map((row, i) => {
          const pick = (/** @type {Record<string, ArrayLike<any>>} */ lists) => Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list[i]]));
          return [row, { row, mu: [...mu.subarray(i * dim, (i + 1) * dim)], label: label[i] ?? "", texts: pick(texts), values: pick(columns) }];
        });
        dispatch({ type: "column-atlas", change: { entries: { ...held(known, wanted), ...Object.fromEntries(read) } } });
      },
    }));
    const ready = missing.length === 0;
    const { channels, height, width } = card.input;
    const most = Math.max(1, Math.floor(MOST_BYTES / (channels * height * width)));
    const unknown = [...new Set(pictured)].filter((row) => known[row] && images[row] === undefined).slice(0, most);
    const stored = !!card.columnAtlas?.images;
    originals.want(ready && stored && unknown.length > 0 ? `${card.version} ${unknown}` : null, () => ({
      op: "originals",
      fields: { model: card.id, rows: unknown, small: true },
      onFrame({ arrays: { there, pixels }, shapes }) {
        told(unknown.map((row, i) => [row, there[i] ? imageAt(pixels, shapes.pixels, i, true) : null]));
      },
    }));
    const blank = stored ? [...new Set(pictured)].filter((row) => known[row] && images[row] === null).slice(0, most) : unknown;
    pictures.want(ready && blank.length > 0 ? `${card.version} ${blank}` : null, () => ({
      op: "decode",
      fields: { model: card.id, codes: blank.map((row) => known[row].mu) },
      onFrame({ arrays: { pixels }, shapes }) {
        told(blank.map((row, i) => [row, imageAt(pixels, shapes.pixels, i, false)]));
      },
    }));
    const [row] = at;
    pointed.want(stored && row !== undefined ? `${card.version} ${row}` : null, () => ({
      op: "originals",
      fields: { model: card.id, rows: [row], small: false },
      onFrame({ head: { absent = "" }, arrays: { there, pixels }, shapes }) {
        dispatch({ type: "column-atlas", change: { whole: { row, image: there[0] ? imageAt(pixels, shapes.pixels, 0, true) : null, absent } } });
      },
    }));

    /** @param {[number, Pictured | null][]} come */
    function told(come) {
      dispatch({ type: "column-atlas", change: { images: { ...held(images, pictured), ...Object.fromEntries(come) } } });
    }
  }

  return {
    update(state) {
      const card = cardOf(state);
      const { kept, columnAtlas } = state;
      if (!card || !kept || !showsColumnAtlas(card, kept) || columnAtlas.order?.share !== 1) {
        asked.forEach((one) => one.want(null));
        return;
      }
      if (columnAtlas.tiles && (!columnAtlas.tiles.busy || columnAtlas.all)) {
        count(state, card, kept);
      }
      neighbours(state, card);
      search(state, card);
      ask(state, card);
    },
  };
}

/**
 * One of the images of an answer.
 * @param {Uint8Array} pixels
 * @param {number[]} shape of all
 * @param {number} i
 * @param {boolean} original
 * @returns {Pictured}
 */
function imageAt(pixels, [, channels, height, width], i, original) {
  const size = channels * height * width;
  return { pixels: pixels.subarray(i * size, (i + 1) * size), input: { channels, height, width }, original };
}

/**
 * What is known of some rows.
 * @template T
 * @param {Record<number, T>} known
 * @param {number[]} rows
 * @returns {Record<number, T>}
 */
function held(known, rows) {
  return Object.fromEntries(rows.filter((row) => known[row] !== undefined).map((row) => [row, known[row]]));
}
