// @ts-check
// q(z|x) refined for the pinned image alone, step by step, when the report or the map is to show it.
import { wishedOnMap } from "../../report.js";
import { about, normalOf, part } from "./part.js";
/** @import {Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */
/** @import {Frame} from "../../wire.js" */
/** @import {Refined, Refinement} from "../../types-report.js" */
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
            ? { refined: refinedOf(frame) }
            : { trail: [...trail, { ...normalOf(frame.arrays), step: frame.head.step, bound: frame.head.bound }] },
      }));
    },
  };
}

/** @param {Frame} frame @returns {Refined} */
function refinedOf({ head, arrays }) {
  const { steps, converged, kept, before, beforeError, after, afterError, gain, gainError } = head;
  const { logEvidence, logEvidenceError, effective, trusted, amortisation, family, familyError } = head;
  return {
    steps,
    converged,
    kept,
    before,
    beforeError,
    after,
    afterError,
    gain,
    gainError,
    logEvidence,
    logEvidenceError,
    effective,
    trusted,
    amortisation,
    family,
    familyError,
    q: normalOf(arrays),
    mean: arrays.mean,
  };
}
