// Draws of the model's prior, decoded, while the map is to show them.
import { cardOf } from "../state.js";
import { latest } from "./latest.js";

const COUNT = 64;

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const asked = latest(server, dispatch);
  return {
    update(state) {
      const card = cardOf(state);
      if (!card || !state.kept?.layers["prior-draws"]) {
        if (asked.want(null) && state.priorDraws) {
          dispatch({ type: "prior-draws", priorDraws: null });
        }
        return;
      }
      const seed = state.kept?.seed ?? 1;
      const key = `${card.version} ${seed}`;
      asked.want(key, () => ({
        op: "sample",
        fields: { model: card.id, from: "prior", count: COUNT, seed, lane: "priorDraws" },
        onFrame: ({ arrays: { codes, pixels } }) => dispatch({ type: "prior-draws", priorDraws: { key, codes, pixels } }),
      }));
    },
  };
}
