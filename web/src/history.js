// A training at some of its steps: what its file holds, and where codes lie between two of them. Pure.
import { project } from "./plane.js";
/** @import {NpyArray} from "./npz.js" */
/** @import {History, TermName} from "./types-training.js" */

/** Names of their arrays. @type {Record<TermName, string>} */
const TERMS = {
  bound: "bound",
  reconstruction: "reconstruction",
  kl: "kl",
  path: "gradient_reparameterised",
  score: "gradient_score_function",
};

/** @param {(name: TermName) => Float32Array | null} made @returns {History["terms"]} */
function termsOf(made) {
  const names = /** @type {TermName[]} */ (Object.keys(TERMS));
  return /** @type {History["terms"]} */ (Object.fromEntries(names.map((name) => [name, made(name)])));
}

/**
 * @param {Record<string, NpyArray>} arrays of history.npz
 * @returns {History}
 */
export function historyOf(arrays) {
  const { step, mu, label, code, draw } = arrays;
  return {
    steps: Array.from(step.values),
    images: mu.shape[1],
    dim: mu.shape[2],
    label: /** @type {Uint8Array} */ (label.values),
    mu: /** @type {Float32Array} */ (mu.values),
    code: /** @type {Float32Array} */ (code.values),
    draws: code.shape[0],
    draw: /** @type {Uint8Array} */ (draw.values),
    terms: termsOf((name) => /** @type {Float32Array | null} */ (arrays[TERMS[name]]?.values ?? null)),
  };
}

/** Whether a model has one. @param {Card | null} card */
export function hasHistory(card) {
  return card?.files["history.npz"] !== undefined;
}

/**
 * The snapshot that was taken last up to a step; the first where none was.
 * @param {History} history
 * @param {number} step
 */
export function snapshotAt({ steps }, step) {
  return Math.max(0, steps.findLastIndex((one) => one <= step));
}

/** The step at which the training is looked at: the snapshot's that was passed last. @param {State["watched"]} watched */
export function stepOf({ on, at, step, history }) {
  return on ? (history ? history.steps[Math.floor(at)] : step) : null;
}

/**
 * What is watched after a change; never a snapshot beyond the last nor before the first, for a clock may tick once more over a
 * history that has gone, and a frame may have begun before it was asked for.
 * @param {State["watched"]} before
 * @param {Partial<State["watched"]>} change
 * @returns {State["watched"]}
 */
export function watchedAfter(before, change) {
  const after = { ...before, ...change };
  return { ...after, at: Math.max(0, Math.min(after.at, after.history ? after.history.steps.length - 1 : after.at)) };
}

/**
 * Where the codes of the images lie in a plane, between two snapshots on a straight line.
 * @param {History} history
 * @param {Plane} plane
 * @param {number} at snapshot, may lie between two
 * @returns {Place[]}
 */
export function placesAt(history, plane, at) {
  const [before, after] = [Math.floor(at), Math.ceil(at)].map((snapshot) => placesOf(history, plane, snapshot));
  const share = at - Math.floor(at);
  return before.map(([x, y], i) => [x + share * (after[i][0] - x), y + share * (after[i][1] - y)]);
}

/** @type {WeakMap<History, {plane: Plane, places: Place[][]}>} of the plane that was asked for last */
const known = new WeakMap();

/** @param {History} history @param {Plane} plane @param {number} snapshot */
function placesOf(history, plane, snapshot) {
  let held = known.get(history);
  if (held?.plane !== plane) {
    held = { plane, places: [] };
    known.set(history, held);
  }
  const { images, dim, mu } = history;
  const from = snapshot * images * dim;
  return (held.places[snapshot] ??= Array.from({ length: images }, (_, i) =>
    project(plane, mu.subarray(from + i * dim, from + (i + 1) * dim))));
}

/**
 * A term in nats and its standard error at a snapshot; null where it was not measured.
 * @param {History} history
 * @param {TermName} name
 * @param {number} snapshot
 */
export function termAt({ terms }, name, snapshot) {
  const values = terms[name];
  return values && { mean: values[2 * snapshot], error: values[2 * snapshot + 1] };
}

const MOST = 160; // snapshots of a training that goes on

/**
 * A history with a later snapshot of the same images and codes, and without those that a training took which was gone on with
 * from an earlier step. Of many every second one goes.
 * @param {History | null} history
 * @param {History} seen one snapshot
 * @returns {History}
 */
export function grown(history, seen) {
  if (!history || history.images !== seen.images || history.dim !== seen.dim) {
    return seen;
  }
  const earlier = history.steps.map((_, i) => i).filter((i) => history.steps[i] < seen.steps[0]);
  const kept = earlier.length < MOST ? earlier : earlier.filter((i) => i % 2 === 0);
  const all = kept.length < history.steps.length ? only(history, kept) : history;
  return {
    ...seen,
    steps: [...all.steps, ...seen.steps],
    mu: joined(all.mu, seen.mu),
    draw: joined(all.draw, seen.draw),
    terms: termsOf((name) => both(all.terms[name], seen.terms[name])),
  };
}

/** @template {Float32Array | Uint8Array} A @param {A} before @param {A} after @returns {A} */
function joined(before, after) {
  const all = new /** @type {new (length: number) => A} */ (before.constructor)(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}

/** @param {Float32Array | null} before @param {Float32Array | null} after */
function both(before, after) {
  return before && after && joined(before, after);
}

/** @param {History} history @param {number[]} kept snapshots @returns {History} */
function only(history, kept) {
  const { steps, mu, draw, terms } = history;
  /** @template {Float32Array | Uint8Array} A @param {A} values @returns {A} */
  const some = (values) => {
    const size = values.length / steps.length;
    const all = new /** @type {new (length: number) => A} */ (values.constructor)(kept.length * size);
    kept.forEach((from, to) => all.set(values.subarray(from * size, (from + 1) * size), to * size));
    return all;
  };
  return {
    ...history,
    steps: kept.map((i) => steps[i]),
    mu: some(mu),
    draw: some(draw),
    terms: termsOf((name) => terms[name] && some(terms[name])),
  };
}
