// Makes the file that is wished for, with what the server has to give for it.
import { notice } from "../notice.js";
import { MAKERS } from "../take/makers.js";
import { warm } from "../take/reel.js";
/** @import {Wish} from "../types.js" */

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {Wish | null} */
  let wish = null;
  let stop = new AbortController();

  /** @param {State} state @param {Wish} mine */
  async function make(state, mine) {
    const { signal } = stop;
    try {
      const progress = (/** @type {number} */ share) => dispatch({ type: "taken", wish: mine, change: { share } });
      const file = await MAKERS[mine.kind]?.(state, mine, { server, signal, progress });
      if (file) {
        dispatch({ type: "taken", wish: mine, change: { file, share: 1 } });
      }
    } catch (error) {
      if (!signal.aborted) {
        dispatch({ type: "take", wish: null });
        dispatch(notice("wrong", `The file couldn't be made: ${/** @type {Error} */ (error).message}`));
      }
    }
  }

  return {
    update(state) {
      const now = state.taking?.wish ?? null;
      if (state.dialog === "film") {
        warm();
      }
      if (now !== wish) {
        stop.abort();
        wish = now;
        if (now) {
          stop = new AbortController();
          make(state, now);
        }
      }
    },
  };
}
