// q(z|x) refined for the pinned image alone, step by step, when the report or the map is to show it.
import { wishedOnMap } from "../../report.js";
import { about, normalOf, part } from "./part.js";
/** @import {Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */
/** @import {Refinement} from "../../types-report.js" */
/** @import {State} from "../../types.js" */

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  /** @type {ReturnType<typeof part<Refinement>>} */
  const refinement = part(server, dispatch, "refinement", { trail: [], refined: null });
  return {
    /** @param {State} state */
    update(state) {
      const { open, refine, refinement: known } = state.report;
      const onMap = wishedOnMap(state) === "refined";
      const { key, fields, arrays } = about(state, open || onMap);
      const wished = refine || onMap;
      if (!wished && known && known.key === key) {
        refinement.stop();
        return;
      }
      refinement.want(wished ? key : null, () => ({
        op: "refine",
        fields,
        arrays,
        onFrame: (frame, { trail }) =>
          frame.head.stage === "refined"
            ? { refined: { ...frame.head, q: normalOf(frame.arrays), mean: frame.arrays.mean } }
            : { trail: [...trail, { ...normalOf(frame.arrays), step: frame.head.step, bound: frame.head.bound }] },
      }));
    },
  };
}
