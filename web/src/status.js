// What is said of an answer of the report: that it is being computed, was stopped, or was refused.
import { h, setText } from "./dom.js";
/** @import {Asked} from "./types-report.js" */

const AFTER_WRONG = "Try again";
const LOST = "The server isn't responding. This restarts once it does.";

/**
 * Where a part of the page says that it is at work, was stopped, or was refused and what can be done. Its place is kept.
 * @param {Dispatch} dispatch
 */
export function status(dispatch) {
  let tries = 0;
  const says = h("span", {});
  const again = h(
    "button",
    {
      class: "button small",
      hidden: true,
      onclick: () => dispatch({ type: "report", change: { again: tries + 1 } }),
    },
    AFTER_WRONG,
  );
  const element = h("p", { class: "report-status small quiet", role: "status" }, says, again);
  return {
    element,
    /**
     * @param {State} state
     * @param {Asked | null} asked
     * @param {string} working what is said while it is asked
     * @param {string} [else_] what is said otherwise
     */
    update({ report, connection }, asked, working, else_ = "") {
      tries = report.again;
      const { stage, sentence } = asked ?? { stage: "", sentence: "" };
      const lost = connection !== "open" && stage === "asking";
      const words = { asking: lost ? LOST : working, stopped: "Stopped. Showing partial results.", wrong: sentence };
      setText(says, words[/** @type {keyof typeof words} */ (stage)] ?? else_);
      element.classList.toggle("wrong", stage === "wrong");
      element.classList.toggle("busy", stage === "asking");
      again.hidden = stage !== "wrong";
      element.classList.toggle("said", says.textContent !== "");
    },
  };
}
