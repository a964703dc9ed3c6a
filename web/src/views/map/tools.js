// Buttons over the map: what a drag does, and how near one looks.
import { showsColumnAtlas } from "../../column-atlas.js";
import { iconButton, press } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { MOST_PANES } from "../../panes.js";
import { cardOf } from "../../state.js";

/** @type {[State["tool"], string][]} */
const TOOLS = [
  ["pan", "Pan (V)"],
  ["lasso", "Lasso selection (L)"],
  ["box", "Box selection (B)"],
  ["path", "Path: click to add keyframes (P)"],
];

/**
 * @param {HTMLElement} parent
 * @param {Dispatch} dispatch
 * @param {{by(factor: number): void, fit(): void}} zoom
 */
export function create(parent, dispatch, zoom) {
  const buttons = TOOLS.map(([tool, name]) => {
    const made = iconButton(tool, name, () => dispatch({ type: "tool", tool }), "icon");
    made.dataset.tool = tool;
    return made;
  });
  const name = h("span", { class: "map-name" });
  const beside = iconButton("beside", "Open another map", () => dispatch({ type: "pane-open" }), "icon open-pane");
  const swap = iconButton("swap", "Change places with the next map", () => dispatch({ type: "pane-swap" }));
  const close = iconButton("close", "Close this map", () => dispatch({ type: "pane-close" }));
  parent.append(
    h("div", { class: "map-float map-tools", role: "group", "aria-label": "Tools" }, ...buttons),
    h(
      "div",
      { class: "map-float map-zoom", role: "group", "aria-label": "Zoom" },
      iconButton("plus", "Zoom in (+)", () => zoom.by(2), "icon"),
      iconButton("minus", "Zoom out (−)", () => zoom.by(0.5), "icon"),
      iconButton("fit", "Show all data (0)", () => zoom.fit(), "icon"),
      beside,
    ),
    h("div", { class: "map-float map-pane" }, name, swap, close),
  );
  return {
    /** @param {State} state */
    update(state) {
      setText(name, state.kept?.model ?? "");
      beside.hidden = state.models.length >= MOST_PANES;
      const card = cardOf(state);
      const data = !!card?.atlas || showsColumnAtlas(card, state.kept); // where there are none, there is nothing to select
      for (const element of buttons) {
        const own = element.dataset.tool ?? "";
        press(element, own === state.tool);
        element.disabled = !data && (own === "lasso" || own === "box");
      }
    },
  };
}
