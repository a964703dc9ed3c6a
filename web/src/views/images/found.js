// A picture that says how it was made, brought back: whoever brought it chooses between the state that it shows and the
// picture itself.
import { lay } from "../../beside.js";
import { button, iconButton } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { notice } from "../../notice.js";
import { recipeIn } from "../../take/recipe.js";
import { read, readShort } from "../../url.js";
/** @import {Recipe} from "../../take/recipe.js" */

const LARGEST = 64 << 20; // bytes of a file that is looked into
const WHEN = new Intl.DateTimeFormat("en", { dateStyle: "long" });

/**
 * @param {Dispatch} dispatch
 * @param {(file: File) => void} take brings the picture itself
 */
export function createFound(dispatch, take) {
  /** @type {State | null} */
  let state = null;
  /** @type {{recipe: Recipe, file: File} | null} */
  let found = null;
  const words = h("p");
  const element = h(
    "dialog",
    { class: "slip found", "aria-labelledby": "found-title", onkeydown: escape },
    h(
      "div",
      { class: "row between" },
      h("h2", { class: "headline", id: "found-title" }, "This picture was made by Isthmus"),
      iconButton("close", "Close", close),
    ),
    words,
    h("div", { class: "row ends" }, button("", encode, "Encode as image"), button("main", open, "Open its view")),
  );

  function close() {
    found = null;
    element.close();
  }

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  }

  function encode() {
    const file = found?.file;
    close();
    if (file) {
      take(file);
    }
  }

  function open() {
    const recipe = found?.recipe;
    close();
    if (state?.kept && recipe) {
      const [, code] = /\/p\/([\w-]+)/.exec(recipe.link) ?? [];
      const [query] = /\?[^#]*/.exec(recipe.link) ?? [""]; // wherever the link leads
      const { cards, refused } = state;
      const { kept, looked, beside, problems } = code ? readShort(code, cards, refused) : read(query, cards, refused);
      if (kept) {
        dispatch(lay({ kept, looked, beside })); // undo goes back
      }
      problems.forEach((problem) => dispatch(notice("wrong", problem)));
    }
  }

  return {
    element,
    /**
     * Looks into a file, and asks about it where it says how it was made.
     * @param {File} file
     * @returns {Promise<boolean>} whether it was
     */
    async offer(file) {
      const recipe = file.size <= LARGEST ? recipeIn(new Uint8Array(await file.arrayBuffer())) : null;
      if (recipe) {
        found = { recipe, file };
        setText(words, sentence(recipe));
        element.show();
        /** @type {HTMLElement} */ (element.querySelector(".main")).focus();
      }
      return recipe !== null;
    },

    /** @param {State} next */
    update(next) {
      state = next;
    },
  };
}

/** @param {Recipe} recipe */
function sentence({ isthmus, what, model, date }) {
  const day = Number.isNaN(Date.parse(date)) ? "" : `, ${WHEN.format(new Date(date))}`;
  return `It shows the ${what}, from the model “${model}” (Isthmus ${isthmus}${day}).`;
}
