// The parts of the page that are told of each state, views and asks. One that throws is named on the console once, and
// takes none of the others along. Pure.
/** @import {State} from "./types.js" */

/** @typedef {{update(state: State): void}} Part */

export function parts() {
  /** @type {Part[]} */
  const all = [];
  const broken = new Set();

  /** @template T @param {unknown} part @param {() => T} act */
  function attempt(part, act) {
    try {
      return act();
    } catch (error) {
      if (!broken.has(part)) {
        broken.add(part);
        console.error(error);
      }
      return undefined;
    }
  }

  return {
    /** Makes a part, which is left out where that fails. @param {() => Part} create */
    add(create) {
      const part = attempt(create, create);
      if (part) {
        all.push(part);
      }
    },

    /** @param {State} state */
    update(state) {
      for (const part of all) {
        attempt(part, () => part.update(state));
      }
    },
  };
}
