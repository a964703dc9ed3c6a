// What all experiments have: a button that opens one, and while it is open its name, a way to close it, and what is in it.
import { h, setText } from "../../dom.js";
import { subjectOf } from "../../report.js";
import { folded } from "./folded.js";
/** @import {Settings} from "../../types.js" */

/**
 * @param {Dispatch} dispatch
 * @param {string} id of the experiment
 * @param {string} name
 * @param {string} hint what it shows, in a sentence
 * @param {...Element} children
 */
export function experiment(dispatch, id, name, hint, ...children) {
  const none = h("p", { class: "small", hidden: true });
  const set = (/** @type {Settings | null} */ change) => dispatch({ type: "experiment", id, change });
  const frame = folded(name, hint, name, "experiment", (opens) => set(opens ? {} : null), none, ...children);
  frame.element.dataset.experiment = id;

  return {
    element: frame.element,
    set,
    /** Says why there is nothing to see of an image, in place of it. @param {State} state @param {string} pin said where none is pinned @param {string} waiting */
    about(state, pin, waiting = "") {
      setText(none, (subjectOf(state)?.absent ?? pin) || waiting);
      none.hidden = none.textContent === "";
      children.forEach((child) => child.toggleAttribute("hidden", !none.hidden));
    },
    /** @param {State} state @param {boolean} isOffered */
    update: ({ experiments }, isOffered) => frame.update(isOffered, Object.hasOwn(experiments, id)),
  };
}
