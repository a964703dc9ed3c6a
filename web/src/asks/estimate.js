// Where several maps are open, the figures of the data's image that is looked at by fresh draws, with their error: those of the
// atlas have none.
import { cardOf, spotOf } from "../state.js";
import { latest } from "./latest.js";
/** @import {State} from "../types.js" */

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const estimating = latest(server, dispatch);
  return {
    update(state) {
      const wanted = imageOf(state);
      estimating.want(wanted && wanted.key, () => {
        const { model, row, original, shape } = /** @type {NonNullable<typeof wanted>} */ (wanted);
        return {
          op: "encode",
          fields: { model, lane: "estimate" },
          arrays: [{ name: "images", values: original, shape }],
          onFrame({ head: { kl = null, reconstruction, elboError: error = null } }) {
            dispatch({ type: "rows", rows: [{ ...row, estimate: { kl, reconstruction, error } }], gone: [] });
          },
        };
      });
    },
  };
}

/** Of a model that is measured on draws out of the grey levels, the atlas alone has such a draw. @param {State} state */
function imageOf(state) {
  const card = cardOf(state);
  const spot = spotOf(state);
  const row = spot?.row === undefined ? null : state.rows[spot.row];
  const original = row?.original;
  if (state.models.length < 2 || !card?.likelihood || card.likelihood.binarised || card.posterior === "point" || !row || !original) {
    return null;
  }
  const { channels, height, width } = card.input;
  return { key: `${card.version} ${row.row}`, model: card.id, row, original, shape: [1, channels, height, width] };
}
