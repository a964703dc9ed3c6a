// A button of the bar with the menu that it opens: by a press or the down arrow; and what closes it: another press, Escape,
// or turning to something else.
import { h } from "../../dom.js";
import { whenPressedOutside } from "../../outside.js";

/**
 * @param {Dispatch} dispatch
 * @param {NonNullable<State["dialog"]>} name by which the state opens it
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} menu
 */
export function createMenu(dispatch, name, button, menu) {
  let open = false;
  const element = h("div", { class: "chooser" }, button, menu);
  menu.hidden = true;

  function show() {
    if (button.getAttribute("aria-disabled") !== "true") {
      dispatch({ type: "dialog", dialog: name });
    }
  }

  const close = () => open && dispatch({ type: "dialog", dialog: null });
  function shut() {
    close();
    button.focus();
  }

  button.addEventListener("click", () => (open ? shut() : show()));
  element.addEventListener("keydown", (event) => {
    const opens = event.key === "ArrowDown" && !open;
    if (opens || (event.key === "Escape" && open)) {
      event.preventDefault();
      event.stopPropagation();
      opens ? show() : shut();
    }
  });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !element.contains(relatedTarget)) {
      close();
    }
  });
  whenPressedOutside(element, close);

  return {
    element,
    /** Closes it, and gives the focus back to the button. */
    shut,
    /**
     * Opens or closes it as the state says.
     * @param {State} state
     * @returns {boolean} whether it has just opened
     */
    follow({ dialog }) {
      const opens = dialog === name && !open;
      open = dialog === name;
      button.setAttribute("aria-expanded", String(open));
      menu.hidden = !open;
      return opens;
    },
  };
}
