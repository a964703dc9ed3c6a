// Sharing: the short link, copied as soon as it is asked for, what is in it, how it looks where it is pasted, and how it
// is put into another page. The page stays usable beside it.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { MOST_CHARACTERS } from "../../link-code.js";
import { notice } from "../../notice.js";
import { isTooLong } from "../../looked.js";
import { selector } from "../../selector.js";
import { wholeStrip } from "../../state.js";
import { linkOf } from "../../take/recipe.js";
import { createFile } from "./share-file.js";
import { copyText, slip } from "./slip.js";
import { createSnippet, createPicture } from "./share-shown.js";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  let long = false; // whether a short link cannot hold it
  const field = h("input", { class: "field number", readOnly: true, "aria-label": "Link", onfocus: () => field.select() });
  const copying = button("main", () => copy(field, "Link copied"), "Copy");
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
    "Link to this view",
    { show, begin },
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

  /** @param {HTMLInputElement | HTMLTextAreaElement} text @param {string} done */
  async function copy(text, done) {
    if (await copyText(text.value, "link", status, () => text.select())) {
      dispatch(notice("info", done));
    }
  }

  const follow = selector((state) => {
    const { kept } = state;
    if (!kept) {
      return;
    }
    const link = linkOf(state);
    long = new URL(link).search !== "";
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
        ? `Too long for a short link (${MOST_CHARACTERS} characters at most). Many programs cut links of ${link.length} characters: send a file instead.`
        : `${link.length} characters`,
    );
    length.classList.toggle("wrong", long);
    length.classList.toggle("quiet", !long);
    setText(holds, long ? "" : contents(kept, wholeStrip(state), state.models.length) + (isTooLong({ selection: state.selection, lasso: state.columnAtlas.lasso }) ? LEFT_OUT : ""));
    setText(own, ownImages(kept));
  });

  /** @param {State} state */
  function show(state) {
    follow(state);
    file.show(state, long);
  }

  function begin() {
    copying.focus();
    copy(field, "Link copied");
  }

  return card;
}

/** @param {Kept} kept @param {Strip | null} strip @param {number} maps */
function contents({ keyframes }, strip, maps) {
  const which = maps > 1 ? `all ${maps} maps, each with its` : "the";
  const all = `Holds ${which} model and its version, plane, view, layers, pin and path, with every number exact`;
  return strip
    ? `${all}; and a fingerprint of the ${strip.of} frames, so that the recipient learns whether theirs are the same.`
    : keyframes.length > 1
      ? `${all}. The fingerprint of the frames follows once they are decoded.`
      : `${all}.`;
}

/** @param {Kept} kept */
function ownImages({ pin, keyframes }) {
  return [pin, ...keyframes].some((spot) => spot?.sample !== undefined)
    ? "Your images stay in this browser. The link holds the codes of those that are pinned or on the path."
    : "Your images are not included: they stay in this browser.";
}

const LEFT_OUT = " The selection is too long for it, and is left out.";

function reach() {
  return /^(localhost|127\.|\[::1\])/.test(location.hostname)
    ? "Points to this computer. On another Isthmus with the same models, put that server's address before /p/."
    : "Opens for anyone who can reach this server, and on any Isthmus with the same model.";
}
