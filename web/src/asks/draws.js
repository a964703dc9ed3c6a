// Draws of the posterior of the sample that is pinned, decoded: its spread, seen.
import { cardOf, sampleOf } from "../state.js";
import { latest } from "./latest.js";

const COUNT = 16;

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const draws = latest(server, dispatch);
  return {
    update(state) {
      const card = cardOf(state);
      const pin = state.kept?.pin ?? null;
      const own = sampleOf(state, pin);
      const from = pin?.row !== undefined ? { row: pin.row } : own?.mu && card?.posterior === "diagonal" && { mu: own.mu, logvar: own.logvar ?? [] };
      if (!card || !from || card.posterior === "point") {
        if (draws.want(null) && state.draws) {
          dispatch({ type: "draws", draws: null });
        }
        return;
      }
      const seed = state.kept?.seed ?? 1;
      const key = `${card.version} ${JSON.stringify(from)} ${seed}`;
      draws.want(key, () => ({
        op: "sample",
        fields: { model: card.id, from, count: COUNT, seed, lane: "draws" },
        onFrame: ({ arrays: { codes, pixels } }) =>
          dispatch({ type: "draws", draws: { key, row: pin?.row, count: COUNT, codes, pixels } }),
      }));
    },
  };
}
