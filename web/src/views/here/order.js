// In which order latent dimensions are listed, and which of them carry nothing. Pure.
/** @import {Dimensions} from "../../types.js" */

const DEAD = 0.01; // nats below which a dimension carries nothing

/**
 * Those that carry most first: by KL in nats, or by the deviation of the codes where posteriors are points and have no
 * KL.
 * @param {Dimensions} dimensions
 */
export function ordered({ kl, deviation }) {
  const byKl = !kl.some(Number.isNaN);
  const weight = byKl ? kl : deviation;
  const order = Array.from(kl.keys()).sort((a, b) => weight[b] - weight[a]);
  return {
    byKl,
    weight,
    alive: order.filter((d) => !byKl || kl[d] >= DEAD),
    dead: order.filter((d) => byKl && kl[d] < DEAD).sort((a, b) => a - b),
  };
}
