// @ts-check
// The theme: the reader's choice, kept in this browser, or else the system's. `first.js` does the same before anything
// is painted.
/** @import {Dispatch} from "../state.js" */
/** @import {State} from "../types.js" */
/** @import {Server} from "../server.js" */

const KEY = "isthmus-theme";

/**
 * @param {Server} _server
 * @param {Dispatch} dispatch
 */
export function create(_server, dispatch) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let theme = /** @type {State["theme"]} */ ("auto");

  function show() {
    const appearance = theme === "dark" || (theme === "auto" && dark.matches) ? "dark" : "light";
    document.documentElement.dataset.theme = appearance;
    dispatch({ type: "appearance", appearance });
  }

  dark.addEventListener("change", show);
  const kept = remembered();
  if (kept === "light" || kept === "dark") {
    theme = kept;
    dispatch({ type: "theme", theme });
  }
  show();
  return {
    /** @param {State} state */
    update(state) {
      if (state.theme !== theme) {
        theme = state.theme;
        remember(theme);
        show();
      }
    },
  };
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // where a browser keeps nothing, the system's theme is shown
  }
}

/** @param {string} theme */
function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // it lasts until the page is left
  }
}
