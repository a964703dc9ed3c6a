// What is seen as a file: for paths that are too long for a link, and back.
import { besideOf, lay } from "../../beside.js";
import { button } from "../../controls.js";
import { h } from "../../dom.js";
import { notice } from "../../notice.js";
import { pathFile, readPathFile } from "../../path-file.js";
import { save } from "../../save.js";

/** @param {Dispatch} dispatch */
export function createFile(dispatch) {
  /** @type {State | null} */
  let state = null;
  const saving = button("", saveIt, "Save as file");
  const chooser = h("input", {
    type: "file",
    accept: ".json,application/json",
    class: "unseen",
    tabIndex: -1,
    "aria-label": "Path file",
    onchange: openIt,
  });
  const element = h(
    "div",
    { class: "row share-file" },
    saving,
    button("bare", () => chooser.click(), "Open file"),
    chooser,
  );

  function saveIt() {
    if (state?.kept) {
      const text = pathFile(state.kept, state.cards, besideOf(state));
      save(new Blob([text], { type: "application/json" }), `${state.kept.model}-path.json`);
    }
  }

  async function openIt() {
    const file = chooser.files?.[0];
    chooser.value = ""; // so that the same file can be chosen again
    if (file && state) {
      const { kept, problems, ...others } = readPathFile(await file.text(), state.cards, state.refused);
      if (kept) {
        dispatch(lay({ kept, ...others }));
      }
      problems.forEach((problem) => dispatch(notice("wrong", problem)));
    }
  }

  return {
    element,
    /** @param {State} next @param {boolean} long whether a file is the better way */
    show(next, long) {
      state = next;
      saving.classList.toggle("main", long);
    },
  };
}
