// @ts-check
// Sharing: the link, copied as soon as it is asked for, and what is in it. The page stays usable beside it.
import { changes, h, setText } from "../dom.js";
import { icon } from "../icons.js";
import { notice } from "../notice.js";
import { write } from "../url.js";
/** @import {Dispatch} from "../state.js" */
/** @import {Kept, State} from "../types.js" */

const LONG = 8000; // characters from which a link is too long for many servers and programs

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  let open = false;
  const field = h("input", { class: "field number", readOnly: true, "aria-label": "Link", onfocus: () => field.select() });
  const copying = h("button", { type: "button", class: "button main", onclick: () => copy() }, "Copy");
  const status = h("p", { class: "small", role: "status" });
  const own = h("p", {}, "");
  const length = h("p", { class: "small wrong", hidden: true });
  const element = h(
    "dialog",
    { class: "slip share", "aria-labelledby": "share-title", onkeydown: escape },
    h(
      "div",
      { class: "row between" },
      h("h2", { class: "headline", id: "share-title" }, "A link to what you see"),
      h("button", { type: "button", class: "button bare icon", "aria-label": "Close", onclick: close }, icon("close")),
    ),
    h("div", { class: "row" }, field, copying),
    status,
    length,
    h("p", {}, "It holds the model and its version, plane, view, layers, the pinned point and the path, each number exactly."),
    own,
    h("p", { class: "small quiet" }, reach()),
  );
  const keptNew = changes();
  document.addEventListener("pointerdown", outside, true);

  function close() {
    dispatch({ type: "dialog", dialog: null });
  }

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
      /** @type {HTMLElement | null} */ (document.querySelector("#bar .share"))?.focus();
    }
  }

  /** @param {Event} event */
  function outside({ target }) {
    // The button that opened it closes it by itself; the map may be moved, and the link follows.
    if (open && target instanceof Element && !element.contains(target) && !target.closest("#bar .share, #desk, .tooltip")) {
      close();
    }
  }

  async function copy() {
    const link = field.value;
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      field.select();
      setText(status, "This browser does not let the page copy. The link is selected: copy it with Ctrl C.");
      return;
    }
    setText(status, "");
    dispatch(notice("info", "Link copied"));
  }

  return {
    element,
    /** @param {State} state */
    update({ dialog, kept, cards }) {
      const asked = dialog === "share" && kept !== null;
      if (asked && keptNew(kept, cards)) {
        field.value = location.origin + write(kept, cards);
        setText(status, "");
        setText(own, ownImages(kept));
        length.hidden = field.value.length <= LONG;
        setText(length, `It has ${field.value.length} characters: many programs cut links that are longer than ${LONG}.`);
      }
      if (open !== asked) {
        open = asked;
        if (open) {
          element.show();
          copying.focus();
          copy();
        } else {
          element.close();
        }
      }
    },
    destroy: () => document.removeEventListener("pointerdown", outside, true),
  };
}

/** @param {Kept} kept */
function ownImages({ pin, keyframes }) {
  return [pin, ...keyframes].some((spot) => spot?.sample !== undefined)
    ? "Pictures that you brought or drew stay in this browser. For those that are pinned or on the path, their codes are in the link."
    : "Pictures that you brought or drew are not in it: they stay in this browser.";
}

function reach() {
  return /^(localhost|127\.|\[::1\])/.test(location.hostname)
    ? "It leads to this computer. Elsewhere it opens where Isthmus runs with the same models: put that server's address before the question mark."
    : "It opens for whoever can reach this server.";
}
