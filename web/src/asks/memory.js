// Whole answers and tiles that may be wanted again: those of the map that was shown before, and of the one that a lesson shows
// next. Those wanted last stay, within so many bytes. What they are kept under names the model's version. Pure.

/** @template T @param {number} most bytes @param {(one: T) => number} bytesOf */
export function memory(most, bytesOf) {
  /** @type {Map<string, T>} those wanted last at the end */
  const held = new Map();
  let bytes = 0;

  /** @param {string} key @param {T} one */
  function forget(key, one) {
    held.delete(key);
    bytes -= bytesOf(one);
  }

  return {
    /** @param {string} key */
    recall(key) {
      const one = held.get(key);
      if (one !== undefined) {
        held.delete(key);
        held.set(key, one);
      }
      return one;
    },

    /** @param {string} key @param {T} one */
    keep(key, one) {
      const old = held.get(key);
      if (old !== undefined) {
        forget(key, old);
      }
      held.set(key, one);
      bytes += bytesOf(one);
      for (const [oldest, its] of held) {
        if (bytes <= most) {
          return;
        }
        forget(oldest, its);
      }
    },
  };
}
