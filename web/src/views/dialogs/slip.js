// A card at the page's upper right that a button of the bar opens: sharing, or what is asked before a file is made. The
// page stays usable beside it.
import { iconButton } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { whenPressedOutside } from "../../outside.js";

/**
 * @param {Dispatch} dispatch
 * @param {"export" | "share"} opener the button of the bar that gets the focus back
 * @param {NonNullable<State["dialog"]>} name by which the state opens it
 * @param {string} title
 * @param {{show(state: State): void, begin(state: State): void}} handlers `show` of each state while it is open, and `begin`
 *   after the first: where the focus goes
 * @param {...Child} children
 */
export function slip(dispatch, opener, name, title, handlers, ...children) {
  let open = false;
  const element = h(
    "dialog",
    { class: `slip ${opener}-slip ${name}`, "aria-labelledby": `${name}-title`, onkeydown: escape },
    h(
      "div",
      { class: "row between" },
      h("h2", { class: "headline", id: `${name}-title` }, title),
      iconButton("close", "Close", close),
    ),
    ...children,
  );

  function close() {
    dispatch({ type: "dialog", dialog: null });
    /** @type {HTMLElement | null} */ (document.querySelector(`#bar .${opener}`))?.focus();
  }

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  }

  // The map may be moved meanwhile, and the button does as it does; what else is pressed closes it.
  whenPressedOutside(
    element,
    () => open && dispatch({ type: "dialog", dialog: null }),
    `#bar .${opener}, #desk, .tooltip`,
  );

  return {
    element,
    close,
    /** Opens or closes it as the state says. @param {State} state */
    update(state) {
      const before = open;
      open = state.dialog === name && state.kept !== null;
      if (open && !before) {
        element.show();
      } else if (before && !open) {
        element.close();
      }
      if (open) {
        handlers.show(state);
      }
      if (open && !before) {
        handlers.begin(state);
      }
    },
  };
}

/**
 * Copies a text, or selects it where the browser lets no page copy.
 * @param {string} text
 * @param {string} what it is
 * @param {HTMLElement} status says so
 * @param {() => void} select
 * @returns {Promise<boolean>} whether it is copied
 */
export async function copyText(text, what, status, select) {
  try {
    await navigator.clipboard.writeText(text);
    setText(status, "");
    return true;
  } catch {
    select();
    setText(status, `The browser blocked copying. The ${what} is selected: press Ctrl C.`);
    return false;
  }
}

/**
 * A line of a form: words, what is chosen, and what follows from it.
 * @param {string} words
 * @param {HTMLElement} field with an id
 * @param {...Child} more
 */
export function line(words, field, ...more) {
  return h("div", { class: "export-line" }, h("label", { htmlFor: field.id }, words), field, ...more);
}

/**
 * A list to choose a number from.
 * @param {string} id
 * @param {number[]} values
 * @param {(value: number) => string} text
 * @param {number} chosen
 * @param {() => void} onchange
 */
export function numbers(id, values, text, chosen, onchange) {
  const list = h(
    "select",
    { id, class: "field number", onchange },
    ...values.map((value) => h("option", { value: String(value) }, text(value))),
  );
  list.value = String(chosen);
  return list;
}
