// What most asks do: one request for what is wanted now, under a key; another key takes the place of the old one. What
// failed of a cause that may go is asked again, ever more seldom, for as long as it is wanted.
import { notice } from "../notice.js";
/** @import {AnyRequest, Asking, Refused, Request, Server} from "../server.js" */
/** @import {Op} from "../types-wire.js" */

/** @typedef {(server: Server, dispatch: Dispatch) => {update(state: State): void}} Ask what each ask is made by */

/** @typedef {ReturnType<typeof latest>} Latest */

const FIRST_PAUSE = 2000; // milliseconds until what failed is asked again; doubles with each failure in a row
const LONGEST_PAUSE = 32_000;
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
 * @returns {Ask}
 */
export const askOf = (wantedIn, forget) => (server, dispatch) => {
  const one = latest(server, dispatch);
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
 */
export function latest(server, dispatch) {
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
    asking = server.ask(op, fields, {
      arrays,
      onFrame: (frame) => isWanted() && onFrame(frame),
      onEnd(end) {
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
