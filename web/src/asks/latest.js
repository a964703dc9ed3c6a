// What most asks do: one request for what is wanted now, under a key; another key takes the place of the old one. What
// failed of a cause that may go is asked again, ever more seldom, for as long as it is wanted.
import { notice } from "../notice.js";
import { memory } from "./memory.js";
/** @import {AnyRequest, Asking, Refused, Request, Server} from "../server.js" */
/** @import {Op} from "../types-wire.js" */
/** @import {Frame} from "../wire.js" */

/** @typedef {(server: Server, dispatch: Dispatch) => {update(state: State): void}} Ask what each ask is made by */

/** @typedef {ReturnType<typeof latest>} Latest */

const FIRST_PAUSE = 2000; // milliseconds until what failed is asked again; doubles with each failure in a row
const LONGEST_PAUSE = 32_000;
const LARGEST = 32 << 20; // bytes of answers that are kept
/** Answers of all panes, by operation and key. @type {ReturnType<typeof memory<Frame[]>>} */
const answers = memory(LARGEST, (frames) => frames.reduce((sum, { arrays }) => sum + Object.values(arrays).reduce((bytes, { byteLength }) => bytes + byteLength, 0), 0));
const PASSING = ["BUSY", "MODEL_CHANGED", "MODEL_FAILED", "NOT_FOUND", "TIMED_OUT"];

/**
 * Says what a request failed with, in the server's sentence. Of a model that was replaced the catalogue tells.
 * @param {Dispatch} dispatch
 * @param {Refused} refused
 */
export function failing(dispatch, { code, message }) {
  if (code !== "MODEL_CHANGED") {
    dispatch(notice(code === "BUSY" ? "busy" : "wrong", message));
  }
}

/**
 * Does a thing again after a failure whose cause may go.
 * @param {() => void} act
 */
export function again(act) {
  let pause = FIRST_PAUSE;
  let timer = 0;
  return {
    /** @param {Refused} refused @returns {boolean} whether it is the first failure in a row */
    after({ code }) {
      const first = pause === FIRST_PAUSE;
      if (PASSING.includes(code) && !timer) {
        timer = setTimeout(() => {
          timer = 0;
          act();
        }, pause);
        pause = Math.min(LONGEST_PAUSE, 2 * pause);
      }
      return first;
    },
    /** Another of its kind worked: the next failure is the first again. */
    worked() {
      pause = timer ? pause : FIRST_PAUSE;
    },
    /** It worked, or is not wanted any more. */
    over() {
      clearTimeout(timer);
      timer = 0;
      pause = FIRST_PAUSE;
    },
  };
}

/**
 * An ask of the one thing that the state wants now.
 * @param {(state: State, dispatch: Dispatch) => {key: string, question: () => AnyRequest} | null} wantedIn
 * @param {(state: State, dispatch: Dispatch) => unknown} [forget] once nothing is wanted any more
 * @param {boolean} [keeps] whether an answer is all that its key asks for
 * @returns {Ask}
 */
export const askOf = (wantedIn, forget, keeps) => (server, dispatch) => {
  const one = latest(server, dispatch, keeps);
  return {
    update(state) {
      const wanted = wantedIn(state, dispatch);
      if (one.want(wanted && wanted.key, wanted?.question) && !wanted) {
        forget?.(state, dispatch);
      }
    },
  };
};

/**
 * @param {Server} server
 * @param {Dispatch} dispatch
 * @param {boolean} [keeps] whether an answer is all that its key asks for, so that it needn't be asked again
 */
export function latest(server, dispatch, keeps = false) {
  /** @type {string | null} */
  let key = null;
  /** @type {Asking | null} */
  let asking = null;
  /** @type {(() => AnyRequest) | undefined} */
  let question;
  const retry = again(ask);

  function ask() {
    if (!question) {
      return;
    }
    const { op, fields, arrays, onFrame, onEnd, onError } = /** @type {Request<Op>} */ (question());
    const wanted = key;
    const isWanted = () => key === wanted;
    const name = `${op} ${wanted}`;
    const known = keeps && answers.recall(name);
    if (known) {
      queueMicrotask(() => { // all are told of the state first that wants it
        known.forEach((frame) => isWanted() && onFrame(/** @type {any} */ (frame)));
        if (isWanted()) {
          onEnd?.("done");
        }
      });
      return;
    }
    /** @type {Frame[]} */
    let frames = [];
    asking = server.ask(op, fields, {
      arrays,
      onFrame(frame) {
        if (keeps) {
          frames = /** @type {any} */ (frame).head.from > 0 ? [...frames, frame] : [frame]; // from the start again after a reconnection
        }
        if (isWanted()) {
          onFrame(frame);
        }
      },
      onEnd(end) {
        if (keeps && end === "done") {
          answers.keep(name, frames);
        }
        if (isWanted()) {
          retry.over();
          onEnd?.(end);
        }
      },
      onError(refused) {
        if (isWanted() && !onError?.(refused) && retry.after(refused)) {
          failing(dispatch, refused);
        }
      },
    });
  }

  return {
    /**
     * Asks for what belongs to the key, unless that was asked last; null for nothing. Answers to an older key are not
     * heard any more.
     * @param {string | null} wanted
     * @param {() => AnyRequest} [request]
     * @returns {boolean} whether something new is wanted
     */
    want(wanted, request) {
      if (wanted === key) {
        return false;
      }
      asking?.cancel();
      asking = null;
      retry.over();
      key = wanted;
      question = wanted === null ? undefined : request;
      ask();
      return true;
    },
  };
}
