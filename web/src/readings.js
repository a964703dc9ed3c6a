// What experiments read now, as numbers by name: for whoever waits until something was tried. Pure.
import { byHand } from "./by-hand.js";
import { countOf, infiniteOf, mixtureNow } from "./components.js";
import { gradientNow, gradientSettings } from "./gradients.js";
import { seriesOf, tradeOf, unitsOf } from "./series.js";
import { toldBy } from "./sampled.js";
/** @import {State} from "./types.js" */

/** @type {Record<string, (state: State) => number | null | undefined>} none while it is not known */
export const READINGS = {
  "beta.beta": (state) => memberOf(state)?.series.beta,
  "beta.rate": (state) => rateOf(state)?.rate,
  "beta.distortion": (state) => rateOf(state)?.distortion,
  "beta.unused": (state) => unusedOf(state),
  "bound.elbo": (state) => byHand(state)?.elbo,
  "bound.kl": (state) => byHand(state)?.kl,
  "bound.evidence": (state) => byHand(state)?.evidence,
  "integral.draws": ({ report: { sampled } }) => sampled?.whole?.draws,
  "integral.log": ({ report: { sampled } }) => sampled?.whole?.log,
  "integral.error": ({ report: { sampled } }) => sampled?.whole?.error,
  "integral.effective": ({ report: { sampled } }) => sampled?.whole?.effective,
  "integral.evidence": ({ report: { sampled } }) => sampled?.reference?.log,
  "integral.covered": ({ report: { sampled } }) => (sampled?.levels && toldBy(sampled) >= 0 ? sampled.levels.covered[toldBy(sampled)] / sampled.levels.repetitions[toldBy(sampled)] : null),
  "gradient.draws": (state) => (gradientNow(state) ? gradientSettings(state).draws : null),
  "gradient.ratio": (state) => ratioOf(gradientNow(state)),
  "gradient.path": (state) => gradientNow(state)?.path.spread,
  "gradient.score": (state) => gradientNow(state)?.score.spread,
  "mixture.components": (state) => (mixtureNow(state) ? countOf(state) : null),
  "mixture.log": (state) => mixtureNow(state)?.log,
  "mixture.evidence": (state) => infiniteOf(state)?.log,
};

/** The model of a series that is shown. @param {State} state */
function memberOf(state) {
  return seriesOf(state).find(({ id }) => id === state.kept?.model);
}

/** @param {State} state */
function rateOf(state) {
  const member = memberOf(state);
  return member && tradeOf(member);
}

/** @param {State} state */
function unusedOf(state) {
  const member = memberOf(state);
  return member && unitsOf(member).unused;
}

/** @param {ReturnType<typeof gradientNow>} found */
function ratioOf(found) {
  return found && found.score.spread / found.path.spread;
}

/** @param {State} state @param {string} name @returns {number | null} */
export function reading(state, name) {
  const value = READINGS[name]?.(state);
  return value === undefined || value === null || !Number.isFinite(value) ? null : value;
}
