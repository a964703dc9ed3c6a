// What the pane's model makes of the image that is decoded under another pane's pointer: one at a time, and the newest next.
import { cardOf } from "../state.js";
import { encodedOf } from "./encode.js";
/** @import {Offered} from "../types.js" */

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {State} */
  let now;
  /** @type {Offered | null} */
  let asked = null;
  let busy = false;

  function look() {
    const { offered } = now;
    const card = cardOf(now);
    if (busy || !card || offered === asked) {
      return;
    }
    asked = offered;
    const { channels, height, width } = card.input;
    const shape = offered?.shape;
    if (!offered || shape?.channels !== channels || shape.height !== height || shape.width !== width) {
      return;
    }
    const { version } = card;
    busy = true;
    const end = () => {
      busy = false;
      look();
    };
    server.ask("encode", { model: card.id }, {
      arrays: [{ name: "images", values: offered.pixels, shape: [1, channels, height, width] }],
      onFrame(frame) {
        const encoded = encodedOf(frame);
        if (now.offered && now.version === version && encoded.mu) {
          dispatch({ type: "hover", spot: { z: encoded.mu, echo: { of: offered.of, encoded } } });
        }
      },
      onEnd: end,
      onError: end, // not said: the next move asks anew
    });
  }

  return {
    update(state) {
      now = state;
      look();
    },
  };
}
