// How well the data support the codes of the plane: it fades the map where they do not, and shows holes. One grid a plane,
// over more than the atlas covers.
import { placeIn } from "../contour.js";
import { lift } from "../plane.js";
import { cardOf } from "../state.js";
import { levelsOf } from "../support.js";
import { widened } from "../viewport.js";
import { askOf } from "./latest.js";

const SIDE = 48; // columns and rows, at most
const NUMBERS = 2 ** 20; // of all codes together, at most

export const create = askOf((state, dispatch) => {
  const card = cardOf(state);
  const { kept, space } = state;
  if (!card || !levelsOf(card) || !kept || !space?.key.startsWith(`${card.version} `)) {
    return null;
  }
  const { key, plane } = space;
  return {
    key,
    question: () => {
      const { dim } = card.latent;
      const side = Math.max(2, Math.min(SIDE, Math.floor(Math.sqrt(NUMBERS / dim))));
      const cells = { area: widened(plane.extent), columns: side, rows: side };
      const values = new Float32Array(side * side * dim);
      for (let i = 0; i < side * side; i++) {
        values.set(lift(plane, placeIn(cells, (i % side) + 0.5, Math.floor(i / side) + 0.5)), i * dim);
      }
      return {
        op: "support",
        fields: { model: card.id },
        arrays: [{ name: "codes", shape: [side * side, dim], values }],
        onFrame: ({ arrays }) => dispatch({ type: "supported", supported: { key, ...cells, values: arrays.support } }),
      };
    },
  };
}, undefined, true);
