// @ts-check
// The true posterior of the pinned image, where latent space has two dimensions: for the report, and for the map where
// that is to draw it.
import { wishedOnMap } from "../../report.js";
import { about, normalOf, part } from "./part.js";
/** @import {Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */
/** @import {Frame} from "../../wire.js" */
/** @import {Cells, Posterior, Truth} from "../../types-report.js" */
/** @import {State} from "../../types.js" */

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  /** @type {ReturnType<typeof part<Posterior>>} */
  const posterior = part(server, dispatch, "posterior", { cells: null, truth: null });
  return {
    /** @param {State} state */
    update(state) {
      const { key, subject, fields, arrays } = about(state, state.report.open || wishedOnMap(state) === "true");
      posterior.want(subject?.card.latent.dim === 2 ? key : null, () => ({
        op: "posterior",
        fields,
        arrays,
        onFrame: (frame) => ({
          cells: cellsOf(frame),
          truth: frame.head.stage === "posterior" ? truthOf(frame) : null,
        }),
      }));
    },
  };
}

/** @param {Frame} frame @returns {Cells} */
function cellsOf({ head: { view, columns, rows }, arrays: { density } }) {
  return { area: view, columns, rows, values: density };
}

/** @param {Frame} frame @returns {Truth} */
function truthOf({ head, arrays }) {
  const { edge, logEvidence, error, elbo, elboError, gap, gapError } = head;
  return { levels: arrays.levels, edge, logEvidence, error, elbo, elboError, gap, gapError, q: normalOf(arrays) };
}
