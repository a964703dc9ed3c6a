// The file that is being made: how far it is, a way to stop it, and its saving when it is there.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { notice } from "../../notice.js";
import { save } from "../../save.js";
import { bytes } from "../../units.js";

/** @type {MakePanel} */
export function create(dispatch) {
  const bar = h("progress", { max: 1, "aria-label": "Progress" });
  const words = h("p", { class: "number" });
  const stop = button("", () => dispatch({ type: "take", wish: null }), "Cancel");
  const element = h(
    "section",
    { class: "slip export-slip taking", "aria-label": "Export", hidden: true },
    h("div", { class: "row" }, bar, words, stop),
  );

  return {
    element,
    update({ taking }) {
      element.hidden = !taking;
      if (taking) {
        bar.value = taking.share;
        setText(words, `${Math.round(100 * taking.share)}%`);
      }
      if (taking?.file) {
        const { name, blob } = taking.file;
        save(blob, name);
        dispatch({ type: "take", wish: null });
        dispatch(notice("info", `Saved ${name}, ${bytes(blob.size)}`));
      }
    },
  };
}
