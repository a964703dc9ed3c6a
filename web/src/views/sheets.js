// @ts-check
// On a phone: the bar that opens one panel at a time over the map. The place under the finger shows in its own tab, so
// that the map can be read with all sheets closed.
import { changes, h } from "../dom.js";
import { icon } from "../icons.js";
import { cardOf } from "../state.js";
import { show, toneOf } from "../tone.js";
/** @import {Dispatch} from "../state.js" */
/** @import {State} from "../types.js" */

/** @type {{sheet: NonNullable<State["sheet"]>, name: string, controls: string}[]} */
const SHEETS = [
  { sheet: "images", name: "Images", controls: "images" },
  { sheet: "here", name: "Here", controls: "here" },
  { sheet: "path", name: "Path", controls: "path" },
  { sheet: "layers", name: "Layers", controls: "map-card-body" },
];

/**
 * @param {HTMLElement} element
 * @param {Dispatch} dispatch
 */
export function create(element, dispatch) {
  /** @type {State["sheet"]} */
  let open = null;
  const canvas = h("canvas", { class: "image", hidden: true, "aria-hidden": "true" });
  const drawings = SHEETS.map(({ sheet }) => icon(sheet));
  const tabs = SHEETS.map(({ sheet, name, controls }, i) =>
    h(
      "button",
      {
        type: "button",
        class: "button",
        "aria-expanded": "false",
        "aria-controls": controls,
        onclick: () => dispatch({ type: "sheet", sheet: open === sheet ? null : sheet }),
      },
      h("span", { class: "sign" }, drawings[i], sheet === "here" && canvas),
      h("span", {}, name),
    ),
  );
  const sheetNew = changes();
  const hereNew = changes();
  const hereDrawing = drawings[SHEETS.findIndex(({ sheet }) => sheet === "here")];
  element.append(...tabs);
  document.addEventListener("keydown", escape);

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key === "Escape" && open && !event.defaultPrevented && element.offsetParent) {
      const tab = tabs[SHEETS.findIndex(({ sheet }) => sheet === open)];
      dispatch({ type: "sheet", sheet: null });
      tab.focus();
    }
  }

  return {
    /** @param {State} state */
    update(state) {
      if (sheetNew(state.sheet)) {
        open = state.sheet;
        tabs.forEach((tab, i) => tab.setAttribute("aria-expanded", String(SHEETS[i].sheet === open)));
      }
      if (hereNew(state.here, state.appearance, state.kept?.model)) {
        const card = cardOf(state);
        const drawn = card && state.here;
        canvas.hidden = !drawn;
        hereDrawing.toggleAttribute("hidden", Boolean(drawn));
        if (drawn) {
          show(canvas, drawn.pixels, 0, card.input, toneOf(card, state.appearance));
        }
      }
    },
    destroy() {
      document.removeEventListener("keydown", escape);
      element.replaceChildren();
    },
  };
}
