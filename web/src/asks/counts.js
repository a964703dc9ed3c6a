// Numbers of an atlas of columns: how many rows there are of each class and in each bar of a column, of all, under the filter and
// within the lasso; rows by their names; and what is known of rows that are on show. All of it after the map's tiles.
import { filterOf, isCorpus } from "../corpus.js";
import { specOf } from "../plane.js";
import { cardOf } from "../state.js";
import { latest } from "./latest.js";
/** @import {Counted, Range} from "../types-corpus.js" */
/** @import {Card, Kept, Place, State} from "../types.js" */

const BARS = 64;
const SAMPLE = 256; // rows that are drawn of a lasso
const PICTURES = 24; // of these that are decoded
const MOST_COLUMNS = 16;
const FOUND = 12; // rows that a search shows

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const [all, shown, taken, found, entries, pictures] = Array.from({ length: 6 }, () => latest(server, dispatch));

  /**
   * @param {"all" | "shown" | "taken"} part
   * @param {Card} card
   * @param {Kept} kept
   * @param {string} key
   * @param {Range[]} filter
   * @param {Place[]} polygon
   */
  const select = (part, card, kept, key, filter, polygon) => () => ({
    op: /** @type {const} */ ("select"),
    fields: {
      model: card.id,
      plane: specOf(kept, card),
      filter,
      columns: (card.columnAtlas?.columns ?? []).slice(0, MOST_COLUMNS),
      bars: BARS,
      ...(polygon.length > 0 && { polygon, sample: SAMPLE }),
    },
    /** @param {import("../types-wire.js").Answer<"select">} frame */
    onFrame({ head, arrays: { bars, row } }) {
      const each = head.histograms.map((one, i) => ({ ...one, bars: bars.subarray(i * BARS, (i + 1) * BARS) }));
      /** @type {Counted} */
      const counted = { key, count: head.count, classes: head.classes, histograms: each, sample: [...row] };
      dispatch({ type: "corpus", change: { [part]: counted } });
    },
  });

  /** @param {State} state @param {Card} card @param {Kept} kept */
  function count({ corpus, experiments }, card, kept) {
    const key = corpus.order?.key ?? "";
    const filter = filterOf(card, experiments);
    const under = `${key} ${JSON.stringify(filter)}`;
    const within = `${under} ${JSON.stringify(corpus.lasso)}`;
    all.want(key, select("all", card, kept, key, [], []));
    if (filter.length > 0) {
      shown.want(under, select("shown", card, kept, under, filter, []));
    } else {
      shown.want(null);
      if (corpus.all && corpus.shown !== corpus.all) {
        dispatch({ type: "corpus", change: { shown: corpus.all } });
      }
    }
    if (corpus.lasso.length > 0) {
      taken.want(within, select("taken", card, kept, within, filter, corpus.lasso));
    } else {
      taken.want(null);
      if (corpus.taken) {
        dispatch({ type: "corpus", change: { taken: null } });
      }
    }
  }

  /** @param {State} state @param {Card} card */
  function search({ corpus: { sought } }, card) {
    const [text] = card.columnAtlas?.texts ?? [];
    const key = `${card.version} ${text} ${sought}`;
    found.want(text && sought ? key : null, () => ({
      op: "search",
      fields: { model: card.id, text, part: sought, most: FOUND },
      onFrame({ head: { texts, all: of }, arrays: { row } }) {
        dispatch({ type: "corpus", change: { found: { key, rows: [...row], texts, all: of } } });
      },
    }));
  }

  /** @param {State} state @param {Card} card */
  function ask({ corpus, hover, kept }, card) {
    const pointed = [hover?.entry, kept?.pin?.entry].filter((row) => row !== undefined);
    const wanted = [...new Set([...pointed, ...(corpus.found?.rows ?? []), ...(corpus.taken?.sample ?? [])])];
    const missing = wanted.filter((row) => !corpus.entries[row]);
    // Nothing is asked while an answer is on its way that may bring it.
    entries.want(missing.length > 0 ? `${card.version} ${missing}` : null, () => ({
      op: "values",
      fields: { model: card.id, rows: missing },
      onFrame({ head: { texts, label }, arrays: { mu, ...columns } }) {
        const dim = mu.length / missing.length;
        const held = Object.fromEntries(wanted.filter((row) => corpus.entries[row]).map((row) => [row, corpus.entries[row]]));
        missing.forEach((row, i) => {
          const pick = (/** @type {Record<string, ArrayLike<any>>} */ lists) => Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list[i]]));
          held[row] = { row, mu: [...mu.subarray(i * dim, (i + 1) * dim)], label: label[i] ?? "", texts: pick(texts), values: pick(columns) };
        });
        dispatch({ type: "corpus", change: { entries: held } });
      },
    }));
  }

  /** @param {State} state @param {Card} card */
  function picture({ corpus: { taken: those, entries: known } }, card) {
    const rows = those?.sample.filter((_, i) => i % Math.ceil(those.sample.length / PICTURES) === 0) ?? [];
    const ready = rows.length > 0 && rows.every((row) => known[row]);
    pictures.want(ready ? `${card.version} ${rows}` : null, () => ({
      op: "decode",
      fields: { model: card.id, codes: rows.map((row) => known[row].mu) },
      onFrame: ({ arrays: { pixels } }) => dispatch({ type: "corpus", change: { pictured: { rows, pixels } } }),
    }));
  }

  return {
    update(state) {
      const card = cardOf(state);
      const { kept, corpus } = state;
      if (!card || !kept || !isCorpus(card, kept) || corpus.order?.share !== 1) {
        [all, shown, taken, found, entries, pictures].forEach((one) => one.want(null));
        return;
      }
      if (corpus.tiles && (!corpus.tiles.busy || corpus.all)) {
        count(state, card, kept);
      }
      search(state, card);
      ask(state, card);
      picture(state, card);
    },
  };
}
