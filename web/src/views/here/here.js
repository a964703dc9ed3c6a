// The panel at the right: what lies under the pointer or at the pin, the plane, the dimensions, and the pinned image; and
// the way to the report.
import { h } from "../../dom.js";
import { parts } from "../../parts.js";
import { cardOf } from "../../state.js";
import { PANELS } from "./panels.js";

/** @param {HTMLElement} element @param {Dispatch} dispatch */
export function create(element, dispatch) {
  /** @type {ReturnType<typeof parts<ReturnType<(typeof PANELS)[number]>>>} */
  const panels = parts();
  const content = h("div", { class: "here" }, ...PANELS.map((panel) => panels.add(() => panel(dispatch))?.element));
  element.append(content);

  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && pinned) {
      dispatch({ type: "pin", spot: null });
      event.preventDefault();
    }
  });

  let pinned = false;
  /** @type {Card["input"] | null} */
  let shape = null;
  return {
    /** @param {State} state */
    update(state) {
      pinned = !!state.kept?.pin;
      const input = cardOf(state)?.input;
      if (input && input !== shape) {
        shape = input;
        content.style.setProperty("--aspect", String(input.width / input.height));
      }
      element.classList.toggle("open", state.sheet === "here");
      panels.update(state);
    },
  };
}
