// Images along each latent dimension through the pinned code, over the range that the data use.
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { latest } from "./latest.js";

const STEPS = 7;
const NUMBERS = 2 ** 20; // of all codes together, at most
const DEAD = 0.01; // nats below which a dimension carries nothing
const PAUSE = 120; // milliseconds that a moving pin rests before its traversals are worth decoding

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const traversals = latest(server, dispatch);
  let timer = 0;

  /** @param {Card} card @param {Code} base @param {NonNullable<State["measured"]>} measured @param {number} limit codes of one request */
  function look(card, base, { dimensions: { kl, deviation, low, high } }, limit) {
    const most = Math.floor(Math.min(limit, NUMBERS / base.length) / STEPS);
    const alive = Array.from(kl.keys())
      .filter((d) => !(kl[d] < DEAD)) // without KL, all of them
      .sort((a, b) => kl[b] - kl[a] || deviation[b] - deviation[a]) // what is in use first, for many may be too many
      .slice(0, most);
    const key = `${card.version} ${base.join(" ")}`;
    // As an array: many dimensions of many codes would be a longer text than the server reads.
    const codes = Float32Array.from(alive.flatMap((d) => along(base, d, low[d], high[d]).flat()));
    traversals.want(key, () => ({
      op: "decode",
      fields: { model: card.id, lane: "traversals" },
      arrays: [{ name: "codes", values: codes, shape: [codes.length / base.length, base.length] }],
      onFrame({ arrays: { pixels } }) {
        const size = pixels.length / alive.length;
        const byDimension = Object.fromEntries(
          alive.map((d, i) => [d, pixels.subarray(i * size, (i + 1) * size)]),
        );
        dispatch({ type: "traversals", traversals: { key, steps: STEPS, byDimension } });
      },
    }));
  }

  return {
    update: selector((state) => {
      const card = cardOf(state);
      const { kept, measured, space, limits } = state;
      clearTimeout(timer);
      if (!card || !kept || card.latent.dim <= 2 || measured?.key !== card.version || !space) {
        traversals.want(null);
        return;
      }
      const base = kept.pin?.z ?? Array.from(space.plane.origin, Math.fround);
      timer = setTimeout(look, PAUSE, card, base, measured, Number(limits.maxPointsPerRequest ?? NUMBERS));
    }),
  };
}

/**
 * @param {Code} base
 * @param {number} d
 * @param {number} low
 * @param {number} high
 */
function along(base, d, low, high) {
  return Array.from({ length: STEPS }, (_, i) =>
    base.map((value, at) => (at === d ? Math.fround(low + ((high - low) * i) / (STEPS - 1)) : value)),
  );
}
