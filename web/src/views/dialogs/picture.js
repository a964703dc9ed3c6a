// How large a picture of the map is to be, and whether its legend is in it.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { line, numbers, slip } from "./slip.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {State} from "../../types.js" */

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {State | null} */
  let state = null;
  const ratio = numbers("picture-ratio", [1, 2, 3, 4], (value) => `${value}×`, 2, tell);
  const legend = h("input", { type: "checkbox", id: "picture-legend", checked: true });
  const size = h("span", { class: "number quiet" });
  const image = button("main", () => start("map"), "Save PNG");
  const drawing = button("", () => start("vectors"), "Save SVG");
  const card = slip(
    dispatch,
    "export",
    "picture",
    "Picture of the map",
    { show, begin: () => image.focus() },
    line("PNG size", ratio, size),
    h("label", { class: "export-line" }, legend, "Colour legend"),
    h("p", { class: "small quiet" }, "Everything is redrawn at that size, not enlarged."),
    h("p", { class: "small quiet" }, "The SVG has points, ellipses, contours, path and axes, without the images."),
    h("div", { class: "row ends" }, drawing, image),
  );

  function tell() {
    if (state) {
      const times = Number(ratio.value);
      const { width, height } = state.size;
      const sides = [width, height].map((side) => Math.round(side * times).toLocaleString("en"));
      setText(size, `${sides.join(" × ")} pixels`);
    }
  }

  /** @param {"map" | "vectors"} kind */
  function start(kind) {
    card.close();
    const chosen = { legend: legend.checked };
    dispatch({ type: "take", wish: kind === "map" ? { kind, ratio: Number(ratio.value), ...chosen } : { kind, ...chosen } });
  }

  /** @param {State} next */
  function show(next) {
    state = next;
    tell();
  }

  return card;
}
