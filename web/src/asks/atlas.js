// @ts-check
// The encoded samples in the plane. They come in chunks, and are shown from the first on.
import { cardOf } from "../state.js";
import { specOf } from "../plane.js";
import { latest } from "./latest.js";
/** @import {Server} from "../server.js" */
/** @import {Dispatch} from "../state.js" */
/** @import {Points, State} from "../types.js" */

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  const points = latest(server, dispatch);
  return {
    /** @param {State} state */
    update({ kept, space, ...state }) {
      const card = cardOf({ kept, space, ...state });
      if (!card?.atlas || !kept || !space || !space.key.startsWith(`${card.id} `)) {
        points.want(null);
        return;
      }
      const key = `${space.key} ${kept.colour}`;
      const coloured = kept.colour !== "class";
      points.want(key, () => {
        /** @type {Points | null} */
        let grown = null;
        return {
          op: "atlas",
          fields: {
            model: card.id,
            plane: specOf(kept, card.latent.dim),
            value: coloured ? kept.colour : "label",
            ellipses: card.posterior === "diagonal",
          },
          asked: {
            onFrame({ head, arrays }) {
              grown = grown && head.from > 0 ? { ...grown } : empty(key, head.of);
              grown.count = head.from + arrays.x.length;
              for (const name of /** @type {const} */ (["x", "y", "label", "value", "xx", "xy", "yy"])) {
                if (arrays[name] && (name !== "value" || coloured)) {
                  grown[name].set(arrays[name], head.from);
                }
              }
              dispatch({ type: "points", points: grown });
            },
          },
        };
      });
    },
  };
}

/**
 * @param {string} key
 * @param {number} of
 * @returns {Points}
 */
function empty(key, of) {
  const numbers = () => new Float32Array(of);
  return {
    key,
    of,
    count: 0,
    x: numbers(),
    y: numbers(),
    label: new Uint8Array(of),
    value: numbers().fill(NaN),
    xx: numbers(),
    xy: numbers(),
    yy: numbers(),
  };
}
