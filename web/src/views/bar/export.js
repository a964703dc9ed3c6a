// The button that opens the list of all that can be taken away, and that list.
import { h, refill } from "../../dom.js";
import { icon } from "../../icons.js";
import { selector } from "../../selector.js";
import { groupsOf } from "./export-entries.js";
import { createMenu } from "./menu.js";
/** @import {Entry} from "./export-entries.js" */

/** @type {MakePanel} */
export function create(dispatch) {
  const button = h(
    "button",
    { class: "button export", "aria-haspopup": "menu", "aria-controls": "export", "aria-label": "Export" },
    icon("export"),
    h("span", {}, "Export"),
    icon("down"),
  );
  const list = h("div", { id: "export", class: "menu exports", role: "menu", "aria-label": "Export", onkeydown: pressed });
  const menu = createMenu(dispatch, "export", button, list);

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=menuitem]")]);
    const at = items.indexOf(/** @type {any} */ (document.activeElement));
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Tab") {
      menu.shut(); // and on from the button, as from any menu
      return;
    }
    if (step !== undefined) {
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
            menu.shut(); // whatever opens next gives the focus back to the button
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
    refill(
      list,
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
  });

  return {
    element: menu.element,
    update(state) {
      button.setAttribute("aria-disabled", String(!state.kept)); // there is nothing to take
      const opens = menu.follow(state);
      if (state.dialog === "export") {
        fill(state);
      }
      if (opens) {
        list.scrollTop = 0;
        /** @type {HTMLElement | null} */ (list.querySelector("[role=menuitem]"))?.focus();
      }
    },
  };
}
