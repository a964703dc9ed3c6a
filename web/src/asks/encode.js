// Has the pane's model encode own images, the oldest first, a few at a time, and a drawing while it is drawn.
import { cardOf } from "../state.js";
import { again } from "./latest.js";
/** @import {Asking} from "../server.js" */
/** @import {Answer} from "../types-wire.js" */
/** @import {Brought, Encoded} from "../types.js" */

const TOGETHER = 4;

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {State | null} */
  let now = null;
  /** @type {Map<number, Asking>} by the image's number */
  const running = new Map();
  /** @type {number[]} images that were refused for a cause that may go */
  let failed = [];
  const retry = again(() => {
    const ids = failed;
    failed = [];
    ids.forEach((id) => dispatch({ type: "encoded", id, change: { of: undefined } }));
  });

  /** @param {Card} card @param {Brought} image */
  function ask(card, image) {
    const { id, name, wish, file } = image;
    /** @param {Partial<Encoded>} change */
    const finish = (change) => {
      running.delete(id);
      dispatch({ type: "encoded", id, change });
    };
    const asking = server.ask("encode", { model: card.id, files: [{ name }], ...wish }, {
      arrays: [{ name: "file 0", values: file }],
      onFrame(frame) {
        retry.worked();
        finish(frame.head.error ? wrong(frame.head.error) : encodedOf(frame));
      },
      onError(refused) {
        failed.push(id);
        retry.after(refused);
        finish(wrong(refused));
      },
    });
    running.set(id, asking);
    dispatch({ type: "encoded", id, change: { of: image, status: "encoding", sentence: undefined } });
  }

  /** Whether the model is still to be asked. @param {Brought} image */
  function isWanted(image) {
    const known = now?.encoded[image.id];
    return !running.has(image.id) && (known?.of !== image || known.status === "encoding");
  }

  return {
    update(state) {
      const before = now;
      now = state;
      if (before?.version !== state.version || before?.kept?.model !== state.kept?.model) {
        running.forEach((asking) => asking.cancel());
        running.clear();
        failed = [];
        retry.over();
      } else if (before.brought === state.brought && before.encoded === state.encoded) {
        return;
      }
      // Each is told of at once, which asks for others: so the next one is looked for anew.
      for (let card = cardOf(now); card && running.size < TOGETHER; card = cardOf(now)) {
        const image = now.brought.findLast(isWanted);
        if (!image) {
          return;
        }
        ask(card, image);
      }
    },
  };
}

/** @param {{message: string}} error @returns {Partial<Encoded>} */
function wrong({ message }) {
  return { status: "wrong", sentence: message };
}

/** @param {Answer<"encode">} frame @returns {Partial<Encoded>} */
export function encodedOf({ head, arrays, shapes }) {
  const [, height, width] = shapes.found ?? [];
  return {
    status: "ready",
    sentence: undefined,
    fitting: head.fitting,
    box: head.box,
    found: arrays.found && { pixels: arrays.found, height, width },
    input: arrays.input,
    mean: arrays.mean,
    mu: Array.from(arrays.mu),
    logvar: Array.from(arrays.logvar ?? []),
    factor: arrays.factor && Array.from(arrays.factor),
    klByDimension: Array.from(arrays.klByDimension ?? []),
    kl: head.kl ?? null,
    reconstruction: head.reconstruction,
    elbo: head.elbo ?? null,
    elboError: head.elboError ?? null,
    percentile: head.percentile ?? null,
    among: head.among,
    distancePercentile: head.distancePercentile ?? null,
  };
}
