// The posterior of the image that is pointed at, or else pinned, where it is no ellipse and latent space has two dimensions.
import { subjectOf } from "../report.js";
import { cardOf } from "../state.js";
import { askOf } from "./latest.js";

export const create = askOf(
  (state, dispatch) => {
    const wanted = imageOf(state);
    if (!wanted) {
      return null;
    }
    const { key, model, row, arrays } = wanted;
    return {
      key,
      question: () => ({
        op: "contours",
        fields: { model, row, lane: "contours" },
        arrays,
        onFrame: ({ head: { view, columns, rows }, arrays: { density, levels } }) =>
          dispatch({ type: "contours", contours: { key, row, cells: { area: view, columns, rows, values: density }, levels } }),
      }),
    };
  },
  ({ contours }, dispatch) => contours && dispatch({ type: "contours", contours: null }),
);

/** @param {State} state */
function imageOf(state) {
  const card = cardOf(state);
  const bends = card && card.latent.dim === 2 && (card.posterior === "mixture" || card.posterior === "flow");
  if (!bends || !state.kept?.layers.ellipses) {
    return null;
  }
  const row = state.hover?.row;
  if (row !== undefined) {
    return { key: `${card.version} row ${row}`, model: card.id, row, arrays: [] };
  }
  const subject = subjectOf(state);
  return subject && !subject.absent
    ? { key: subject.key, model: card.id, row: subject.fields.row, arrays: subject.arrays }
    : null;
}
