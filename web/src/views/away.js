// On a page within another: the way to all of it, with what is seen.
import { besideOf } from "../beside.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { selector } from "../selector.js";
import { writeShort } from "../url.js";

/** @param {HTMLElement} parent */
export function create(parent) {
  const link = h(
    "a",
    { class: "away", target: "_blank", rel: "noopener", hidden: true },
    "Open in Isthmus",
    icon("share"),
  );
  parent.append(h("h1", { class: "unseen" }, "Map of a latent space"), link); // the bar has the heading otherwise
  return {
    update: selector(({ kept, cards, pane, panes }) => {
      if (kept) {
        link.href = writeShort(kept, cards, null, null, besideOf({ pane, panes }));
        link.hidden = false;
      }
    }),
  };
}
