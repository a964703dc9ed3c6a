// The map as a file: one drawing of it, as SVG, which is also drawn in pixels as a PNG, and goes to whoever makes a PDF.
import { notice } from "../../notice.js";
import { pngOf, recipeOf } from "../../take/recipe.js";
import { figureOf } from "../../figure/all.js";
/** @import {FigureWish, Wish} from "../../types.js" */

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {Wish | null} */
  let wish = null;

  /** @param {State} state @param {FigureWish} wished */
  async function make(state, wished) {
    try {
      const recipe = recipeOf(state, "map");
      const name = `${recipe.model}-map${wished.all ? "s" : ""}.${wished.file}`;
      const drawing = figureOf(state, state.taking?.panes ?? [], wished, recipe);
      if (wished.file === "pdf") {
        dispatch({ type: "take", wish: { kind: "pdf", name, svg: textOf(drawing) } });
        return;
      }
      const blob = wished.file === "svg" ? fileOf(drawing) : await pngOf(await drawn(drawing, wished.dpi), recipe, wished.dpi);
      dispatch({ type: "taken", wish: wished, change: { file: { name, blob }, share: 1 } });
    } catch (error) {
      dispatch({ type: "take", wish: null });
      dispatch(notice("wrong", `The map couldn't be drawn: ${/** @type {Error} */ (error).message}`));
    }
  }

  return {
    /** @param {State} state */
    update(state) {
      const now = state.taking?.wish ?? null;
      if (now !== wish) {
        wish = now;
        if (now?.kind === "figure") {
          make(state, now);
        }
      }
    },
  };
}

/** @param {SVGSVGElement} drawing */
function textOf(drawing) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing)}`;
}

/** @param {SVGSVGElement} drawing */
function fileOf(drawing) {
  return new Blob([textOf(drawing)], { type: "image/svg+xml" });
}

/** @param {SVGSVGElement} drawing @param {number} dpi */
async function drawn(drawing, dpi) {
  const [width, height] = ["width", "height"].map((side) => {
    const pixels = Math.round((parseFloat(drawing.getAttribute(side) ?? "") * dpi) / 25.4);
    drawing.setAttribute(side, String(pixels));
    return pixels;
  });
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = new Image();
  image.src = URL.createObjectURL(fileOf(drawing));
  try {
    await image.decode();
    context.drawImage(image, 0, 0, width, height);
  } finally {
    URL.revokeObjectURL(image.src);
  }
  return canvas;
}
