// The maps of all panes as one drawing, side by side, each under its model's name.
import { s } from "../dom.js";
import { token } from "../tokens.js";
import { figure } from "./figure.js";
/** @import {FigureWish} from "../types.js" */
/** @import {Recipe} from "../take/recipe.js" */

const GAP = 6; // millimetres between two
const NAME = 18; // pixels of the page that a name takes above its map
const ACROSS = [1, 2, 3, 2]; // maps in a row, by how many there are

/**
 * The map of the state, or those of all panes where they are wished for.
 * @param {State} state
 * @param {Pane[]} panes
 * @param {FigureWish} wish
 * @param {Recipe} recipe
 */
export function figureOf(state, panes, wish, recipe) {
  const shown = wish.all ? panes.filter(({ size, kept }) => kept && size.width > 0) : [];
  if (shown.length < 2) {
    return figure(state, wish, recipe);
  }
  const columns = ACROSS[shown.length - 1];
  const width = (wish.width - (columns - 1) * GAP) / columns;
  const parts = shown.map((pane) => figure({ ...state, ...pane }, { ...wish, width }, recipe));
  const boxes = parts.map((part) => (part.getAttribute("viewBox") ?? "").split(" ").map(Number));
  const unit = boxes[0][2] / width; // pixels of the page a millimetre
  const appearance = wish.ground === "page" ? state.appearance : "light";
  let top = 0;
  const placed = [];
  for (let from = 0; from < parts.length; from += columns) {
    for (let i = from; i < Math.min(from + columns, parts.length); i++) {
      const x = (i - from) * (width + GAP) * unit;
      placed.push(
        s("text", { x: x.toFixed(2), y: (top + 12).toFixed(2), fill: token("ink", appearance) }, shown[i].kept?.model ?? ""),
        s("g", { transform: `translate(${x.toFixed(2)} ${(top + NAME).toFixed(2)})` }, ...drawnOf(parts[i])),
      );
    }
    top += NAME + Math.max(...boxes.slice(from, from + columns).map(([, , , height]) => height)) + GAP * unit;
  }
  const size = { width: (wish.width * unit).toFixed(2), height: (top - GAP * unit).toFixed(2) };
  const [first] = parts;
  return s(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${size.width} ${size.height}`,
      width: `${wish.width}mm`,
      height: `${(Number(size.height) / unit).toFixed(2)}mm`,
      "font-family": first.getAttribute("font-family"),
      "font-size": first.getAttribute("font-size"),
    },
    s("title", {}, `Maps of the latent spaces of ${shown.map(({ kept }) => kept?.model).join(", ")}`),
    s("metadata", {}, JSON.stringify(recipe)),
    wish.ground !== "transparent" && s("rect", { ...size, fill: wish.ground === "page" ? token("paper", appearance) : "#ffffff" }),
    ...placed,
  );
}

/** What a figure draws, without its ground and what it says of itself. @param {SVGSVGElement} part */
function drawnOf(part) {
  return [...part.children].filter((child) => !["title", "metadata", "rect"].includes(child.localName));
}
