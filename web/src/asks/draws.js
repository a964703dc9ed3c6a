// Draws of the posterior of the sample that is pinned, decoded: its spread, seen.
import { cardOf, sampleOf } from "../state.js";
import { askOf } from "./latest.js";

const COUNT = 16;

export const create = askOf(
  (state, dispatch) => {
    const card = cardOf(state);
    const pin = state.kept?.pin ?? null;
    const own = sampleOf(state, pin);
    const from = pin?.row !== undefined ? { row: pin.row } : own?.mu && card?.posterior === "diagonal" && { mu: own.mu, logvar: own.logvar ?? [] };
    if (!card || !from || card.posterior === "point") {
      return null;
    }
    const seed = state.kept?.seed ?? 1;
    const key = `${card.version} ${JSON.stringify(from)} ${seed}`;
    return {
      key,
      question: () => ({
        op: "sample",
        fields: { model: card.id, from, count: COUNT, seed, lane: "draws" },
        onFrame: ({ arrays: { codes, pixels } }) =>
          dispatch({ type: "draws", draws: { key, row: pin?.row, count: COUNT, codes, pixels } }),
      }),
    };
  },
  ({ draws }, dispatch) => draws && dispatch({ type: "draws", draws: null }),
  true,
);
