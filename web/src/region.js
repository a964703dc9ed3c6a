// A disc of codes under the prior, about the pin or else about the prior's middle: the probability that it holds, and what that is
// for each unit of its area, which comes to the density at its middle as it shrinks. Pure.
import { cardOf } from "./state.js";
/** @import {Card, Code, State} from "./types.js" */

/** Radii that may be chosen. */
export const RADII = [0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2, 3];

const RINGS = 64; // of the disc, by which its probability is summed
const TURNS = 64; // places on each

/** Of a standard normal of two dimensions alone. @param {Card | null} card */
export function hasRegion(card) {
  return card?.latent.dim === 2 && (card.prior?.family ?? "standard") === "standard" && card.posterior !== "point";
}

/** @param {number} x @param {number} y */
function densityAt(x, y) {
  return Math.exp(-(x * x + y * y) / 2) / (2 * Math.PI);
}

/** The prior's probability of a disc. @param {Code} middle @param {number} radius */
export function probabilityOf([x, y], radius) {
  let sum = 0;
  for (let i = 0; i < RINGS * TURNS; i++) {
    const r = (radius * (Math.floor(i / TURNS) + 0.5)) / RINGS;
    const turn = (2 * Math.PI * (i % TURNS)) / TURNS;
    sum += r * densityAt(x + r * Math.cos(turn), y + r * Math.sin(turn));
  }
  return (sum * radius * 2 * Math.PI) / (RINGS * TURNS);
}

/** What is known of the disc while the experiment is open; null otherwise. @param {State} state */
export function regionOf(state) {
  const { experiments, kept } = state;
  if (!experiments.region || !hasRegion(cardOf(state))) {
    return null;
  }
  const radius = experiments.region.radius ?? 1;
  /** @type {Code} */
  const middle = kept?.pin?.z ?? [0, 0];
  const area = Math.PI * radius ** 2;
  const probability = probabilityOf(middle, radius);
  return { middle, radius, area, probability, height: probability / area, density: densityAt(middle[0], middle[1]) };
}
