// The report beside the map: what the model believes about the pinned image, and what its dimensions are good for.
import { button, iconButton } from "../../controls.js";
import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { subjectOf } from "../../report.js";
import { selector } from "../../selector.js";
import { cardOf, SHUT_REPORT } from "../../state.js";
import { create as completions } from "./completions.js";
import { create as dimensions } from "./dimensions.js";
import { create as head } from "./head.js";
import { create as likely } from "./likely.js";
import { create as refine } from "./refine.js";
import { create as truth } from "./truth.js";
/** @import {Subject} from "../../report.js" */

const SAID = /** @type {const} */ (["key", "card", "x", "mean", "reconstruction", "kl", "absent"]);

/** @type {MakeView} */
export function create(element, dispatch) {
  const top = head(dispatch);
  const parts = [likely(dispatch), truth(dispatch), refine(dispatch), completions(dispatch)];
  const model = dimensions(dispatch);
  const none = h("p", { class: "block quiet report-none" });
  const shut = () => dispatch(SHUT_REPORT);
  const print = button("small", () => window.print(), icon("print"), "Print");
  const close = iconButton("close", "Close the report", shut);
  const title = h("h2", { tabIndex: -1 }, "What the model believes");
  const content = h(
    "div",
    { class: "report-page" },
    h("header", { class: "report-bar row between" }, title, h("span", { class: "row tight" }, print, close)),
    top.element,
    none,
    h("div", { class: "report-sections" }, ...parts.map((part) => part.element), model.element),
  );
  element.append(content);

  /** @type {State | null} */
  let now = null;
  let open = false;
  /** @type {Element | null} what had the focus before */
  let before = null;
  /** @type {Subject | null} the same object while it says the same, so that parts hear of another one alone */
  let subject = null;
  const shape = selector((state) => {
    const input = cardOf(state)?.input;
    if (input) {
      content.style.setProperty("--aspect", String(input.width / input.height));
    }
  });

  element.addEventListener("keydown", (event) => {
    if (open && event.key === "Escape" && !event.defaultPrevented) {
      shut();
      event.preventDefault(); // it closes this and nothing that lies beneath
    }
  });
  // What is drawn in the page's dark tones is drawn anew for paper, before the browser takes its picture.
  window.addEventListener("beforeprint", () => now && open && draw({ ...now, appearance: "light" }));
  window.addEventListener("afterprint", () => now && open && draw(now));

  /** @param {State} state */
  function draw(state) {
    const [told, next] = [subject, subjectOf(state)];
    subject = told && next && SAID.every((name) => Object.is(told[name], next[name])) ? told : next;
    shape(state);
    const says = !subject ? NOBODY : subject.absent;
    none.hidden = says === "";
    none.textContent = says;
    top.update(state, subject);
    for (const part of parts) {
      part.element.hidden = says !== "";
      part.update(state, subject);
    }
    model.update(state);
  }

  return {
    update(state) {
      now = state;
      const opens = state.report.open !== open;
      open = state.report.open;
      if (opens) {
        element.hidden = !open;
        element.parentElement?.classList.toggle("reporting", open);
      }
      if (open) {
        draw(state);
      }
      if (opens && open) {
        before = document.activeElement;
        element.scrollTop = 0;
        title.focus({ preventScroll: true });
      } else if (opens && (document.activeElement === document.body || element.contains(document.activeElement))) {
        if (before instanceof HTMLElement && before.isConnected) {
          before.focus();
        }
      }
    },
  };
}

const NOBODY =
  "Pin an image on the map, or bring your own, for a report on it. " +
  "What follows is about the model alone.";
