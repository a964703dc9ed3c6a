// Buttons over the map: what a drag does, and how near one looks.
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { cardOf } from "../../state.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {State} from "../../types.js" */

/** @type {[State["tool"], "pan" | "lasso" | "box" | "path", string][]} */
const TOOLS = [
  ["pan", "pan", "Pan (V)"],
  ["lasso", "lasso", "Lasso selection (L)"],
  ["box", "box", "Box selection (B)"],
  ["path", "path", "Path: click to add keyframes (P)"],
];

/**
 * @param {HTMLElement} parent
 * @param {Dispatch} dispatch
 * @param {{by(factor: number): void, fit(): void}} zoom
 */
export function create(parent, dispatch, zoom) {
  const buttons = TOOLS.map(([tool, drawing, name]) =>
    h(
      "button",
      {
        class: "button icon",
        type: "button",
        title: name,
        "aria-label": name,
        "data-tool": tool,
        onclick: () => dispatch({ type: "tool", tool }),
      },
      icon(drawing),
    ),
  );
  const name = h("p", { class: "map-float map-name" });
  const beside = button("beside", "Open a second map", () => dispatch({ type: "pane-open" }));
  const close = button("close", "Close this map", () => dispatch({ type: "pane-close" }));
  beside.classList.add("open-pane");
  close.classList.add("close-pane");
  parent.append(
    h("div", { class: "map-float map-tools", role: "group", "aria-label": "Tools" }, ...buttons),
    h(
      "div",
      { class: "map-float map-zoom", role: "group", "aria-label": "Zoom" },
      button("plus", "Zoom in (+)", () => zoom.by(2)),
      button("minus", "Zoom out (−)", () => zoom.by(0.5)),
      button("fit", "Show all data (0)", () => zoom.fit()),
      beside,
      close,
    ),
    name,
  );
  return {
    /** @param {State} state */
    update(state) {
      setText(name, state.kept?.model ?? "");
      const data = !!cardOf(state)?.atlas; // where there are none, there is nothing to select
      for (const element of buttons) {
        const own = element.dataset.tool ?? "";
        element.setAttribute("aria-pressed", String(own === state.tool));
        element.disabled = !data && (own === "lasso" || own === "box");
      }
    },
  };
}

/** @param {Parameters<typeof icon>[0]} drawing @param {string} name @param {() => void} onclick */
function button(drawing, name, onclick) {
  return h("button", { class: "button icon", type: "button", title: name, "aria-label": name, onclick }, icon(drawing));
}
