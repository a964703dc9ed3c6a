// Runs a function of the state again only where something that it read is another. What it reads is noted while it runs, so
// that nobody lists it by hand. Parts of the state are compared by identity, those of BRANCHES one level deeper.

const BRANCHES = new Set(["kept", "report", "columnAtlas", "playing"]);

/**
 * @template {unknown[]} A
 * @param {(state: State, ...rest: A) => void} run
 * @returns {((state: State, ...rest: A) => boolean) & {state: State}} whether it ran; and the newest state that it was told of, for
 *   what somebody does meanwhile
 */
export function selector(run) {
  /** @type {Map<string, unknown>} what was read, by "name" or "branch name" */
  let reads = new Map();
  /** @type {A | null} */
  let before = null;

  /** @param {State} state @param {A} rest */
  const told = (state, ...rest) => {
    told.state = state;
    const same = before?.every((one, i) => one === rest[i]) && [...reads].every(([path, was]) => at(state, path) === was);
    if (same) {
      return false;
    }
    reads = new Map();
    before = null; // where it throws, it runs again
    run(noting(state, reads), ...rest);
    before = rest;
    return true;
  };
  told.state = /** @type {State} */ (/** @type {unknown} */ (null));
  return told;
}

/** @param {State} state @param {string} path */
function at(state, path) {
  const [name, inner] = path.split(" ");
  const value = /** @type {any} */ (state)[name];
  return inner === undefined ? (BRANCHES.has(name) ? !!value : value) : value?.[inner];
}

/**
 * @param {State} state
 * @param {Map<string, unknown>} reads
 * @returns {State}
 */
function noting(state, reads) {
  /** @param {object} target @param {string} prefix @returns {any} */
  const watched = (target, prefix) =>
    new Proxy(target, {
      get(from, key) {
        const value = Reflect.get(from, key);
        const path = `${prefix}${String(key)}`;
        reads.set(path, at(state, path));
        return prefix === "" && BRANCHES.has(path) && value ? watched(value, `${path} `) : value;
      },
    });
  return watched(state, "");
}
