// What experiments read now, as numbers by name: for whoever waits until something was tried. Pure.
import { byHand } from "./by-hand.js";
import { countOf, infiniteOf, mixtureNow } from "./components.js";
import { gradientNow, gradientSettings } from "./gradients.js";
import { regionOf } from "./region.js";
import { seriesOf, tradeOf, unitsOf } from "./series.js";
import { toldBy } from "./sampled.js";
/** @import {Sampled} from "./types-report.js" */

/** @type {Record<string, (state: State) => number | null | undefined>} none while it is not known */
const READINGS = {
  "beta.beta": (state) => memberOf(state)?.series.beta,
  "beta.rate": (state) => rateOf(state)?.rate,
  "beta.distortion": (state) => rateOf(state)?.distortion,
  "beta.unused": (state) => unusedOf(state),
  "bound.elbo": (state) => byHand(state)?.elbo,
  "bound.kl": (state) => byHand(state)?.kl,
  "bound.evidence": (state) => byHand(state)?.evidence,
  "integral.draws": (state) => drawnOf(state)?.whole?.draws,
  "integral.log": (state) => drawnOf(state)?.whole?.log,
  "integral.error": (state) => drawnOf(state)?.whole?.error,
  "integral.effective": (state) => drawnOf(state)?.whole?.effective,
  "integral.evidence": ({ report: { sampled } }) => sampled?.reference?.log,
  "integral.covered": (state) => coveredOf(drawnOf(state)),
  "gradient.draws": (state) => (gradientNow(state) ? gradientSettings(state).draws : null),
  "gradient.ratio": (state) => ratioOf(gradientNow(state)),
  "gradient.path": (state) => gradientNow(state)?.path.spread,
  "gradient.error": (state) => gradientNow(state)?.path.error[0],
  "gradient.score": (state) => gradientNow(state)?.score.spread,
  "mixture.components": (state) => (mixtureNow(state) ? countOf(state) : null),
  "mixture.log": (state) => mixtureNow(state)?.log,
  "mixture.evidence": (state) => infiniteOf(state)?.log,
  "region.radius": (state) => regionOf(state)?.radius,
  "region.probability": (state) => regionOf(state)?.probability,
  "region.height": (state) => regionOf(state)?.height,
  "region.density": (state) => regionOf(state)?.density,
};

/** What draws say of log p(x), once all are made: what some of them say is another number at each look. @param {State} state */
function drawnOf({ report: { sampled } }) {
  return sampled?.stage === "done" ? sampled : null;
}

/** The share of intervals that hold log p(x). @param {Sampled | null} sampled */
function coveredOf(sampled) {
  const at = sampled?.levels ? toldBy(sampled) : -1;
  return sampled?.levels && at >= 0 ? sampled.levels.covered[at] / sampled.levels.repetitions[at] : null;
}

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
