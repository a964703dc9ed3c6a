// What the asks of the report share: an answer that begins blank, grows frame by frame, and ends done, stopped or wrong.
import { askedKey, subjectOf } from "../../report.js";
import { latest } from "../latest.js";
/** @import {AnyRequest, Refused, Server} from "../../server.js" */
/** @import {Dispatch} from "../../state.js" */
/** @import {Answer, Fields, Op, Sent} from "../../types-wire.js" */
/** @import {Asked, Normal, Report} from "../../types-report.js" */
/** @import {State} from "../../types.js" */

/** @typedef {"believed" | "posterior" | "refinement" | "completing" | "healthy"} Part */
/**
 * What is asked, and what each frame adds to the answer.
 * @template {Asked} A
 * @template {Op} O
 * @typedef {{op: O, fields: Fields<O>, arrays?: Sent[], onFrame(frame: Answer<O>, before: A): Partial<A>}} Question
 */

/**
 * @template {Asked} A
 * @typedef {{[O in Op]: Question<A, O>}[Op]} AnyQuestion
 */

/**
 * @template {Asked} A
 * @param {Server} server
 * @param {Dispatch} dispatch
 * @param {Part} name
 * @param {Omit<A, keyof Asked>} blank an answer that holds nothing yet
 */
export function part(server, dispatch, name, blank) {
  const asking = latest(server, dispatch);
  /** @type {A | null} */
  let answer = null;

  /** @param {A | null} next */
  function tell(next) {
    answer = next;
    dispatch({ type: "report", change: /** @type {Partial<Report>} */ ({ [name]: next }) });
  }

  /** @param {Partial<A>} change */
  function add(change) {
    if (answer) {
      tell({ ...answer, ...change });
    }
  }

  return {
    /**
     * Asks under a key, unless that was asked last; null forgets the answer.
     * @param {string | null} key
     * @param {() => AnyQuestion<A>} question
     */
    want(key, question) {
      const anew = asking.want(key, () => {
        const { op, fields, arrays, onFrame } = /** @type {Question<A, Op>} */ (question());
        let fresh = true; // a request that is sent again begins anew
        return /** @type {AnyRequest} */ ({
          op,
          fields: { ...fields, lane: name },
          asked: {
            arrays,
            /** @param {Answer<Op>} frame */
            onFrame(frame) {
              const before = /** @type {A} */ (answer);
              const change = onFrame(frame, fresh ? { ...before, ...blank } : before);
              fresh = frame.last;
              add(/** @type {Partial<A>} */ ({ ...change, stage: frame.last ? "done" : "asking" }));
            },
            onError(/** @type {Refused} */ { message }) {
              add(/** @type {Partial<A>} */ ({ stage: "wrong", sentence: message }));
              return true; // the reader may ask again
            },
          },
        });
      });
      if (anew && (key !== null || answer)) {
        tell(key === null ? null : /** @type {any} */ ({ key, stage: "asking", sentence: "", ...blank }));
      }
    },
    /** Gives up what is being asked, and keeps what has come of it. */
    stop() {
      if (answer?.stage === "asking" && asking.want(null)) {
        add(/** @type {Partial<A>} */ ({ stage: "stopped" }));
      }
    },
  };
}

/**
 * What most parts ask: one operation about the pinned image.
 * @param {State} state
 * @param {boolean} [wanted] by default while the report is open
 */
export function about(state, wanted) {
  const subject = subjectOf(state);
  return {
    subject,
    key: askedKey(state, subject, wanted),
    fields: { model: subject?.card.id ?? "", ...subject?.fields, seed: state.kept?.seed },
    arrays: subject?.arrays,
  };
}

/** @param {Normal} arrays @returns {Normal} */
export function normalOf({ mu, logvar }) {
  return { mu, logvar };
}

/**
 * The rows of an array of codes.
 * @param {ArrayLike<number>} codes (n, dim)
 * @param {number} dim
 */
export function codesOf(codes, dim) {
  const all = Array.from(codes);
  return Array.from({ length: all.length / dim }, (_, i) => all.slice(i * dim, (i + 1) * dim));
}
