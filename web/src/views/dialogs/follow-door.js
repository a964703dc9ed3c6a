// The ways to following one image: Help's button, and once in a browser it begins by itself, on a plain page only, for a
// shared link opens to what was sent. The rest is fetched then.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { spotToFollow, stagesOf } from "../../follow.js";
import { recall } from "../../remember.js";
import { cardOf, SHUT_REPORT } from "../../state.js";
import { isPlain } from "../../url.js";

/** Under which the browser keeps how many stages were seen, or "all". */
export const SEEN = "isthmus-followed";

const ROOM = 420; // pixels of height from which a map is seen above the slip

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const plain = isPlain(location.search) && location.pathname === new URL(document.baseURI).pathname; // before the page writes to it
  let done = !plain || recall(SEEN) !== null;
  return {
    /** @param {State} state */
    update(state) {
      // Whoever does something first knows what they want.
      done ||= state.course !== null || state.dialog !== null || state.sheet !== null || state.report.open || state.past.length > 0 || state.models.length > 1;
      const spot = done || state.size.height < ROOM ? null : spotToFollow(state);
      if (spot) {
        done = true;
        dispatch({ type: "follow", spot, stage: "image" });
      }
    },
  };
}

const NO_DATA = "This model has no encoded data, so there is no image to follow.";

/** Goes on where somebody left. @param {Dispatch} dispatch */
export function createFollowButton(dispatch) {
  const says = h("span", { class: "small quiet" });
  const begin = button("", start);
  /** @type {State} */
  let now;
  let at = 0; // stages before the one to show

  function start() {
    const card = cardOf(now);
    const spot = spotToFollow(now);
    if (card && spot) {
      dispatch({ type: "dialog", dialog: null });
      dispatch({ type: "sheet", sheet: null });
      dispatch(SHUT_REPORT);
      dispatch({ type: "follow", spot, stage: stagesOf(card)[at].stage });
    }
  }

  return {
    element: h("span", { class: "row" }, says, begin),
    /** @param {State} state */
    update(state) {
      now = state;
      const card = cardOf(state);
      const count = card ? stagesOf(card).length : 0;
      const seen = Number(recall(SEEN)); // not a number where all were
      at = seen > 1 && seen < count ? seen - 1 : 0;
      begin.disabled = !spotToFollow(state);
      setText(begin, at > 0 ? "Go on following one image" : "Follow one image");
      setText(says, card && !card.atlas ? NO_DATA : at > 0 ? `Left at step ${seen} of ${count}.` : "");
    },
  };
}
