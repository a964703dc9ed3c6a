// Where the plane shows the encoded images. They come in chunks, and are shown from the first on.
import { showsColumnAtlas } from "../column-atlas.js";
import { cardOf } from "../state.js";
import { specOf } from "../plane.js";
import { askOf } from "./latest.js";

export const create = askOf((state, dispatch) => {
  const { kept, space } = state;
  const card = cardOf(state);
  const other = showsColumnAtlas(card, kept); // rows are shown, of which nobody could fetch each
  if (!card?.atlas || other || !kept || !space || !space.key.startsWith(`${card.version} `)) {
    if (other && state.points) {
      dispatch({ type: "points", points: null });
    }
    return null;
  }
  const { key } = space;
  return {
    key,
    question: () => {
      /** @type {Points | null} */
      let grown = null;
      return {
        op: "atlas",
        fields: { model: card.id, plane: specOf(kept, card), ellipses: card.posterior !== "point" },
        onFrame({ head, arrays }) {
          grown = grown && head.from > 0 ? { ...grown } : empty(key, head.of);
          grown.count = head.from + arrays.x.length;
          for (const name of /** @type {const} */ (["x", "y", "label", "xx", "xy", "yy", "away"])) {
            if (arrays[name]) {
              grown[name].set(arrays[name], head.from);
            }
          }
          dispatch({ type: "points", points: grown });
        },
      };
    },
  };
}, undefined, true);

/**
 * @param {string} key
 * @param {number} of
 * @returns {Points}
 */
function empty(key, of) {
  const numbers = () => new Float32Array(of);
  const [x, y, xx, xy, yy, away] = Array.from({ length: 6 }, numbers);
  return { key, of, count: 0, x, y, label: new Uint8Array(of), xx, xy, yy, away };
}
