// Encodes the images that somebody brought, a few at a time, and a drawing while it is drawn.
import { cardOf } from "../state.js";
import { again } from "./latest.js";
/** @import {Answer} from "../types-wire.js" */
/** @import {Card, Sample, State} from "../types.js" */

const TOGETHER = 4;

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {Set<number>} ids of samples under way */
  const running = new Set();
  /** @type {number[]} ids of samples that were refused for a cause that may go */
  let failed = [];
  const retry = again(() => {
    const ids = failed;
    failed = [];
    for (const { id } of now?.samples.filter((s) => ids.includes(s.id) && s.status === "wrong") ?? []) {
      dispatch({ type: "sample", id, change: { status: "waiting" } });
    }
  });

  /** @param {Card} card @param {Sample} sample */
  function ask(card, sample) {
    const { id } = sample;
    running.add(id);
    dispatch({ type: "sample", id, change: { status: "encoding", sentence: undefined } });
    /** @param {Partial<Sample>} change */
    const finish = (change) => {
      running.delete(id);
      // A drawing went on meanwhile: what came is shown, and the newer one asked for.
      const onward = now?.samples.find((s) => s.id === id)?.status === "waiting";
      dispatch({ type: "sample", id, change: onward ? { ...change, status: "waiting" } : change });
    };
    server.ask("encode", { model: card.id, files: [{ name: sample.name }], ...sample.wish }, {
      arrays: [{ name: "file 0", values: sample.file }],
      onFrame(frame) {
        retry.worked();
        finish(frame.head.error ? wrong(frame.head.error) : ready(frame));
      },
      onError(refused) {
        failed.push(id);
        retry.after(refused);
        finish(wrong(refused));
      },
    });
  }

  /** @type {State | null} */
  let now = null;
  return {
    update(state) {
      if (now && state.samples === now.samples && state.kept?.model === now.kept?.model) {
        now = state;
        return;
      }
      now = state;
      const card = cardOf(state);
      if (!card) {
        return;
      }
      const waiting = state.samples.filter((s) => s.status === "waiting" && s.model === card.id && !running.has(s.id));
      for (const sample of waiting.reverse()) {
        if (running.size < TOGETHER) {
          ask(card, sample);
        }
      }
    },
  };
}

/** @param {{message: string}} error @returns {Partial<Sample>} */
function wrong({ message }) {
  return { status: "wrong", sentence: message };
}

/** @param {Answer<"encode">} frame @returns {Partial<Sample>} */
function ready({ head, arrays, shapes }) {
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
