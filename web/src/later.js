// What is fetched the first time that it is wanted: what few visits need keeps none of them waiting.

/**
 * @typedef {object} Part
 * @property {(state: State) => void} update
 */

/**
 * @param {() => Promise<Part>} load fetches it and makes it
 * @param {(state: State) => boolean} isWanted
 * @param {() => void} missing told where it cannot be fetched; once it is not wanted any more it may be wanted again
 * @returns {Part}
 */
export function later(load, isWanted, missing) {
  /** @type {Part | null} */
  let part = null;
  let tried = false;
  let loading = false;
  /** @type {State} */
  let now;

  return {
    update(state) {
      now = state;
      if (part) {
        part.update(state);
      } else if (!isWanted(state)) {
        tried = loading;
      } else if (!tried) {
        tried = loading = true;
        load().then(
          (made) => {
            part = made;
            part.update(now);
          },
          (error) => {
            loading = false;
            tried = isWanted(now);
            missing();
            throw error; // for the console: it may be a defect rather than a server that is gone
          },
        );
      }
    },
  };
}
