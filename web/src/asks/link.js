// Keeps the address bar and what is kept the same. A change that commits is a step of the browser's history; looking
// about and dragging rewrite the present step. Going back is itself a change that undo takes back.
import { notice } from "../notice.js";
import { embedded } from "../embed.js";
import { isTooLong, lookedOf } from "../looked.js";
import { pathKey } from "../state.js";
import { isCut, read, readShort, write } from "../url.js";
/** @import {Card, Kept, Looked, State} from "../types.js" */

const MOST = 100; // steps whose own images are remembered; those before show what their address says
const PAUSE = 350; // milliseconds between two writes: browsers stop a page that writes oftener

/** @type {import("./latest.js").Ask} */
export function create(_server, dispatch) {
  /** @type {State | null} */
  let state = null;
  /** @type {Kept | null} */
  let known = null; // as it was when it was looked at last
  /** @type {Looked | null} */
  let looked = null; // the same
  let gesture = "";
  let titled = "";
  let pending = /** @type {"" | "replace" | "push"} */ ("");
  let written = -PAUSE; // when
  let timer = 0;
  let isShort = false; // whether the address was too short for what was kept last
  /** What steps of the history show: with own images, which links do not hold. @type {Map<number, {kept: Kept, pane: number}>} */
  const steps = new Map();
  let pane = 1; // the active one, which the address tells of
  let address = place(); // as it was written last
  let step = Date.now(); // so that no step of an earlier visit has the same

  /** Reads the address bar. */
  function follow() {
    const { cards, refused } = /** @type {State} */ (state);
    const code = codeOf(location.pathname);
    return code === null
      ? { ...read(location.search, cards, refused), seen: null, version: "" }
      : readShort(code, cards, refused);
  }

  /** @param {string[]} problems */
  function say(problems) {
    for (const problem of problems) {
      dispatch(notice("wrong", problem));
    }
  }

  /** @param {"push" | "replace"} how @param {Kept} kept @param {string} url */
  function record(how, kept, url) {
    if (embedded) {
      return; // the steps of a page within another are that page's
    }
    steps.set(++step, { kept, pane });
    steps.delete(step - MOST);
    history[how === "push" ? "pushState" : "replaceState"]({ step }, "", url);
    address = place();
  }

  function flush() {
    clearTimeout(timer);
    timer = 0;
    if (pending && known && state) {
      const url = new URL(write(known, state.cards, looked), document.baseURI).href;
      record(url === address ? "replace" : pending, known, url); // a step that reads the same is none
      const cut = isCut(known, looked);
      if (cut && !isShort) {
        dispatch(notice("info", SHORT));
      }
      isShort = cut;
      pending = "";
      written = performance.now();
    }
  }

  /** @param {"replace" | "push"} how */
  function soon(how) {
    pending = pending === "push" ? "push" : how;
    timer ||= setTimeout(flush, Math.max(0, written + PAUSE - performance.now()));
  }

  addEventListener("popstate", (event) => {
    const there = steps.get(event.state?.step);
    if (!known || (!event.state && place() === address)) {
      return; // only the part behind # is another
    }
    clearTimeout(timer);
    timer = 0;
    pending = "";
    const { kept, problems, looked: also } = there ? { ...there, problems: [], looked: null } : follow();
    address = place();
    if (there && there.pane !== pane) {
      dispatch({ type: "pane-active" }, there.pane);
    }
    // Two steps in a row may arrive as one and the same: nothing to do, and nothing to undo.
    if (kept && !equal(known, kept)) {
      known = kept; // so that it is not written
      dispatch({ type: "keep", change: kept });
      dispatch({ type: "look", looked: also });
      say(problems);
    }
  });

  return {
    update(now) {
      state = now;
      const { kept, catalogue, cards } = now;
      if (!kept) {
        if (catalogue === "ready" && cards.length > 0 && !known) {
          const { kept: asked, looked: also, problems, seen, version } = follow();
          known = /** @type {Kept} */ (asked);
          const card = /** @type {Card} */ (cards.find(({ id }) => id === asked?.model));
          // A short link stays in the address bar until something is done, and so does one that cannot be followed.
          const stays = problems.length > 0 || codeOf(location.pathname) !== null;
          record("replace", known, stays ? location.href : write(known, cards, also));
          dispatch({ type: "open", kept: known, looked: embedded ? null : also, sent: seen && { key: pathKey(card, known), seen, version } });
          say(problems);
        }
        return;
      }
      if (now.followed) {
        return; // what is kept meanwhile goes with it
      }
      if (kept.model !== titled) {
        titled = kept.model;
        document.title = `${titled} · Isthmus`;
      }
      const before = { kept: known, looked };
      looked = lookedOf(now);
      if (before.looked && !equal(before.looked, looked)) {
        soon("replace");
        if (looked.selection !== before.looked.selection && isTooLong(looked.selection)) {
          dispatch(notice("info", LONG));
        }
      }
      if (kept === known) {
        return;
      }
      const same = now.pane !== pane || (now.gesture !== "" && now.gesture === gesture);
      pane = now.pane;
      known = kept;
      gesture = now.gesture;
      if (before.kept && !equal(before.kept, kept)) {
        soon(same || !commits(before.kept, kept) ? "replace" : "push");
      }
    },
  };
}

const SHORT = "These codes are too long for the address: they are gone when the page is left. Export them to keep them.";
const LONG = "This selection is too long for a link: it is gone when the page is left.";

/** What of the address says what is shown. */
function place() {
  return location.origin + location.pathname + location.search;
}

/** @param {string} path @returns {string | null} the code of a short link */
function codeOf(path) {
  return path.match(/\/p\/([^/]+)$/)?.[1] ?? null;
}

/** @template {object} T @param {T} before @param {T} after */
function equal(before, after) {
  return Object.keys(after).every((name) => before[/** @type {keyof T} */ (name)] === after[/** @type {keyof T} */ (name)]);
}

/**
 * Whether more has changed than where the map looks.
 * @param {Kept} before
 * @param {Kept} after
 */
function commits(before, after) {
  return !equal(before, { ...after, view: before.view });
}
