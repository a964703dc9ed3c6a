// @ts-check
// Sharing: the short link, copied as soon as it is asked for, what is in it, how it looks where it is pasted, and how it
// is put into another page. The page stays usable beside it.
import { changes, h, setText } from "../dom.js";
import { icon } from "../icons.js";
import { LONG } from "../link-code.js";
import { notice } from "../notice.js";
import { wholeStrip } from "../state.js";
import { linkOf } from "../take/recipe.js";
import { createFile } from "./share-file.js";
import { createSnippet, createPicture } from "./share-shown.js";
/** @import {Dispatch} from "../state.js" */
/** @import {Kept, State, Strip} from "../types.js" */

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  let open = false;
  const field = h("input", { class: "field number", readOnly: true, "aria-label": "Link", onfocus: () => field.select() });
  const copying = h("button", { type: "button", class: "button main", onclick: () => copy(field, "Link copied") }, "Copy");
  const status = h("p", { class: "small", role: "status" });
  const length = h("p", { class: "small quiet" });
  const holds = h("p");
  const own = h("p");
  const picture = createPicture();
  const snippet = createSnippet((text) => copy(text, "Snippet copied"));
  const file = createFile(dispatch);
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
    picture.element,
    holds,
    own,
    snippet.element,
    file.element,
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

  /** @param {HTMLInputElement | HTMLTextAreaElement} text @param {string} done */
  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      text.select();
      setText(status, "This browser does not let the page copy. The link is selected: copy it with Ctrl C.");
      return;
    }
    setText(status, "");
    dispatch(notice("info", done));
  }

  /** @param {State & {kept: Kept}} state */
  function show(state) {
    const { kept } = state;
    const link = linkOf(state);
    const long = link.length > LONG;
    if (field.value !== link) {
      field.value = link;
      setText(status, "");
      picture.show(link);
    }
    setText(
      length,
      long
        ? `It has ${link.length} characters: many programs cut links that are longer than ${LONG}. Better send it as a file.`
        : `${link.length} characters`,
    );
    length.classList.toggle("wrong", long);
    length.classList.toggle("quiet", !long);
    setText(holds, contents(kept, wholeStrip(state)));
    setText(own, ownImages(kept));
    snippet.show(link);
    file.show(state, long);
  }

  return {
    element,
    /** @param {State} state */
    update(state) {
      const { dialog, kept, cards, strip } = state;
      const asked = dialog === "share" && kept !== null;
      if (asked && keptNew(kept, cards, strip?.key, strip?.count)) {
        show({ ...state, kept });
      }
      if (open !== asked) {
        open = asked;
        if (open) {
          element.show();
          copying.focus();
          copy(field, "Link copied");
        } else {
          element.close();
        }
      }
    },
    destroy: () => document.removeEventListener("pointerdown", outside, true),
  };
}

/** @param {Kept} kept @param {Strip | null} strip */
function contents({ keyframes }, strip) {
  const all = "It holds the model and its version, plane, view, layers, the pinned point and the path, each number exactly";
  return strip
    ? `${all}; and how its ${strip.of} frames look here, so that whoever opens it is told whether theirs are the same.`
    : keyframes.length > 1
      ? `${all}. How its frames look is not in it yet: they are still being decoded.`
      : `${all}.`;
}

/** @param {Kept} kept */
function ownImages({ pin, keyframes }) {
  return [pin, ...keyframes].some((spot) => spot?.sample !== undefined)
    ? "Pictures that you brought or drew stay in this browser. For those that are pinned or on the path, their codes are in the link."
    : "Pictures that you brought or drew are not in it: they stay in this browser.";
}

function reach() {
  return /^(localhost|127\.|\[::1\])/.test(location.hostname)
    ? "It leads to this computer. Elsewhere it opens where Isthmus runs with the same models: put that server's address before /p/."
    : "It opens for whoever can reach this server, and on any other Isthmus that has the model.";
}
