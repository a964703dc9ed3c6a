// What models were measured to be, and what came out of papers' figures, while somebody looks at it.
import { notice } from "../notice.js";
import { PAPERS } from "../paper.js";
/** @import {Result} from "../paper.js" */

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  let shown = "";

  /** @param {string} dialog */
  async function ask(dialog) {
    if (dialog === "comparison") {
      dispatch({ type: "results", change: { comparison: await server.call("GET", "api/comparison") } });
    } else {
      const all = await Promise.all(PAPERS.map(({ id }) => server.call("GET", `api/papers/${id}`)));
      /** @type {Record<string, Result[]>} */
      const papers = Object.fromEntries(all.map(({ paper, rows }) => [paper, rows]));
      dispatch({ type: "results", change: { papers } });
    }
  }

  return {
    update({ dialog, connection }) {
      const wanted = dialog === "comparison" || dialog === "paper" ? dialog : "";
      const asked = `${wanted} ${connection === "open"}`;
      if (asked === shown) {
        return;
      }
      shown = asked;
      if (wanted !== "" && connection === "open") { // anew each time, for measuring and training go on
        ask(wanted).catch((/** @type {Error} */ { message }) => dispatch(notice("wrong", message)));
      }
    },
  };
}
