// Importing a model, fetched when the first is imported.
import { later } from "../later.js";
import { notice } from "../notice.js";

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  return later(
    async () => (await import("./import.js")).create(server, dispatch),
    (state) => state.importing !== null,
    () => {
      dispatch({ type: "import", change: null });
      dispatch(notice("wrong", "Importing couldn't be loaded. Reload the page once the server is back."));
    },
  );
}
