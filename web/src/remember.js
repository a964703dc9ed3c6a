// What a reader chose, kept by the browser for the next visit.

/**
 * @param {string} key
 * @returns {string | null | undefined} null where it was not chosen, undefined where the browser keeps nothing
 */
export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return undefined;
  }
}

/** @param {string} key @param {string} value */
export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // it lasts until the page is left
  }
}
