// @ts-check
// What is known of samples of the atlas that are on show.
import { rowsOf } from "../rows.js";
import { cardOf } from "../state.js";
import { failing } from "./latest.js";
/** @import {Server} from "../server.js" */
/** @import {Dispatch} from "../state.js" */
/** @import {State} from "../types.js" */

const SHOWN = 60; // of a selection
const TOGETHER = 128; // rows of one request

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  /** @type {Set<number>} */
  let coming = new Set();
  let model = "";
  /** @type {unknown[]} */
  let before = [];

  /** @param {number[]} rows */
  function ask(rows) {
    const asked = model;
    const own = coming;
    const gone = () => rows.forEach((row) => own.delete(row));
    rows.forEach((row) => own.add(row));
    server.ask(
      "rows",
      { model, rows, images: true },
      {
        onFrame(frame) {
          gone();
          if (asked === model) {
            dispatch({ type: "rows", rows: rowsOf(frame, rows) });
          }
        },
        onError: failing(dispatch),
      },
    );
  }

  return {
    /** @param {State} state */
    update(state) {
      const card = cardOf(state);
      const { kept, hover, here, selection, wanted, rows, report } = state;
      const alike = report.believed?.image?.near;
      if (!card?.atlas || !kept) {
        return;
      }
      const parts = [card, kept.pin, kept.keyframes, hover, here?.nearest, selection, wanted, rows, alike];
      if (parts.every((part, i) => part === before[i])) {
        return;
      }
      before = parts;
      if (card.id !== model) {
        model = card.id;
        coming = new Set();
      }
      const count = card.atlas.count;
      const shown = new Set([
        kept.pin?.row,
        hover?.row,
        ...[...(here?.nearest ?? []), ...(alike ?? [])].map(({ row }) => row),
        ...kept.keyframes.map(({ row }) => row),
        ...selection.subarray(0, SHOWN),
        ...wanted,
      ]);
      const missing = [...shown].filter(
        (row) => row !== undefined && row >= 0 && row < count && !rows[row] && !coming.has(row),
      );
      for (let from = 0; from < missing.length; from += TOGETHER) {
        ask(/** @type {number[]} */ (missing.slice(from, from + TOGETHER)));
      }
    },
  };
}
