// How the present model's files were understood when it was imported: what was chosen, what came second and by how much; or
// that nothing was measured, and how it is.
import { h } from "../../dom.js";
import { isUnproven, margin, proof } from "../../imported.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
/** @import {Decision} from "../../types-import.js" */

export function create() {
  const element = h("section", { class: "block here-imported", hidden: true, "aria-label": "Import" });
  return {
    element,
    update: selector((state) => {
      const card = cardOf(state);
      element.hidden = !card?.provenance?.imported;
      element.replaceChildren(...(card ? words(card) : []));
    }),
  };
}

/** @param {Card} card */
function words(card) {
  const { images = 0, decisions = [] } = card.provenance?.imported ?? {};
  const list = h("dl", { class: "small" }, ...decisions.flatMap(decision));
  if (isUnproven(card)) {
    return [
      h("h2", { class: "unproven" }, "Unproven"),
      h(
        "p",
        { class: "small" },
        "No images measured whether its files are read as they were meant. Images like those that it was trained on do: ",
        h("code", {}, proof(card)),
      ),
      h("details", { class: "small" }, h("summary", {}, "What was assumed"), list),
    ];
  }
  return [
    h("h2", {}, "Import"),
    h("details", { class: "small" }, h("summary", {}, `Reading of its files, measured on ${images} images`), list),
  ];
}

/** @param {Decision} made */
function decision(made) {
  const clear = margin(made);
  return [h("dt", {}, made.what), h("dd", {}, made.chosen, clear && h("span", { class: "quiet" }, `: ${clear}`))];
}
