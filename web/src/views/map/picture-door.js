// Pictures of the map, fetched with the code that makes them when the first is wished for.
import { later } from "../../later.js";
import { notice } from "../../notice.js";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  return later(
    async () => (await import("./picture.js")).create(dispatch),
    ({ taking }) => taking?.wish.kind === "figure",
    () => {
      dispatch({ type: "take", wish: null });
      dispatch(notice("wrong", "The map couldn't be drawn. Reload the page once the server is back."));
    },
  );
}
