// @ts-check
// The plane in numbers, and what the atlas says of each latent dimension.
import { planeKey, specOf } from "../plane.js";
import { cardOf } from "../state.js";
import { latest } from "./latest.js";
/** @import {Server} from "../server.js" */
/** @import {Dispatch} from "../state.js" */
/** @import {State} from "../types.js" */

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  const planes = latest(server, dispatch);
  const dimensions = latest(server, dispatch);
  return {
    /** @param {State} state */
    update(state) {
      const card = cardOf(state);
      const kept = state.kept;
      if (!card || !kept) {
        return;
      }
      const model = card.id;
      const key = planeKey(kept);
      planes.want(key, () => ({
        op: "plane",
        fields: { model, plane: specOf(kept, card.latent.dim) },
        asked: {
          onFrame({ arrays: { origin, first, second }, head }) {
            const plane = { origin, first, second, extent: head.extent };
            dispatch({ type: "space", space: { plane, key } });
          },
        },
      }));
      dimensions.want(model, () => ({
        op: "dimensions",
        fields: { model },
        asked: {
          onFrame({ arrays: { kl, mean, deviation, low, high, support } }) {
            const known = kl ?? new Float32Array(mean.length).fill(NaN); // a point posterior has none
            const found = { kl: known, mean, deviation, low, high };
            dispatch({ type: "measured", measured: { dimensions: found, key: model } });
            if (support) {
              dispatch({ type: "typical", typical: { key: model, edge: support[0], well: support[1] } });
            }
          },
        },
      }));
    },
  };
}
