// How a program gets what is shown: commands to copy.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { notice } from "../../notice.js";
import { selector } from "../../selector.js";
import { commands, python } from "../../take/api.js";
import { slip } from "./slip.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {State} from "../../types.js" */

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  let shown = false;
  const list = h("div", { class: "export-calls" });
  const card = slip(
    dispatch,
    "export",
    "code",
    "Get this from code",
    h("p", { class: "small quiet" }, "What the page shows, requested from this server over HTTP. Every number is exact."),
    list,
  );

  /** @param {string} title @param {string} text */
  function call(title, text) {
    const code = h("pre", { role: "region", tabIndex: 0, "aria-label": title }, h("code", {}, text));
    const status = h("p", { class: "small", role: "status" });
    const copying = button("", copy, "Copy");
    copying.setAttribute("aria-label", `Copy: ${title}`);

    async function copy() {
      try {
        await navigator.clipboard.writeText(text);
        dispatch(notice("info", "Copied"));
      } catch {
        getSelection()?.selectAllChildren(code);
        setText(status, "The browser blocked copying. The text is selected: press Ctrl C.");
      }
    }
    return h("section", {}, h("div", { class: "row between" }, h("h3", {}, title), copying), code, status);
  }

  const fill = selector((state) => {
    const origin = location.origin;
    list.replaceChildren(
      ...commands(state, origin).map(({ title, text }) => call(title, text)),
      call("Python with NumPy", python(state, origin)),
    );
  });

  return {
    element: card.element,
    /** @param {State} state */
    update(state) {
      const open = card.follow(state);
      if (open) {
        fill(state);
      }
      if (open && !shown) {
        /** @type {HTMLElement | null} */ (list.querySelector("button"))?.focus();
      }
      shown = open;
    },
  };
}
