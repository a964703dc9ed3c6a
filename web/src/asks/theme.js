// The theme: the reader's choice, kept in this browser, or else the system's. `first.js` does the same before anything
// is painted.
import { recall, remember } from "../remember.js";

const KEY = "isthmus-theme";

/** @type {import("./latest.js").Ask} */
export function create(_server, dispatch) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let theme = /** @type {State["theme"]} */ ("auto");

  function show() {
    const appearance = theme === "dark" || (theme === "auto" && dark.matches) ? "dark" : "light";
    document.documentElement.dataset.theme = appearance;
    dispatch({ type: "appearance", appearance });
  }

  dark.addEventListener("change", show);
  const kept = recall(KEY);
  if (kept === "light" || kept === "dark") {
    theme = kept;
    dispatch({ type: "theme", theme });
  }
  show();
  return {
    update(state) {
      if (state.theme !== theme) {
        theme = state.theme;
        remember(KEY, theme);
        show();
      }
    },
  };
}
