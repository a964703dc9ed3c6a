// Parts of the page that are told of each state: views, asks, panels, the layers of a map. One that throws is named on the
// console once, and takes none of the others along. Pure.

/** @typedef {{update(state: State): void}} Part */

/** Runs what a part does; undefined where that throws. */
export function isolating() {
  const broken = new Set();

  /** @template T @param {unknown} part @param {() => T} act */
  return function attempt(part, act) {
    try {
      return act();
    } catch (error) {
      if (!broken.has(part)) {
        broken.add(part);
        console.error(error);
      }
      return undefined;
    }
  };
}

/** @template {Part} [T=Part] */
export function parts() {
  /** @type {T[]} */
  const all = [];
  const attempt = isolating();

  return {
    /** Makes a part, which is left out where that fails. @param {() => T} create */
    add(create) {
      const part = attempt(create, create);
      if (part) {
        all.push(part);
      }
      return part;
    },

    /** @param {State} state */
    update(state) {
      for (const part of all) {
        attempt(part, () => part.update(state));
      }
    },
  };
}
