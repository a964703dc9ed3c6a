// The components of the model's own prior, where it is a mixture, once they are to be shown.
import { mixtureOf } from "../mixture.js";
import { notice } from "../notice.js";
import { readNpz } from "../npz.js";
import { cardOf } from "../state.js";

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  let asked = ""; // the sha256 of the prior that was asked for last

  /** @param {string} id @param {string} hash */
  async function fetchPrior(id, hash) {
    try {
      const mixture = mixtureOf(await readNpz(await server.bytes(`api/models/${id}/prior.npz`)));
      if (asked === hash) {
        dispatch({ type: "components", components: { mixture, key: hash } });
      }
    } catch (error) {
      dispatch(notice("wrong", `The prior of “${id}” couldn't be shown: ${/** @type {Error} */ (error).message}`));
    }
  }

  return {
    update(state) {
      const card = cardOf(state);
      const hash = (card?.prior?.family === "mixture" && state.kept?.layers.prior && card.files["prior.npz"]) || "";
      if (hash === "" || state.components?.key === hash) {
        asked = state.components ? asked : "";
      } else if (card && hash !== asked) {
        asked = hash;
        fetchPrior(card.id, hash);
      }
    },
  };
}
