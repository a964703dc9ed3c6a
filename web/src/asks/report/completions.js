// What the unknown pixels of the pinned image may be, or what a noisy image shows.
import { about, codesOf, normalOf, part } from "./part.js";
/** @import {Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */
/** @import {Answer} from "../../types-wire.js" */
/** @import {Completing, Completions} from "../../types-report.js" */
/** @import {State} from "../../types.js" */

const COUNT = 8;

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  /** @type {ReturnType<typeof part<Completing>>} */
  const completing = part(server, dispatch, "completing", { parts: [], of: 0, completions: null });
  let masks = 0;
  /** @type {Uint8Array | null} */
  let last = null;
  return {
    /** @param {State} state */
    update(state) {
      const { key, subject, fields, arrays = [] } = about(state);
      const { mask, noise } = state.report;
      if (mask !== last) {
        last = mask;
        masks++;
      }
      const wished = mask !== null || noise > 0;
      completing.want(key && subject && wished ? `${key} ${mask ? masks : 0} ${noise}` : null, () => {
        const { input, latent } = /** @type {NonNullable<typeof subject>} */ (subject).card;
        const unknown = mask ? [{ name: "mask", values: mask, shape: [input.height, input.width] }] : [];
        return {
          op: "complete",
          fields: { ...fields, noise, count: COUNT },
          arrays: [...arrays, ...unknown],
          onFrame: (frame, { parts }) =>
            frame.head.stage === "proposal"
              ? { parts: [...parts, normalOf(frame.arrays)], of: frame.head.of }
              : { completions: completionsOf(frame.head, frame.arrays, latent.dim) },
        };
      });
    },
  };
}

/**
 * @param {Extract<Answer<"complete">["head"], {stage: "completions"}>} head
 * @param {Answer<"complete">["arrays"]} arrays
 * @param {number} dim
 * @returns {Completions}
 */
function completionsOf(head, { codes, weight, pixels, cloud, mean, spread }, dim) {
  const count = weight.length;
  return { ...head, count, codes: codesOf(codes, dim), weight, pixels, cloud: codesOf(cloud, dim), mean, spread };
}
