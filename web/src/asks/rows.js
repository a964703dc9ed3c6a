// What is known of samples of the atlas that are on show, and for a while of those that were. Asked while the server is
// there; what was not answered when it went is asked again once it is back, if it is still on show.
import { showsColumnAtlas } from "../column-atlas.js";
import { donorOf, isDiscrete } from "../mosaic.js";
import { FIRST, rowsOf } from "../rows.js";
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { thumbnailsOf } from "../thumbnails.js";
import { again, failing } from "./latest.js";
import { memory } from "./memory.js";
/** @import {Asking} from "../server.js" */
/** @import {Row} from "../types.js" */

const SHOWN = 60; // of a selection
const TOGETHER = 128; // rows of one request
const HELD = 512; // rows that are known, and those on show whatever they are

/** Those of models that were shown before, and will be perhaps. @type {ReturnType<typeof memory<Row>>} by version and row */
const others = memory(16 << 20, ({ mean, original }) => mean.byteLength + (original?.byteLength ?? 0));

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {Map<number, Asking>} by row, those too that failed and are not yet asked again */
  const coming = new Map();
  /** @type {Set<number>} those on show last at the end */
  const known = new Set();
  /** @type {number[]} */
  let failed = [];
  let version = "";
  /** @type {State} */
  let now;
  const retry = again(() => {
    failed.forEach((row) => coming.delete(row));
    failed = [];
    look(now);
  });

  /** @param {string} model @param {number[]} rows */
  function ask(model, rows) {
    const own = version;
    const asking = server.ask(
      "rows",
      { model, rows, images: true },
      {
        onFrame(frame) {
          retry.worked();
          rows.forEach((row) => {
            coming.delete(row);
            known.add(row);
          });
          const come = rowsOf(frame, rows);
          come.forEach((row) => others.keep(`${own} ${row.row}`, row));
          dispatch({ type: "rows", rows: come, gone: surplus() });
        },
        onError(refused) {
          failed.push(...rows);
          if (retry.after(refused)) {
            failing(dispatch, refused);
          }
        },
      },
    );
    rows.forEach((row) => coming.set(row, asking));
  }

  /** Rows that were on show longest ago, beyond those that are held. */
  function surplus() {
    const shown = shownIn(now);
    const over = [...known].slice(0, Math.max(0, known.size - HELD)).filter((row) => !shown.has(row));
    over.forEach((row) => known.delete(row));
    return over;
  }

  /** @param {State} state */
  function look(state) {
    const card = cardOf(state);
    if (!card?.atlas || state.connection !== "open") {
      return;
    }
    const shown = [...shownIn(state)].filter((row) => row >= 0 && row < (card.atlas?.count ?? 0));
    for (const row of shown) {
      if (known.delete(row)) {
        known.add(row);
      }
    }
    const found = shown.flatMap((row) => (state.rows[row] ? [] : (others.recall(`${version} ${row}`) ?? [])));
    const own = version;
    if (found.length > 0) {
      found.forEach(({ row }) => known.add(row));
      queueMicrotask(() => version === own && dispatch({ type: "rows", rows: found, gone: [] })); // all are told of this state first
    }
    const missing = shown.filter((row) => !state.rows[row] && !coming.has(row) && !others.recall(`${version} ${row}`));
    for (let from = 0; from < missing.length; from += TOGETHER) {
      ask(card.id, missing.slice(from, from + TOGETHER));
    }
  }

  const renew = selector((state) => {
    const { version: wanted = "" } = cardOf(state) ?? {};
    if (wanted !== version) {
      version = wanted;
      known.clear();
      forget();
    } else if (state.connection !== "open") {
      forget();
    }
    look(state);
  });

  return {
    update(state) {
      now = state;
      renew(state);
    },
  };

  function forget() {
    new Set(coming.values()).forEach((asking) => asking?.cancel());
    coming.clear();
    failed = [];
    retry.over();
  }
}

/** @param {State} state */
function shownIn(state) {
  const { kept, hover, here, selection, example, report } = state;
  const alike = report.believed?.image?.near ?? [];
  const drawn = report.fitting?.fitted?.draws ?? [];
  const shown = [
    kept?.pin?.row,
    hover?.row,
    ...[...(here?.nearest ?? []), ...alike, ...drawn.flatMap(({ near }) => near)].map(({ row }) => row),
    ...(kept?.keyframes ?? []).map(({ row }) => row),
    ...selection.subarray(0, SHOWN),
    ...example,
    isDiscrete(cardOf(state)) ? donorOf(state, kept?.pin ?? null)?.row : undefined,
    showsColumnAtlas(cardOf(state), kept) ? FIRST : undefined,
    ...thumbnailsOf(state),
  ];
  return new Set(shown.filter((row) => row !== undefined));
}
