// The figures of the data's image that is pinned by fresh draws, with their error: those of the atlas have none. Where several
// maps are open, of the one under the pointer too.
import { cardOf, spotOf } from "../state.js";
import { askOf } from "./latest.js";

export const create = askOf((state, dispatch) => {
  const card = cardOf(state);
  const spot = state.models.length < 2 ? state.kept?.pin : spotOf(state);
  const row = spot?.row === undefined ? null : state.rows[spot.row];
  const original = row?.original;
  // Of a model that is measured on draws out of the grey levels, the atlas alone has such a draw.
  if (!card?.likelihood || card.likelihood.binarised || card.posterior === "point" || !row || !original || row.estimate) {
    return null;
  }
  const { channels, height, width } = card.input;
  return {
    key: `${card.version} ${row.row}`,
    question: () => ({
      op: "encode",
      fields: { model: card.id, lane: "estimate" },
      arrays: [{ name: "images", values: original, shape: [1, channels, height, width] }],
      onFrame({ head: { kl = null, reconstruction, elboError: error = null } }) {
        dispatch({ type: "rows", rows: [{ ...row, estimate: { kl, reconstruction, error } }], gone: [] });
      },
    }),
  };
});
