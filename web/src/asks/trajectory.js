// Draws of a flow on their way from noise into place, while somebody watches.
import { cardOf } from "../state.js";
import { askOf } from "./latest.js";

export const create = askOf((state, dispatch) => {
  const card = cardOf(state);
  const seed = state.trajectory?.seed;
  if (!card || seed === undefined || card.prior?.family !== "flow-matching") {
    return null;
  }
  return {
    key: `${card.version} ${seed}`,
    question: () => ({
      op: "trajectory",
      fields: { model: card.id, seed, lane: "trajectory" },
      onFrame({ arrays: { codes, pixels }, shapes }) {
        const [frames, count] = shapes.codes;
        const way = { moves: frames - 1, count, decoded: shapes.pixels[0] / frames, codes, pixels };
        const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
        dispatch({ type: "trajectory", change: { way, at: 0, on: !still } });
      },
    }),
  };
});
