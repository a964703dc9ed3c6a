// Draws of the model's prior, decoded, while the map is to show them.
import { cardOf } from "../state.js";
import { askOf } from "./latest.js";

const COUNT = 64;

export const create = askOf(
  (state, dispatch) => {
    const card = cardOf(state);
    if (!card || !state.kept?.layers["prior-draws"]) {
      return null;
    }
    const seed = state.kept?.seed ?? 1;
    const key = `${card.version} ${seed}`;
    return {
      key,
      question: () => ({
        op: "sample",
        fields: { model: card.id, from: "prior", count: COUNT, seed, lane: "priorDraws" },
        onFrame: ({ arrays: { codes, pixels } }) => dispatch({ type: "prior-draws", priorDraws: { key, codes, pixels } }),
      }),
    };
  },
  ({ priorDraws }, dispatch) => priorDraws && dispatch({ type: "prior-draws", priorDraws: null }),
);
