// log p(x) of the pinned image, bounded from below ever more tightly.
import { about, normalOf, part } from "./part.js";
/** @import {Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */
/** @import {Answer} from "../../types-wire.js" */
/** @import {Believed, Likelihood} from "../../types-report.js" */
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
        onFrame: ({ head, arrays: found }) =>
          head.stage === "image" ? { image: imageOf(head, found) } : { tightening: { ...head, bounds: found } },
      }));
    },
  };
}

/**
 * @param {Extract<Answer<"believe">["head"], {stage: "image"}>} head
 * @param {Answer<"believe">["arrays"]} arrays
 * @returns {Likelihood}
 */
function imageOf(head, arrays) {
  const { input, mean, edges, counts, row = [], distance = [] } = arrays;
  return {
    ...{ floor: null, percentile: null, of: 0, among: "all", lessFloor: false, distancePercentile: null },
    ...head,
    input,
    mean,
    q: normalOf(arrays),
    histogram: edges && counts ? { edges, counts } : null,
    near: Array.from(row, (r, i) => ({ row: r, distance: distance[i] })),
  };
}
