// Has a model imported: sends its files and what the reader says, asks how it stands, and turns to the model once it is
// there.
import { notice } from "../notice.js";
/** @import {ImportStatus, ImportWish, Importing} from "../types-import.js" */

const SOON = 400; // milliseconds until it is asked again how what runs stands
const KEPT = 20_000; // the same while the reader is to say something, so that the server keeps it

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {ImportWish | null} */
  let asked = null;
  /** @type {Importing | null} */
  let now = null;
  let timer = 0;
  let renewing = false; // whether the list of models is asked for, which has the new one

  /** @param {ImportWish} wish @param {ImportStatus | null} status */
  function send(wish, status) {
    const path = status ? `api/imports/${status.id}` : "api/imports";
    switch (wish.act) {
      case "send":
        return server.call("POST", "api/imports", form(wish.files));
      case "pictures":
        return server.call("POST", `${path}/pictures`, form(wish.files));
      case "leave":
        return isHeld(status) ? server.call("DELETE", path) : Promise.resolve(null);
      default:
        return server.call("POST", `${path}/${wish.act}`, JSON.stringify(wish.said));
    }
  }

  /** @param {ImportWish} wish @param {ImportStatus | null} status */
  async function ask(wish, status) {
    /** @param {Partial<Importing>} change of the import as it is by then */
    const told = (change) => now?.wish === wish && dispatch({ type: "import", change: { wish: null, ...change } });
    try {
      told({ status: await send(wish, status), sentence: "" });
    } catch (error) {
      told({ sentence: /** @type {Error} */ (error).message });
    }
    if (wish.act === "leave") {
      dispatch({ type: "import", change: null });
    }
  }

  /** @param {ImportStatus} status */
  function look({ id, state }) {
    if (timer === 0 && !isOver(state)) {
      const own = (timer = setTimeout(async () => {
        const found = await server.call("GET", `api/imports/${id}`).catch(() => null);
        if (timer === own && now?.wish === null && now.status) {
          timer = 0;
          // Without an answer it is asked again: the socket tells of a server that is gone.
          dispatch({ type: "import", change: { status: found ?? { ...now.status } } });
        }
      }, state === "waiting" || state === "running" ? SOON : KEPT));
    }
  }

  /** @param {State} state @param {string} model */
  function arrive(state, model) {
    if (!renewing) {
      renewing = true;
      dispatch({ type: "catalogue-old" });
    } else if (state.catalogue === "ready" && state.cards.some(({ id }) => id === model)) {
      renewing = false;
      dispatch({ type: "import", change: null });
      dispatch({ type: "dialog", dialog: null });
      dispatch({ type: "model", id: model });
      dispatch(notice("info", `“${model}” was imported.`));
    }
  }

  // Another page of the same reader would wait for its turn until the server ends the import of this one.
  addEventListener("pagehide", () => {
    const status = now?.status ?? null;
    if (status && isHeld(status)) {
      server.call("DELETE", `api/imports/${status.id}`).catch(() => {});
    }
  });

  return {
    update(state) {
      const before = now;
      now = state.importing;
      if (now?.status !== before?.status) {
        clearTimeout(timer);
        timer = 0;
      }
      if (now?.wish && now.wish !== asked) {
        asked = now.wish;
        ask(now.wish, now.status);
      } else if (now?.status?.state === "done" && now.status.model) {
        arrive(state, now.status.model);
      } else if (now?.status && !now.wish) {
        look(now.status);
      }
    },
  };
}

/** @param {ImportStatus["state"]} state */
function isOver(state) {
  return state === "done" || state === "refused";
}

/** Whether the server keeps an import: nothing of one that is over. @param {ImportStatus | null} status */
function isHeld(status) {
  return status !== null && !isOver(status.state);
}

/** @param {File[]} files */
function form(files) {
  const body = new FormData();
  files.forEach((file) => body.append("file", file, file.name));
  return body;
}
