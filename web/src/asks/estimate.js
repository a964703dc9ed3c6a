// The figures of the data's image that is pinned by fresh draws, with their error: those of the atlas have none. Where several
// maps are open, of the one under the pointer too.
import { cardOf, spotOf } from "../state.js";
import { latest } from "./latest.js";

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
  const spot = state.models.length < 2 ? state.kept?.pin : spotOf(state);
  const row = spot?.row === undefined ? null : state.rows[spot.row];
  const original = row?.original;
  if (!card?.likelihood || card.likelihood.binarised || card.posterior === "point" || !row || !original || row.estimate) {
    return null;
  }
  const { channels, height, width } = card.input;
  return { key: `${card.version} ${row.row}`, model: card.id, row, original, shape: [1, channels, height, width] };
}
