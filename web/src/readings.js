// What experiments read now, as numbers by name: for whoever waits until something was tried. Pure.
import { byHand } from "./by-hand.js";
/** @import {State} from "./types.js" */

/** @type {Record<string, (state: State) => number | null | undefined>} none while it is not known */
export const READINGS = {
  "bound.elbo": (state) => byHand(state)?.elbo,
  "bound.kl": (state) => byHand(state)?.kl,
  "bound.evidence": (state) => byHand(state)?.evidence,
};

/** @param {State} state @param {string} name @returns {number | null} */
export function reading(state, name) {
  const value = READINGS[name]?.(state);
  return value === undefined || value === null || !Number.isFinite(value) ? null : value;
}
