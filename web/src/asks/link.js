// Keeps the address bar and what is kept the same. A change that commits is a step of the browser's history; looking
// about and dragging rewrite the present step. Going back is itself a change that undo takes back. While a lesson is taken,
// the address names its step, and each step is one of the history.
import { besideOf, lay } from "../beside.js";
import { notice } from "../notice.js";
import { embedded } from "../embed.js";
import { atOf, hashOf } from "../lesson/course.js";
import { isTooLong, lookedOf } from "../looked.js";
import { pathKey } from "../state.js";
import { isCut, read, readShort, write } from "../url.js";
/** @import {Laid} from "../panes.js" */

/** @typedef {{panes: (Laid & {kept: Kept, looked: Looked | null, pane: number})[], active: number}} Shown all maps */

const MOST = 100; // steps whose own images are remembered; those before show what their address says
const PAUSE = 350; // milliseconds between two writes: browsers stop a page that writes oftener

/** @type {import("./latest.js").Ask} */
export function create(_server, dispatch) {
  /** @type {State | null} */
  let state = null;
  /** @type {Shown | null} */
  let known = null; // as it was when it was looked at last
  let gesture = "";
  let titled = "";
  let pending = /** @type {"" | "replace" | "push"} */ ("");
  let written = -PAUSE; // when
  let timer = 0;
  let isShort = false; // whether the address was too short for what was kept last
  /** What steps of the history show: with own images, which links do not hold. @type {Map<number, Shown>} */
  const steps = new Map();
  let address = place(); // as it was written last
  let lesson = stepIn(location.hash); // the step of a lesson that the address names
  let begun = false;
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

  /** @param {"push" | "replace"} how @param {Shown} shown @param {string} url */
  function record(how, shown, url) {
    if (embedded) {
      return; // the steps of a page within another are that page's
    }
    steps.set(++step, shown);
    steps.delete(step - MOST);
    window.history[how === "push" ? "pushState" : "replaceState"]({ step }, "", url);
    address = place();
  }

  function flush() {
    clearTimeout(timer);
    timer = 0;
    const { kept, cards } = state ?? {};
    if (pending && known && state && kept && cards) {
      const beside = besideOf(state);
      const url = new URL(write(kept, cards, lookedOf(state), beside), document.baseURI).href;
      record(url === address ? "replace" : pending, known, url); // a step that reads the same is none
      const cut = isCut(kept, lookedOf(state), beside);
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
    const at = atOf(location.hash);
    if (at) {
      lesson = hashOf(at);
      dispatch({ type: "lesson", at });
      return;
    }
    if (lesson) {
      lesson = null;
      dispatch({ type: "lesson", at: null });
    }
    const there = steps.get(event.state?.step);
    if (!known || (!event.state && place() === address)) {
      return; // only the part behind # is another
    }
    clearTimeout(timer);
    timer = 0;
    pending = "";
    const { kept, problems, ...others } = follow();
    address = place();
    const wanted = there ? { type: /** @type {const} */ ("panes"), ...there } : kept && lay({ kept, ...others });
    // Two steps in a row may arrive as one and the same: nothing to do, and nothing to undo.
    if (wanted && !(there && alike(known, there))) {
      known = null; // so that it is not written
      dispatch(wanted);
      say(there ? [] : problems);
    }
  });

  /** Writes the step of a lesson, and no more while one is taken: what is moved there is the step's again on the next visit. */
  function teach(/** @type {string} */ hash) {
    if (hash !== lesson) {
      clearTimeout(timer);
      [timer, pending, lesson] = [0, "", hash];
      record("push", shownIn(/** @type {State} */ (state)), document.baseURI + hash);
    }
  }

  return {
    update(now) {
      state = now;
      const { kept, catalogue, cards, course } = now;
      if (!begun) {
        begun = true;
        const at = atOf(location.hash);
        if (at) {
          return dispatch({ type: "lesson", at });
        }
      }
      if (course) {
        teach(hashOf(course));
        known = kept ? shownIn(now) : null;
        return;
      }
      if (lesson) {
        lesson = null;
        soon("push");
      }
      if (!kept) {
        if (catalogue === "ready" && cards.length > 0 && !known) {
          const { kept: asked, problems, seen, version, ...others } = follow();
          const first = /** @type {Kept} */ (asked);
          const card = /** @type {Card} */ (cards.find(({ id }) => id === asked?.model));
          const sent = seen && { key: pathKey(card, first), seen, version };
          const all = lay({ kept: first, ...others, ...(embedded && { looked: null }) }, sent);
          // A short link stays in the address bar until something is done, and so does one that cannot be followed.
          const stays = problems.length > 0 || codeOf(location.pathname) !== null;
          const url = stays ? location.href : write(first, cards, others.looked, others.beside);
          dispatch(all);
          record("replace", shownIn(/** @type {State} */ (state)), stays ? url : url + location.hash);
          say(problems);
        }
        return;
      }
      if (now.panes.some(({ followed }) => followed)) {
        return; // what is kept meanwhile goes with it
      }
      if (kept.model !== titled) {
        titled = kept.model;
        document.title = `${titled} · Isthmus`;
      }
      const before = known;
      known = shownIn(now);
      if (!before || alike(before, known)) {
        return;
      }
      const same = before.active !== known.active || (now.gesture !== "" && now.gesture === gesture);
      gesture = now.gesture;
      const count = before.panes.length !== known.panes.length;
      soon(count || (!same && known.panes.some((one, i) => commits(before.panes[i].kept, one.kept))) ? "push" : "replace");
      const { selection, columnAtlas: { lasso } } = now;
      if (isTooLong({ selection, lasso }) && before.panes.every(({ looked }) => looked?.selection !== selection || looked.lasso !== lasso)) {
        dispatch(notice("info", LONG));
      }
    },
  };
}

/** @param {State} state @returns {Shown} */
function shownIn({ panes, active }) {
  const shown = panes.flatMap((one) => (one.kept ? [{ pane: one.pane, kept: one.kept, looked: lookedOf(one) }] : []));
  return { panes: shown, active: Math.max(0, shown.findIndex(({ pane }) => pane === active)) };
}

/** Whether two pages show the same. @param {Shown} before @param {Shown} after */
function alike(before, after) {
  return before.active === after.active && before.panes.length === after.panes.length && after.panes.every(({ pane, kept, looked }, i) => {
    const was = before.panes[i];
    return was.pane === pane && (was.kept === kept || equal(was.kept, kept)) && equal(/** @type {Looked} */ (was.looked), /** @type {Looked} */ (looked));
  });
}

const SHORT = "These codes are too long for the address: they are gone when the page is left. Export them to keep them.";
const LONG = "This selection is too long for a link: it is gone when the page is left.";

/** What of the address says what is shown. */
function place() {
  return location.origin + location.pathname + location.search;
}

/** @param {string} hash @returns {string | null} the step of a lesson that it names, as it is written */
function stepIn(hash) {
  const at = atOf(hash);
  return at && hashOf(at);
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
