// Draws of a flow on their way from noise into place, while somebody watches.
import { cardOf } from "../state.js";
import { latest } from "./latest.js";

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const asked = latest(server, dispatch);
  return {
    update(state) {
      const card = cardOf(state);
      const seed = state.trajectory?.seed;
      const wanted = card && seed !== undefined && card.prior?.family === "flow-matching";
      asked.want(wanted ? `${card.version} ${seed}` : null, () => ({
        op: "trajectory",
        fields: { model: card?.id ?? "", seed: seed ?? 0, lane: "trajectory" },
        onFrame({ arrays: { codes, pixels }, shapes }) {
          const [frames, count] = shapes.codes;
          const way = { moves: frames - 1, count, decoded: shapes.pixels[0] / frames, codes, pixels };
          const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
          dispatch({ type: "trajectory", change: { way, at: 0, on: !still } });
        },
      }));
    },
  };
}
