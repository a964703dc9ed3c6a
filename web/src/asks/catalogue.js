// @ts-check
// Which models there are. Asked when the socket opens, so that a restarted server's new models are seen.
/** @import {Server} from "../server.js" */
/** @import {Dispatch} from "../state.js" */
/** @import {State} from "../types.js" */

const AGAIN = 2000; // milliseconds until a failed question is asked again

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  async function ask() {
    try {
      const { models, refused } = await server.catalogue();
      dispatch({ type: "catalogue", cards: models, refused });
    } catch (error) {
      dispatch({ type: "catalogue-wrong", sentence: error instanceof Error ? error.message : String(error) });
      setTimeout(ask, AGAIN);
    }
  }

  /** @type {State["connection"] | null} */
  let before = null;
  return {
    /** @param {State} state */
    update({ connection }) {
      if (before === null || (connection === "open" && before === "lost")) {
        before = connection; // first, for the answer comes back through here
        ask();
      }
      before = connection;
    },
  };
}
