// What models were measured to be, and what came out of a paper's figures, while somebody looks at it.
import { notice } from "../notice.js";

const PATHS = /** @type {const} */ ({ comparison: "api/comparison", paper: "api/papers/aevb" });

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  let shown = "";
  return {
    update({ dialog, connection }) {
      const wanted = dialog === "comparison" || dialog === "paper" ? dialog : "";
      const asked = `${wanted} ${connection === "open"}`;
      if (asked === shown) {
        return;
      }
      shown = asked;
      if (wanted !== "" && connection === "open") { // anew each time, for measuring and training go on
        server.call("GET", PATHS[wanted]).then(
          (found) => dispatch({ type: "results", change: { [wanted]: found } }),
          ({ message }) => dispatch(notice("wrong", message)),
        );
      }
    },
  };
}
