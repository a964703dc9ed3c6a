// Training a model at this machine, fetched when the reader may: another page may have begun one that goes on.
import { later } from "../later.js";
import { notice } from "../notice.js";

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  return later(
    async () => (await import("./training.js")).create(server, dispatch),
    (state) => state.mayTrain,
    () => dispatch(notice("wrong", "Training couldn't be loaded. Reload the page once the server is back.")),
  );
}
