// The true posterior of the pinned image, where latent space has two dimensions: for the report, and for the map where
// that is to draw it.
import { wishedOnMap } from "../../report.js";
import { about, part } from "./part.js";
/** @import {Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */
/** @import {Posterior} from "../../types-report.js" */
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
        onFrame: ({ head, arrays: { density, levels, mu, logvar } }) => ({
          cells: { area: head.view, columns: head.columns, rows: head.rows, values: density },
          truth: head.stage === "posterior" ? { ...head, levels, q: { mu, logvar } } : null,
        }),
      }));
    },
  };
}
