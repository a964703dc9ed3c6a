// The density of the aggregate posterior over the plane, while it is drawn as contours. One grid a plane, over more than
// the atlas covers.
import { cardOf } from "../state.js";
import { specOf } from "../plane.js";
import { isMeasurable } from "../support.js";
import { widened } from "../viewport.js";
import { askOf } from "./latest.js";

const SIDE = 160; // columns and rows

export const create = askOf((state, dispatch) => {
  const card = cardOf(state);
  const { kept, space, report } = state;
  const wanted = kept?.layers.density || report.open;
  if (!card || !isMeasurable(card) || !kept || !wanted || !space?.key.startsWith(`${card.version} `)) {
    return null;
  }
  const { key } = space;
  const area = widened(space.plane.extent);
  return {
    key,
    question: () => {
      const values = new Float32Array(SIDE * SIDE);
      /** @type {Float32Array} */
      let levels = new Float32Array(0); // with the last frame
      return {
        op: "density",
        fields: {
          model: card.id,
          plane: specOf(kept, card),
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
          dispatch({ type: "grid", grid: { key, area, columns: SIDE, rows: SIDE, values, levels } }),
      };
    },
  };
}, undefined, true);
