// Own images: as they were brought, which all panes share, and what each pane's model says of them. Pure.
/** @import {Brought, Encoded, Step} from "./types.js" */

const MOST = 1000; // each has its file, its input and its reconstruction in memory
const MOST_BYTES = 256 << 20; // of their files
const MOST_LASTING = 100;
const MOST_LASTING_BYTES = 64 << 20;
const NEARLY = 1e-3; // in latent space: an image that is encoded among others is rounded otherwise

/** @type {Encoded} */
const UNKNOWN = { status: "waiting" };

/** @type {WeakMap<Brought, WeakMap<Encoded, Sample>>} so that what has not changed is the same object */
const known = new WeakMap();

/**
 * Own images as the pane's model has them, the newest first.
 * @param {Pick<State, "brought" | "encoded">} state
 */
export function samplesOf({ brought, encoded }) {
  return brought.map((one) => sampleFrom(one, encoded[one.id] ?? UNKNOWN));
}

/**
 * The own image that a spot stands for, if any.
 * @param {Pick<State, "brought" | "encoded">} state
 * @param {{sample?: number} | null} spot
 */
export function sampleOf({ brought, encoded }, spot) {
  const one = spot?.sample === undefined ? undefined : brought.find(({ id }) => id === spot.sample);
  return one ? sampleFrom(one, encoded[one.id] ?? UNKNOWN) : null;
}

/** @param {Brought} one @param {Encoded} encoded @returns {Sample} */
function sampleFrom(one, encoded) {
  const samples = known.get(one) ?? new WeakMap();
  known.set(one, samples);
  const sample = samples.get(encoded) ?? { ...encoded, ...one, status: encoded.of === one ? encoded.status : "waiting" };
  samples.set(encoded, sample);
  return sample;
}

/**
 * How many of more images there is room for, from the first on.
 * @param {Brought[]} brought
 * @param {number[]} sizes of their files, in bytes
 */
export function roomFor(brought, sizes) {
  let bytes = brought.reduce((sum, { file }) => sum + file.byteLength, 0);
  const end = sizes.findIndex((size, i) => brought.length + i >= MOST || (bytes += size) > MOST_BYTES);
  return end < 0 ? sizes.length : end;
}

/**
 * Of own images those that the browser keeps: as many of the newest as it is asked to.
 * @param {Brought[]} brought
 */
export function lasting(brought) {
  let bytes = 0;
  const end = brought.findIndex(({ file }, i) => i >= MOST_LASTING || (bytes += file.byteLength) > MOST_LASTING_BYTES);
  return end < 0 ? brought : brought.slice(0, end);
}

/** @param {State} state @param {Omit<Brought, "id">[]} fresh */
export function bring(state, fresh) {
  return restore(state, fresh.map((one, i) => ({ ...one, id: state.nextSample + i })));
}

/** Own images that were here before, in their places. @param {State} state @param {Brought[]} back */
export function restore(state, back) {
  const ids = new Set(state.brought.map(({ id }) => id));
  const brought = [...state.brought, ...back.filter(({ id }) => !ids.has(id))].sort((a, b) => b.id - a.id);
  return { ...state, brought, nextSample: Math.max(state.nextSample, 1 + (brought[0]?.id ?? 0)) };
}

/** @param {State} state @param {Brought[]} gone */
export function without(state, gone) {
  const ids = new Set(gone.map(({ id }) => id));
  return { ...state, brought: state.brought.filter(({ id }) => !ids.has(id)), pointed: null };
}

/**
 * An own image brought to the input in another way, or drawn on.
 * @param {State} state
 * @param {number} id
 * @param {Partial<Brought>} change
 */
export function rebring(state, id, change) {
  return { ...state, brought: state.brought.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

/**
 * What the pane's model says of an own image; what it said before stays until it says the same anew. Of images that are
 * gone nothing is kept.
 * @param {State} state
 * @param {number} id
 * @param {Partial<Encoded>} change
 */
export function encode(state, id, change) {
  /** @type {State["encoded"]} */
  const encoded = {};
  for (const one of state.brought) {
    const before = state.encoded[one.id];
    const now = one.id === id ? { ...UNKNOWN, ...before, ...change } : before;
    if (now) {
      encoded[one.id] = now;
    }
  }
  return placed({ ...state, encoded }, id, change.mu);
}

/**
 * Where an own image is encoded anew, its pin and keyframes go where it lies now, also those that undo leads to. A pin or a
 * keyframe that lies there by its code alone, as a link brings it, is the image's again.
 * @param {State} state
 * @param {number} id
 * @param {Code=} z
 * @returns {State}
 */
function placed(state, id, z) {
  const { kept } = state;
  if (!z || !kept || !state.brought.some((one) => one.id === id)) {
    return state;
  }
  /** @template {{z: Code, sample?: number, row?: number}} T @param {T} at @returns {T} */
  const moved = (at) => {
    const apart = at.z.length === z.length ? Math.max(...at.z.map((value, d) => Math.abs(value - z[d]))) : Infinity;
    const bare = at.sample === undefined && at.row === undefined;
    return (at.sample === id && apart > 0) || (bare && apart < NEARLY) ? { ...at, z, sample: id } : at;
  };
  /** @param {Kept} was @returns {Kept} */
  const follows = (was) => {
    const pin = was.pin && moved(was.pin);
    const keyframes = was.keyframes.map(moved);
    const same = was.model !== kept.model || (pin === was.pin && keyframes.every((key, i) => key === was.keyframes[i]));
    return same ? was : { ...was, pin, keyframes };
  };
  const step = (/** @type {Step} */ one) => ({ ...one, kept: follows(one.kept) });
  return { ...state, kept: follows(kept), past: state.past.map(step), future: state.future.map(step) };
}
