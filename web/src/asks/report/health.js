// What each latent dimension of the model is good for, asked when the report is open.
import { cardOf } from "../../state.js";
import { part } from "./part.js";
/** @import {Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */
/** @import {Answer} from "../../types-wire.js" */
/** @import {Health, Healthy} from "../../types-report.js" */
/** @import {State} from "../../types.js" */

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  /** @type {ReturnType<typeof part<Healthy>>} */
  const healthy = part(server, dispatch, "healthy", { health: null });
  /** @type {string | null} */
  let known = null; // the model whose dimensions are known, also when the report is closed
  return {
    /** @param {State} state */
    update(state) {
      const card = cardOf(state);
      const { open, again } = state.report;
      if (card && open) {
        known = `${card.version} ${again}`;
      } else if (!known?.startsWith(`${card?.version} `)) {
        known = null;
      }
      healthy.want(known, () => ({
        op: "dimensions",
        fields: { model: card?.id ?? "", health: true },
        onFrame: (frame) => ({ health: healthOf(frame) }),
      }));
    },
  };
}

const UNKNOWN = { activeUnits: null, threshold: null, collapsed: false, holes: null, holesLow: NaN, holesHigh: NaN };
const ABSENT = { kl: null, active: null, variance: null, effect: null, divergence: null, edges: null, histogram: null };

/** @param {Answer<"dimensions">} frame @returns {Health} */
function healthOf({ head: { sentence = "", ...head }, arrays }) {
  return { ...UNKNOWN, ...head, words: sentence, ...ABSENT, ...arrays };
}
