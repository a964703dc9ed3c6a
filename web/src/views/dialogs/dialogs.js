// What stands over the page: help, sharing and what is taken away, one at a time; one image that is followed through the
// model; and what is shown in place of a map that there is none of. What has a key of its own or copies at the press that
// opens it is there from the start; the others are fetched.
import { later } from "../../later.js";
import { notice } from "../../notice.js";
import { create as createBlank } from "./blank.js";
import { create as createFollow } from "./follow-door.js";
import { create as createHelp } from "./help.js";
import { create as createShare } from "./share.js";

const AT_ONCE = [createBlank, createHelp, createShare];

const PAGES = /** @type {const} */ (["mountain", "comparison", "paper"]); // which links name behind #

/**
 * @typedef {object} Dialog
 * @property {HTMLElement} element
 * @property {(state: State) => void} update
 */

/** @type {{isWanted: (state: State) => boolean, load: () => Promise<{create: (dispatch: Dispatch) => Dialog}>}[]} */
const LATER = [
  { isWanted: ({ dialog }) => dialog === "film", load: () => import("./film.js") },
  { isWanted: ({ dialog }) => dialog === "picture", load: () => import("./picture.js") },
  { isWanted: ({ dialog }) => dialog === "grid", load: () => import("./grid.js") },
  { isWanted: ({ dialog }) => dialog === "code", load: () => import("./code.js") },
  { isWanted: ({ dialog }) => dialog === "mountain", load: () => import("./mountain.js") },
  { isWanted: ({ dialog }) => dialog === "train", load: () => import("./train.js") },
  { isWanted: ({ dialog }) => dialog === "comparison", load: () => import("./comparison.js") },
  { isWanted: ({ dialog }) => dialog === "paper", load: () => import("./paper.js") },
  { isWanted: ({ dialog }) => dialog === "lessons", load: () => import("./lessons.js") },
  { isWanted: ({ dialog }) => dialog === "import", load: () => import("./import.js") },
  { isWanted: ({ taking }) => taking !== null, load: () => import("./taking.js") },
  { isWanted: ({ followed }) => followed !== null, load: () => import("./follow.js") },
];

/** @type {MakeView} */
export function create(element, dispatch) {
  /** @param {(dispatch: Dispatch) => Dialog} createPart */
  function make(createPart) {
    const part = createPart(dispatch);
    element.append(part.element);
    return part;
  }

  function missing() {
    dispatch({ type: "dialog", dialog: null });
    dispatch({ type: "unfollow" });
    dispatch(notice("wrong", "This panel couldn't be loaded. Reload the page once the server is back."));
  }

  function followHash() {
    const dialog = PAGES.find((one) => location.hash === `#${one}`);
    if (dialog) {
      dispatch({ type: "dialog", dialog });
    }
  }

  addEventListener("hashchange", followHash);
  followHash();
  const parts = [
    createFollow(dispatch),
    ...AT_ONCE.map(make),
    ...LATER.map(({ isWanted, load }) => later(async () => make((await load()).create), isWanted, missing)),
  ];
  return {
    update(state) {
      for (const part of parts) {
        part.update(state);
      }
    },
  };
}
