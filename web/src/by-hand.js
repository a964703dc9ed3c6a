// The q(z|x) that is set by hand for the pinned image, its bound, and what that is short of log p(x). Pure.
import { bestNormal, handBound, jointOf, normalised, peaksOf } from "./grid-bound.js";
import { subjectOf } from "./report.js";
import { cardOf, sampleOf } from "./state.js";
/** @import {Ellipse, HandBound, Joint} from "./grid-bound.js" */

const AROUND = 6; // deviations of the prior: beyond lies less than 1e-8 of its mass
const ROOM = 4.5; // deviations of q that lie within what is known
const DEFICIT = 8; // nats below the top, beyond which a mode has hardly any mass

/** Why a model has no such q; empty where it has. @param {Card} card */
export function absentBy({ latent, posterior, likelihood }) {
  return latent.dim !== 2
    ? "This needs a model of two latent dimensions, where p(z|x) is known on a grid."
    : posterior === "point" || !likelihood
      ? "This model has no p(x|z) or no q(z|x), and so no bound."
      : "";
}

/** What the encoder says of the pinned image, as an upright ellipse. @param {State} state @returns {Ellipse | null} */
export function encodersOf(state) {
  const pin = state.kept?.pin ?? null;
  const known = sampleOf(state, pin) ?? (pin?.row === undefined ? null : state.rows[pin.row]);
  return known?.mu && known.logvar?.length === 2 ? normalOf(known.mu, known.logvar) : null;
}

/** @param {ArrayLike<number>} mu @param {ArrayLike<number>} logvar @returns {Ellipse} */
export function normalOf(mu, logvar) {
  return { x: mu[0], y: mu[1], wide: Math.exp(logvar[0] / 2), narrow: Math.exp(logvar[1] / 2), turn: 0 };
}

/** The one that is set: as far as nothing is, the encoder's. Null while the experiment is closed. @param {State} state @returns {Ellipse | null} */
export function handOf(state) {
  const set = state.experiments.bound;
  const card = cardOf(state);
  const encoders = set && card && absentBy(card) === "" && subjectOf(state) ? encodersOf(state) : null;
  return encoders && { ...encoders, ...set };
}

/** The part of latent space of which the experiment has to know log p(x, z), beside where p(z|x) lies. @param {Area} area */
export function aroundOf([left, bottom, right, top]) {
  const [across, up] = [right - left, top - bottom];
  /** @type {Area} */
  const area = [Math.min(-AROUND, left - across), Math.min(-AROUND, bottom - up), Math.max(AROUND, right + across), Math.max(AROUND, top + up)];
  return area;
}

/** @type {WeakMap<Cells, WeakMap<object, Joint>>} */
const joints = new WeakMap();

/**
 * log p(x, z) of the pinned image: near p(z|x) once that is known, and further off once that is. Null until then.
 * @param {State} state
 */
function jointOfState({ report: { posterior, around } }) {
  const { cells, truth } = posterior ?? {};
  if (!cells || !truth) {
    return null;
  }
  const far = around?.cells && around.key === posterior?.key ? around.cells : null;
  const known = joints.get(cells) ?? new WeakMap();
  joints.set(cells, known);
  const joint = known.get(far ?? truth) ?? jointOf([{ ...cells, values: Float32Array.from(cells.values, (log) => log + truth.logEvidence) }, ...(far ? [far] : [])]);
  known.set(far ?? truth, joint);
  return { joint, cells, truth, whole: far !== null };
}

/**
 * @typedef {HandBound & {q: Ellipse, kl: number, evidence: number, evidenceError: number, whole: boolean}} ByHand KL(q ‖ p(z|x)) and
 *   log p(x) with its error; `whole` where log p(x, z) is known far off too
 */

/** @type {WeakMap<Joint, ByHand>} of the last q */
const last = new WeakMap();

/** The bound of the q that is set; null while it is not known. @param {State} state @returns {ByHand | null} */
export function byHand(state) {
  const q = handOf(state);
  const known = q && jointOfState(state);
  if (!known) {
    return null;
  }
  const { joint, truth, whole } = known;
  const before = last.get(joint);
  if (before && Object.entries(q).every(([name, value]) => before.q[/** @type {keyof Ellipse} */ (name)] === value)) {
    return before;
  }
  const bound = handBound(joint, q);
  const found = { ...bound, q, kl: truth.logEvidence - bound.elbo, evidence: truth.logEvidence, evidenceError: truth.error, whole };
  last.set(joint, found);
  return found;
}

/**
 * The normal whose bound is highest.
 * @param {State} state
 * @param {boolean} upright whether its axes lie along z1 and z2
 */
export function bestByHand(state, upright) {
  const known = jointOfState(state);
  const encoders = encodersOf(state);
  if (!known || !encoders) {
    return null;
  }
  const { joint, cells } = known;
  const peaks = peaksOf(cells, DEFICIT).slice(0, 4).map(([x, y]) => ({ ...encoders, x, y }));
  return within(bestNormal(joint, [encoders, ...peaks], upright), cells.area);
}

/** To four decimals, finer than any screen, so that links stay short. @param {number} value */
function rounded(value) {
  return Math.round(1e4 * value) / 1e4;
}

/**
 * A q that lies where log p(x, z) is known, and is neither a point nor wider than the prior twice.
 * @param {Ellipse} q
 * @param {Area} area where p(z|x) lies
 * @returns {Ellipse}
 */
export function within(q, area) {
  const [left, bottom, right, top] = aroundOf(area);
  const [wide, narrow] = [q.wide, q.narrow].map((deviation) => Math.max(0.005, Math.min(2, deviation, (right - left) / 2 / ROOM, (top - bottom) / 2 / ROOM)));
  const room = ROOM * Math.max(wide, narrow);
  const x = Math.max(left + room, Math.min(right - room, q.x));
  const y = Math.max(bottom + room, Math.min(top - room, q.y));
  return { x: rounded(x), y: rounded(y), wide: rounded(wide), narrow: rounded(narrow), turn: Math.round(10 * normalised(q.turn)) / 10 };
}

