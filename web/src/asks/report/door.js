// What the report tells, fetched with the code that asks for it when a report is first opened, or the map is to draw
// another posterior than the encoder's.
import { later } from "../../later.js";
import { notice } from "../../notice.js";
import { wishedOnMap } from "../../report.js";

const MISSING =
  "Only the encoder's posterior can be drawn. Choose again or reload the page once the server is back.";

/** @type {import("../latest.js").Ask} */
export function create(server, dispatch) {
  let onMap = false;
  return later(
    async () => (await import("./asks.js")).create(server, dispatch),
    (state) => {
      onMap = wishedOnMap(state) !== "encoder";
      return state.report.open || state.report.evidence || state.report.fit || onMap || Object.keys(state.experiments).length > 0;
    },
    () => {
      if (onMap) { // of a report its view, which is not to be had either, says so
        dispatch({ type: "report", change: { shown: "encoder" } });
        dispatch(notice("wrong", MISSING));
      }
    },
  );
}
