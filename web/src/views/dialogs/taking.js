// The file that is being made: how far it is, a way to stop it, and its saving when it is there.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { notice } from "../../notice.js";
import { save } from "../../save.js";
import { bytes } from "../../units.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {State, Wish} from "../../types.js" */

const PATIENCE = 250; // milliseconds in which a file may come without a word

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {Wish | null} */
  let wish = null;
  let timer = 0;
  const bar = h("progress", { max: 1, "aria-label": "Progress" });
  const words = h("p", { class: "number" });
  const stop = button("", () => dispatch({ type: "take", wish: null }), "Cancel");
  const element = h(
    "section",
    { class: "slip export-slip taking", "aria-label": "Export", hidden: true },
    h("div", { class: "row" }, bar, words, stop),
  );

  /** @param {{name: string, blob: Blob}} file */
  function give({ name, blob }) {
    save(blob, name);
    dispatch({ type: "take", wish: null });
    dispatch(notice("info", `Saved ${name}, ${bytes(blob.size)}`));
  }

  return {
    element,
    /** @param {State} state */
    update({ taking }) {
      if ((taking?.wish ?? null) !== wish) {
        wish = taking?.wish ?? null;
        clearTimeout(timer);
        element.hidden = true;
        if (wish) {
          timer = setTimeout(() => {
            element.hidden = false;
          }, PATIENCE);
        }
      }
      if (taking) {
        bar.value = taking.share;
        setText(words, `${Math.round(100 * taking.share)}%`);
      }
      if (taking?.file) {
        give(taking.file);
      }
    },
  };
}
