// A panel behind a button that opens it. What closes it from within, a cross or Escape, leads the focus back to the button.
import { button, iconButton } from "../../controls.js";
import { h } from "../../dom.js";
import { explain } from "../../tooltip.js";

/**
 * @param {string} name on the button
 * @param {string} hint what it shows, in a sentence
 * @param {string} heading
 * @param {string} kind class of what is behind the button
 * @param {(opens: boolean) => void} turn
 * @param {...Child} children
 */
export function folded(name, hint, heading, kind, turn, ...children) {
  const title = h("h2", { tabIndex: -1 }, heading);
  const content = h("div", { class: kind, hidden: true }, h("div", { class: "row between" }, title, iconButton("close", "Close", close)), ...children);
  const open = button("here-report", begin, name);
  explain(open, hint);
  const element = h("section", { class: "block", hidden: true, "aria-label": name }, open, content);
  content.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  let left = false; // from within, so that the focus goes back to what opened it
  let opened = false; // from within, so that it takes the focus

  function begin() {
    opened = true;
    turn(true);
  }

  function close() {
    left = true;
    turn(false);
  }

  return {
    element,
    open,
    /** @param {boolean} isOffered @param {boolean} isOpen @returns {boolean} whether it is open */
    update(isOffered, isOpen) {
      const shown = isOffered && isOpen;
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
