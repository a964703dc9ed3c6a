// The density of the aggregate posterior over the plane: it fades the map where the data do not support it, and is drawn
// as contours. One grid a plane, over more than the atlas covers.
import { cardOf } from "../state.js";
import { specOf } from "../plane.js";
import { isMeasurable } from "../support.js";
import { latest } from "./latest.js";
/** @import {Area} from "../types.js" */

const SIDE = 160; // columns and rows
const MARGIN = 0.35; // share of the extent on each side

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const grid = latest(server, dispatch);
  return {
    update(state) {
      const card = cardOf(state);
      const { kept, space } = state;
      if (!card || !isMeasurable(card) || !kept || !space?.key.startsWith(`${card.version} `)) {
        grid.want(null);
        return;
      }
      const area = widened(space.plane.extent);
      grid.want(space.key, () => {
        const values = new Float32Array(SIDE * SIDE);
        /** @type {Float32Array} */
        let levels = new Float32Array(0); // with the last frame
        return {
          op: "density",
          fields: {
            model: card.id,
            plane: specOf(kept, card.latent.dim),
            view: area,
            columns: SIDE,
            rows: SIDE,
            of: "projection",
          },
          onFrame: ({ head, arrays }) => {
            values.set(arrays.density, head.from * SIDE);
            levels = arrays.levels ?? levels;
          },
          onEnd: () =>
            dispatch({ type: "grid", grid: { key: space.key, area, columns: SIDE, rows: SIDE, values, levels } }),
        };
      });
    },
  };
}

/** @param {Area} extent @returns {Area} */
function widened([left, bottom, right, top]) {
  const across = (right - left) * MARGIN;
  const up = (top - bottom) * MARGIN;
  return [left - across, bottom - up, right + across, top + up];
}
