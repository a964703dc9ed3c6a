// Pictures of the map, fetched with the code that makes them when the first is wished for.
import { later } from "../../later.js";
import { notice } from "../../notice.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Wish} from "../../types.js" */

/** @typedef {Extract<Wish, {kind: "map" | "vectors"}>} MapWish */

/** @param {Wish} wish @returns {wish is MapWish} */
export const isOfMap = (wish) => wish.kind === "map" || wish.kind === "vectors";

/** @param {import("./picture.js").Parts} parts @param {Dispatch} dispatch */
export function create(parts, dispatch) {
  return later(
    async () => (await import("./picture.js")).create(parts, dispatch),
    ({ taking }) => !!taking?.wish && isOfMap(taking.wish),
    () => {
      dispatch({ type: "take", wish: null });
      dispatch(notice("wrong", "The map couldn't be drawn. Reload the page once the server is back."));
    },
  );
}
