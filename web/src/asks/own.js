// Keeps own images in this browser, so that a reload shows them again. Where the browser keeps nothing they last until the
// page is left.
import { lasting } from "../own.js";
/** @import {Brought} from "../types.js" */

const DATABASE = "isthmus";
const STORE = "images";
const PAUSE = 200; // milliseconds between two writes: a drawing is another with each stroke

/** @typedef {[when: number, id: number]} Key in the order in which images were brought, in whichever window */

/** @type {import("./latest.js").Ask} */
export function create(_server, dispatch) {
  /** @type {State | null} */
  let state = null;
  /** @type {IDBDatabase | null} */
  let database = null;
  /** @type {Map<number, Key>} of images by their number, those that are gone too: undo brings them back in their place */
  const keys = new Map();
  /** @type {Map<number, Brought>} what the browser keeps by now */
  let written = new Map();
  let timer = 0;

  async function open() {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const opened = await done(opening);
    let gone = false;
    opened.onclose = opened.onversionchange = () => { // somebody clears what the browser keeps of this site, and waits for this
      opened.close();
      database = null;
      gone = true;
    };
    const store = opened.transaction(STORE).objectStore(STORE);
    const [images, found] = await Promise.all([done(store.getAll()), done(store.getAllKeys())]);
    database = gone ? null : opened;
    // Two windows number their images alike: of two of the same number the younger one gets the next.
    let last = (state?.nextSample ?? 1) - 1;
    const samples = images.map((/** @type {Brought} */ image, i) => {
      last = Math.max(image.id, last + 1);
      keys.set(last, /** @type {Key} */ (found[i]));
      written.set(last, image);
      return image.id === last ? image : { ...image, id: last };
    });
    dispatch({ type: "restore", samples });
  }

  function write() {
    clearTimeout(timer);
    timer = 0;
    if (!database || !state) {
      return;
    }
    const wanted = new Map(lasting(state.brought).map((image) => [image.id, image]));
    const now = Date.now(); // one for all: those of one drop are told apart by their number
    const store = database.transaction(STORE, "readwrite").objectStore(STORE);
    for (const [id, image] of wanted) {
      keys.set(id, keys.get(id) ?? [now, id]);
      if (written.get(id) !== image) {
        store.put(image, keys.get(id));
      }
    }
    for (const id of written.keys()) {
      if (!wanted.has(id)) {
        store.delete(/** @type {Key} */ (keys.get(id)));
      }
    }
    written = wanted;
  }

  open().catch(() => {}); // as in a private window of some browsers
  addEventListener("pagehide", write);
  return {
    update(next) {
      if (next.brought !== state?.brought) {
        timer ||= setTimeout(write, PAUSE);
      }
      state = next;
    },
  };
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
