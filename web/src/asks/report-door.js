// @ts-check
// What the report tells, fetched with the code that asks for it when a report is first opened.
import { later } from "../later.js";
/** @import {Server} from "../server.js" */
/** @import {Dispatch} from "../state.js" */

/** @param {Server} server @param {Dispatch} dispatch */
export function create(server, dispatch) {
  async function load() {
    const modules = await Promise.all([
      import("./report-likelihood.js"),
      import("./report-posterior.js"),
      import("./report-refinement.js"),
      import("./report-completions.js"),
      import("./report-health.js"),
    ]);
    const asks = modules.map((module) => module.create(server, dispatch));
    return {
      /** @param {import("../types.js").State} state */
      update(state) {
        for (const ask of asks) {
          ask.update(state);
        }
      },
    };
  }
  return later(
    load,
    (state) => state.report.open,
    () => {}, // the report's view, which is not to be had either, says so
  );
}
