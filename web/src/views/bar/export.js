// The button that opens the list of all that can be taken away, and that list.
import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { whenLeft } from "../../outside.js";
import { selector } from "../../selector.js";
import { groupsOf } from "./export-entries.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {State} from "../../types.js" */
/** @import {Entry} from "./export-entries.js" */

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const button = h(
    "button",
    {
      class: "button export",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": "export",
      "aria-label": "Export",
      onclick: () => (open ? shut() : show()),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === "ArrowDown" && !open) {
          event.preventDefault();
          show();
        }
      },
    },
    icon("export"),
    h("span", {}, "Export"),
    icon("down"),
  );
  const menu = h("div", {
    id: "export",
    class: "menu exports",
    role: "menu",
    "aria-label": "Export",
    hidden: true,
    onkeydown: pressed,
  });
  const element = h("div", { class: "chooser" }, button, menu);
  let open = false;
  let ready = false; // whether there is anything to take at all
  whenLeft(element, () => open && dispatch({ type: "dialog", dialog: null }));

  function show() {
    if (ready) {
      dispatch({ type: "dialog", dialog: "export" });
    }
  }

  function shut() {
    dispatch({ type: "dialog", dialog: null });
    button.focus();
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("[role=menuitem]")]);
    const at = items.indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape") {
      shut();
    } else if (event.key === "Tab") {
      shut(); // and on from the button, as from any menu
      return;
    } else if (step !== undefined) {
      items[(step + items.length) % items.length].focus();
    } else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const letter = event.key.toLowerCase();
      const starts = (/** @type {HTMLElement} */ one) => one.textContent?.toLowerCase().startsWith(letter);
      [...items.slice(at + 1), ...items.slice(0, at + 1)].find(starts)?.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // these keys are the menu's, not the map's
  }

  /** @param {Entry} entry @param {string | null} reason @param {string} noted id of what says it */
  function item({ id, title, words, out, action }, reason, noted) {
    const what = `export-${id}`;
    return h(
      "button",
      {
        role: "menuitem",
        tabIndex: -1,
        "data-entry": id,
        "aria-describedby": reason === null ? what : `${noted} ${what}`,
        "aria-disabled": String(reason !== null),
        onclick: () => {
          if (reason === null) {
            button.focus(); // whatever opens next gives the focus back to it
            dispatch({ type: "dialog", dialog: null });
            dispatch(action);
          }
        },
      },
      h("b", {}, title),
      h("span", { class: "number quiet" }, reason === null ? out : ""),
      h("span", { class: "small quiet", id: what }, words),
    );
  }

  const fill = selector((state) => {
    const held = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.entry;
    menu.replaceChildren(
      ...groupsOf(state).map(({ title, reason, entries }, i) => {
        const name = `export-group-${i}`;
        const noted = `export-reason-${i}`;
        return h(
          "div",
          { role: "group", "aria-labelledby": name },
          h("h2", { id: name, role: "presentation" }, title),
          reason !== null && h("p", { class: "small", id: noted, role: "presentation" }, reason),
          ...entries.map((entry) => item(entry, reason, noted)),
        );
      }),
    );
    if (held) {
      /** @type {HTMLElement | null} */ (menu.querySelector(`[data-entry="${held}"]`))?.focus();
    }
  });

  return {
    element,
    /** @param {State} state */
    update(state) {
      ready = state.kept !== null;
      button.setAttribute("aria-disabled", String(!ready));
      if (open !== (state.dialog === "export")) {
        open = !open;
        button.setAttribute("aria-expanded", String(open));
        menu.hidden = !open;
        if (!open) {
          return;
        }
        fill(state);
        menu.scrollTop = 0;
        /** @type {HTMLElement | null} */ (menu.querySelector("[role=menuitem]"))?.focus();
      } else if (open) {
        fill(state);
      }
    },
  };
}
