// @ts-check
// log p(x) of the pinned image, bounded from below ever more tightly.
import { about, normalOf, part } from "./part.js";
/** @import {Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */
/** @import {Frame} from "../../wire.js" */
/** @import {Believed, Likelihood, Tightening} from "../../types-report.js" */
/** @import {State} from "../../types.js" */

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  /** @type {ReturnType<typeof part<Believed>>} */
  const believed = part(server, dispatch, "believed", { image: null, tightening: null });
  return {
    /** @param {State} state */
    update(state) {
      const { key, fields, arrays } = about(state);
      believed.want(key, () => ({
        op: "believe",
        fields,
        arrays,
        onFrame: (frame) =>
          frame.head.stage === "image" ? { image: imageOf(frame) } : { tightening: boundsOf(frame) },
      }));
    },
  };
}

/** @param {Frame} frame @returns {Likelihood} */
function imageOf({ head, arrays }) {
  const { drawn, kl, reconstruction, elbo, elboError, residual, floor = null } = head;
  const { percentile = null, of = 0, among = "all", lessFloor = false, distancePercentile = null } = head;
  const { input, mean, edges, counts, row = [], distance } = arrays;
  return {
    drawn,
    kl,
    reconstruction,
    elbo,
    elboError,
    residual,
    floor,
    percentile,
    of,
    among,
    lessFloor,
    distancePercentile,
    input,
    mean,
    q: normalOf(arrays),
    histogram: edges ? { edges, counts } : null,
    near: Array.from(row, (r, i) => ({ row: Number(r), distance: distance[i] })),
  };
}

/** @param {Frame} frame @returns {Tightening} */
function boundsOf({ head: { draws, of, effective }, arrays: { k, bound, error } }) {
  return { draws, of, effective, bounds: { k, bound, error } };
}
