// What is printed: the model, the map or all maps as a figure, where all of it is to be found, and when. The report prints itself in the
// map's place.
import { h } from "../dom.js";
import { cardOf } from "../state.js";
import { recipeOf } from "../take/recipe.js";
import { viewportOf } from "../viewport.js";
import { figureOf } from "../figure/all.js";

const [WIDTH, HEIGHT] = [186, 210]; // millimetres that the map has on a sheet of A4, at most

/** @param {HTMLElement} element that only paper shows */
export function create(element) {
  /** @type {State | null} */
  let shown = null;

  addEventListener("beforeprint", () => {
    const card = shown && cardOf(shown);
    if (shown && card) {
      const recipe = recipeOf(shown, "map");
      const day = new Date(recipe.date).toLocaleDateString("en-GB", { dateStyle: "long" });
      element.replaceChildren(
        h("h1", {}, card.title),
        h("p", {}, h("a", { href: recipe.link }, recipe.link)),
        h("p", {}, `${card.id}, version ${recipe.modelVersion} · ${day}`),
        ...(shown.report.open ? [] : [map(shown, recipe)]),
      );
    }
  });
  addEventListener("afterprint", () => element.replaceChildren());

  return {
    /** @param {State} state */
    update(state) {
      shown = state;
    },
  };
}

/** @param {State} state @param {import("../take/recipe.js").Recipe} recipe */
function map(state, recipe) {
  const v = viewportOf(state);
  const all = state.panes.length > 1;
  const width = v && !all ? Math.min(WIDTH, (HEIGHT * v.width) / v.height) : WIDTH;
  return v ? figureOf(state, state.panes, { kind: "figure", file: "svg", width, dpi: 0, ground: "white", legend: true, all }, recipe) : "";
}
