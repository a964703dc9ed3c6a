// On a phone: the bar that opens one panel at a time over the map. The place under the finger shows in its own tab, so
// that the map can be read with all sheets closed.
import { h, SHEETS } from "../dom.js";
import { icon } from "../icons.js";
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { show, toneOf } from "../tone.js";

/** @type {{sheet: NonNullable<State["sheet"]>, name: string, controls: string}[]} */
const ALL = [
  { sheet: "images", name: "Images", controls: "images" },
  { sheet: "here", name: "Here", controls: "here" },
  { sheet: "path", name: "Path", controls: "path" },
  { sheet: "layers", name: "Layers", controls: "map-card-body" },
];

/** @type {MakeView} */
export function create(element, dispatch) {
  /** @type {State["sheet"]} */
  let open = null;
  const canvas = h("canvas", { class: "image", hidden: true, "aria-hidden": "true" });
  const hereDrawing = icon("here");
  const tabs = ALL.map(({ sheet, name, controls }) =>
    h(
      "button",
      {
        class: "button",
        "aria-expanded": "false",
        "aria-controls": controls,
        onclick: () => dispatch({ type: "sheet", sheet: open === sheet ? null : sheet }),
      },
      h("span", { class: "sign" }, ...(sheet === "here" ? [hereDrawing, canvas] : [icon(sheet)])),
      h("span", {}, name),
    ),
  );
  element.append(...tabs);
  document.addEventListener("keydown", escape);

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key === "Escape" && open && !event.defaultPrevented && element.offsetParent) {
      const tab = tabs[ALL.findIndex(({ sheet }) => sheet === open)];
      dispatch({ type: "sheet", sheet: null });
      tab.focus();
    }
  }

  const expand = selector(({ sheet }) => {
    open = sheet;
    tabs.forEach((tab, i) => tab.setAttribute("aria-expanded", String(ALL[i].sheet === open)));
  });
  const draw = selector((state) => {
    const card = cardOf(state);
    const drawn = SHEETS.matches && card && state.here;
    canvas.hidden = !drawn;
    hereDrawing.toggleAttribute("hidden", Boolean(drawn));
    if (drawn) {
      show(canvas, drawn.pixels, 0, card.input, toneOf(card, state.appearance));
    }
  });

  return {
    update(state) {
      expand(state);
      draw(state);
    },
  };
}
