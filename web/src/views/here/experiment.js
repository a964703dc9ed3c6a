// What all experiments have: a button that opens one, and while it is open its name, a way to close it, and what is in it.
import { button, iconButton } from "../../controls.js";
import { h } from "../../dom.js";
import { explain } from "../../tooltip.js";
/** @import {Settings} from "../../types.js" */

/**
 * @param {Dispatch} dispatch
 * @param {string} id of the experiment
 * @param {string} name
 * @param {string} hint what it shows, in a sentence
 * @param {...Child} children
 */
export function experiment(dispatch, id, name, hint, ...children) {
  const title = h("h2", { id: `experiment-${id}`, tabIndex: -1 }, name);
  const content = h("div", { class: "experiment", hidden: true }, h("div", { class: "row between" }, title, iconButton("close", "Close", close)), ...children);
  const open = button("here-report", () => set({}), name);
  explain(open, hint);
  const element = h("section", { class: "block", hidden: true, "aria-label": name, "data-experiment": id }, open, content);
  content.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  let left = false; // from within, so that the focus goes back to what opened it
  let opened = false; // from within, so that it takes the focus

  /** @param {Settings | null} change */
  function set(change) {
    opened = change !== null && content.hidden === true;
    dispatch({ type: "experiment", id, change });
  }

  function close() {
    left = true;
    set(null);
  }

  return {
    element,
    set,
    /** @param {State} state @param {boolean} isOffered @returns {boolean} whether it is open */
    update({ experiments }, isOffered) {
      const shown = isOffered && Object.hasOwn(experiments, id);
      element.hidden = !isOffered;
      element.classList.toggle("shut", !shown);
      open.hidden = shown;
      content.hidden = !shown;
      if (shown && opened) {
        title.focus();
        content.scrollIntoView({ block: "nearest" });
      } else if (!shown && left) {
        open.focus();
      }
      left = opened = false;
      return shown;
    },
  };
}
