// @ts-check
// Which models there are. Asked when the socket opens and again and again, so that models may come and go.
/** @import {Server} from "../server.js" */
/** @import {Dispatch} from "../state.js" */
/** @import {State} from "../types.js" */

const AGAIN = 2000; // milliseconds until a failed question is asked again
const LOOK = 5000; // milliseconds between two looks while the page is seen

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  let known = "";
  /** @type {Map<string, string>} */
  let versions = new Map(); // by model

  /** @param {Awaited<ReturnType<Server["catalogue"]>>} listing */
  function come({ models, refused }) {
    if (models.some(({ id, version }) => versions.has(id) && versions.get(id) !== version)) {
      location.reload(); // what the page holds is of another version
      return;
    }
    const found = JSON.stringify([models.map(({ id, version }) => [id, version]), refused]);
    if (found !== known) {
      known = found;
      versions = new Map(models.map(({ id, version }) => [id, version]));
      dispatch({ type: "catalogue", cards: models, refused });
    }
  }

  setInterval(() => {
    if (before === "open" && document.visibilityState === "visible") {
      server.catalogue().then(come, () => {}); // the socket tells of a server that is gone
    }
  }, LOOK);

  async function ask() {
    try {
      come(await server.catalogue());
    } catch (error) {
      known = "";
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
