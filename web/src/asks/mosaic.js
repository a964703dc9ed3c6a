// Of a model of discrete codes: its codebook, and the pinned image's code with some places of another's, decoded.
import { codeOf, donorOf, isDiscrete, mixedOf } from "../mosaic.js";
import { cardOf } from "../state.js";
import { latest } from "./latest.js";
/** @import {Answer} from "../types-wire.js" */

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const [asking, decoding, weighing] = [latest(server, dispatch), latest(server, dispatch), latest(server, dispatch)];
  /** @type {Spot | null} */
  let pinned = null;

  return {
    update(state) {
      const { kept, mosaic } = state;
      const found = cardOf(state);
      const card = isDiscrete(found) ? found : null;
      asking.want(card && state.connection === "open" ? card.version : null, () => ({
        op: "codebook",
        fields: { model: card?.id ?? "" },
        onFrame: (frame) => dispatch({ type: "mosaic", change: { book: bookOf(frame, card?.version ?? "") } }),
      }));
      const pin = kept?.pin ?? null;
      if (pin?.row !== pinned?.row || pin?.sample !== pinned?.sample) {
        const before = pinned;
        pinned = pin;
        if (card) { // from the image before, places may be taken
          const donor = before?.row !== undefined || before?.sample !== undefined ? before : mosaic.donor;
          dispatch({ type: "mosaic", change: { donor, cells: [], mixed: null, logMass: null } });
          return; // having heard of that already
        }
      }
      const donor = card && donorOf(state, pin);
      const [own, other] = [codeOf(state, pin), codeOf(state, donor)];
      const { book, cells } = mosaic;
      const mixed = card && own && other && book && book.key === card.version ? mixedOf(own, other, cells, book) : null;
      const key = mixed && `${card?.version} ${pin?.row} ${pin?.sample} ${donor?.row} ${donor?.sample} ${cells}`;
      decoding.want(cells.length > 0 ? key : null, () => ({
        op: "decode",
        fields: { model: card?.id ?? "", lane: "mosaic" },
        arrays: [codes(mixed ? [mixed] : [])],
        onFrame: ({ arrays: { pixels } }) => dispatch({ type: "mosaic", change: { mixed: pixels } }),
      }));
      weighing.want(key, () => ({
        op: "codebook",
        fields: { model: card?.id ?? "", lane: "masses" },
        arrays: [codes(mixed && own && other ? [own, other, mixed] : [])],
        onFrame: ({ arrays: { logMass } }) => dispatch({ type: "mosaic", change: { logMass } }),
      }));
    },
  };
}

/** @param {Code[]} all */
function codes(all) {
  return { name: "codes", values: Float32Array.from(all.flat()), shape: [all.length, all[0]?.length ?? 0] };
}

/** @param {Answer<"codebook">} frame @param {string} key @returns {import("../mosaic.js").Book} */
function bookOf({ head: { rows, columns, images }, arrays: { entries, uses, patches }, shapes }, key) {
  const [count, numbers] = shapes.entries;
  const [, channels, height, width] = shapes.patches ?? [0, 1, 1, 1];
  return { key, rows, columns, images, count, numbers, entries, uses: uses ?? null, patches: patches ?? null, patch: { channels, height, width } };
}
