// Where several maps are open: the image under the pointer, wherever that is, as this one's model makes it, and in words what
// it is an image of.
import { h, setText } from "../../dom.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { cardOf, sampleOf } from "../../state.js";
import { toneOf } from "../../tone.js";

/** @param {HTMLElement} parent */
export function create(parent) {
  const image = picture();
  const words = h("span", { class: "small" });
  const element = h("figure", { class: "map-float map-echo", hidden: true, "aria-hidden": "true" }, image.element, words);
  parent.append(element);
  return {
    update: selector((state) => {
      const card = cardOf(state);
      const shown = state.models.length > 1 && card ? shownOf(state) : null;
      element.hidden = !shown;
      if (card && shown) {
        element.style.setProperty("--aspect", String(card.input.width / card.input.height));
        image.show(shown.pixels, 0, card.input, toneOf(card, state.appearance));
        setText(words, shown.words);
      }
    }),
  };
}

/** @param {State} state @returns {{pixels: ArrayLike<number> | null, words: string} | null} */
function shownOf(state) {
  const { hover, here, rows } = state;
  if (!hover) {
    return null;
  }
  const { echo, row } = hover;
  if (echo?.encoded) {
    return { pixels: echo.encoded.mean ?? null, words: `${echo.of}’s decoded image, encoded here` };
  }
  const known = row === undefined ? sampleOf(state, hover)?.mean : rows[row]?.mean;
  return row === undefined && hover.sample === undefined
    ? { pixels: here?.z === hover.z ? here.pixels : null, words: "decoded here" }
    : { pixels: known ?? null, words: echo ? "x̂ of the same image" : "x̂ of this image" };
}
