// @ts-check
// What most asks do: one request for what is wanted now, under a key; another key takes the place of the old one.
import { notice } from "../notice.js";
/** @import {AnyRequest, Asking, Refused, Request, Server} from "../server.js" */
/** @import {Dispatch} from "../state.js" */
/** @import {Op} from "../types-wire.js" */

/**
 * Says what a request failed with, in the server's sentence.
 * @param {Dispatch} dispatch
 * @returns {(refused: Refused) => void}
 */
export function failing(dispatch) {
  return ({ code, message }) => dispatch(notice(code === "BUSY" ? "busy" : "wrong", message));
}

/**
 * @param {Server} server
 * @param {Dispatch} dispatch
 */
export function latest(server, dispatch) {
  /** @type {string | null} */
  let key = null;
  /** @type {Asking | null} */
  let asking = null;

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
      key = wanted;
      if (wanted !== null && request) {
        const { op, fields, asked } = /** @type {Request<Op>} */ (request());
        const mine = () => key === wanted;
        asking = server.ask(op, fields, {
          arrays: asked.arrays,
          onFrame: (frame) => mine() && asked.onFrame(frame),
          onEnd: (end) => mine() && asked.onEnd?.(end),
          onError: (refused) => {
            if (mine()) {
              (asked.onError ?? failing(dispatch))(refused);
            }
          },
        });
      }
      return true;
    },
  };
}
