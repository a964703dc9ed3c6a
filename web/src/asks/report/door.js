// What the report tells, fetched with the code that asks for it when a report is first opened, or the map is to draw
// another posterior than the encoder's.
import { later } from "../../later.js";
import { notice } from "../../notice.js";
import { wishedOnMap } from "../../report.js";
/** @import {Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  async function load() {
    const modules = await Promise.all([
      import("./likelihood.js"),
      import("./posterior.js"),
      import("./refinement.js"),
      import("./completions.js"),
      import("./health.js"),
    ]);
    const asks = modules.map((module) => module.create(server, dispatch));
    return {
      /** @param {import("../../types.js").State} state */
      update(state) {
        for (const ask of asks) {
          ask.update(state);
        }
      },
    };
  }
  let onMap = false;
  const asks = later(
    load,
    (state) => state.report.open || onMap,
    () => {
      if (onMap) { // of a report its view, which is not to be had either, says so
        dispatch({ type: "report", change: { shown: "encoder" } });
        dispatch(notice("wrong", MISSING));
      }
    },
  );
  return {
    /** @param {import("../../types.js").State} state */
    update(state) {
      onMap = wishedOnMap(state) !== "encoder";
      asks.update(state);
    },
  };
}

const MISSING =
  "Only the encoder's posterior can be drawn. Choose again or reload the page once the server is back.";
