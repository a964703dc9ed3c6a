// Files to take away, fetched with the code that makes them when the first is wished for.
import { later } from "../later.js";
import { notice } from "../notice.js";

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  return later(
    async () => (await import("./take.js")).create(server, dispatch),
    (state) => state.taking !== null || state.dialog === "film",
    () => {
      dispatch({ type: "take", wish: null });
      dispatch(notice("wrong", "The file couldn't be made. Reload the page once the server is back."));
    },
  );
}
