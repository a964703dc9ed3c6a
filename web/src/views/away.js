// @ts-check
// On a page within another: the way to all of it, with what is seen.
import { changes, h } from "../dom.js";
import { icon } from "../icons.js";
import { writeShort } from "../url.js";
/** @import {State} from "../types.js" */

/** @param {HTMLElement} parent */
export function create(parent) {
  const link = h(
    "a",
    { class: "away", target: "_blank", rel: "noopener", hidden: true },
    "Open in Isthmus",
    icon("share"),
  );
  const other = changes();
  const title = h("h1", { class: "unseen" }, "Map of a latent space"); // the bar has it otherwise
  parent.append(title, link);
  return {
    /** @param {State} state */
    update({ kept, cards }) {
      if (kept && other(kept, cards)) {
        link.href = writeShort(kept, cards);
        link.hidden = false;
      }
    },
    destroy() {
      title.remove();
      link.remove();
    },
  };
}
