// @ts-check
// Sharing: the short link, copied as soon as it is asked for, what is in it, how it looks where it is pasted, and how it
// is put into another page. The page stays usable beside it.
import { changes, h, setText } from "../../dom.js";
import { MOST_CHARACTERS } from "../../link-code.js";
import { notice } from "../../notice.js";
import { wholeStrip } from "../../state.js";
import { linkOf } from "../../take/recipe.js";
import { createFile } from "./share-file.js";
import { slip } from "./slip.js";
import { createSnippet, createPicture } from "./share-shown.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Kept, State, Strip} from "../../types.js" */

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
  const card = slip(
    dispatch,
    "share",
    "share",
    "A link to what you see",
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
    const long = !new URL(link).pathname.startsWith("/p/");
    if (field.value !== link) {
      field.value = link;
      setText(status, "");
      if (!long) {
        picture.show(link);
        snippet.show(link);
      }
    }
    picture.element.hidden = snippet.element.hidden = long;
    setText(
      length,
      long
        ? `A short link holds at most ${MOST_CHARACTERS} characters, and this needs more. Many programs cut the ${link.length} of this link: better send it as a file.`
        : `${link.length} characters`,
    );
    length.classList.toggle("wrong", long);
    length.classList.toggle("quiet", !long);
    setText(holds, long ? "" : contents(kept, wholeStrip(state)));
    setText(own, ownImages(kept));
    file.show(state, long);
  }

  return {
    element: card.element,
    /** @param {State} state */
    update(state) {
      const { dialog, kept, cards, strip } = state;
      const asked = dialog === "share" && kept !== null;
      if (asked && keptNew(kept, cards, strip?.key, strip?.count)) {
        show({ ...state, kept });
      }
      const before = open;
      open = card.follow(state);
      if (open && !before) {
        copying.focus();
        copy(field, "Link copied");
      }
    },
    destroy: card.destroy,
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
