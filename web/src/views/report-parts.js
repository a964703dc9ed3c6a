// @ts-check
// What the sections of the report share: their heads, what they say while nothing is there, and numbers with errors.
import { h, setText } from "../dom.js";
import { fixed } from "../numbers.js";
/** @import {Child} from "../dom.js" */
/** @import {Dispatch} from "../state.js" */
/** @import {Asked} from "../types-report.js" */
/** @import {State} from "../types.js" */

const AFTER_WRONG = "Try again";

/**
 * A section with a sentence under its name.
 * @param {string} id
 * @param {string} title
 * @param {Child[]} lead
 * @param {...Child} body
 */
export function section(id, title, lead, ...body) {
  return h(
    "section",
    { class: `block report-section report-${id}`, "aria-labelledby": `report-${id}` },
    h("h3", { id: `report-${id}` }, title),
    h("p", { class: "report-lead" }, ...lead),
    ...body,
  );
}

/**
 * Where a section says that it is at work, was stopped, or was refused and what can be done. Its place is kept.
 * @param {Dispatch} dispatch
 */
export function status(dispatch) {
  let tries = 0;
  const says = h("span", {});
  const again = h(
    "button",
    {
      class: "button small",
      type: "button",
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
      const words = { asking: lost ? LOST : working, stopped: "Stopped: what had come is shown.", wrong: sentence };
      setText(says, words[/** @type {keyof typeof words} */ (stage)] ?? else_);
      element.classList.toggle("wrong", stage === "wrong");
      element.classList.toggle("busy", stage === "asking");
      again.hidden = stage !== "wrong";
      element.classList.toggle("said", says.textContent !== "");
    },
  };
}

const LOST = "The server is not answering: this begins again when it does.";

/**
 * A number and its standard error, with as many decimals as the error is worth.
 * @param {number} value
 * @param {number} [error] left out where it is not known
 */
export function within(value, error = NaN) {
  if (!Number.isFinite(value)) {
    return "–";
  }
  const decimals = error < 0.0005 ? 4 : error < 0.005 ? 3 : 2;
  return Number.isFinite(error) ? `${fixed(value, decimals)} ± ${fixed(error, decimals)}` : fixed(value, 2);
}

/**
 * A name and a number after one another, as the page's lists have them.
 * @param {Child[]} name
 */
export function entry(name) {
  const value = h("dd", { class: "number" }, "–");
  return { value, children: [h("dt", {}, ...name), value] };
}

/**
 * With a comma after each thousand.
 * @param {number} count
 */
export function counted(count) {
  return Math.round(count).toLocaleString("en");
}
