// What the asks of the report share: an answer that begins blank, grows frame by frame, and ends done, stopped or wrong.
import { latest } from "../latest.js";
/** @import {Ask} from "../latest.js" */
/** @import {AnyRequest, Refused, Server} from "../../server.js" */
/** @import {Answer, Fields, Op, Sent} from "../../types-wire.js" */
/** @import {Asked, Report} from "../../types-report.js" */

/** @typedef {"believed" | "posterior" | "around" | "sampled" | "components" | "pulls" | "refinement" | "completing" | "posteriorDraws" | "healthy" | "fitting"} Part of a report */
/**
 * What is asked, and what each frame adds to the answer.
 * @template A
 * @template {Op} O
 * @typedef {{op: O, fields: Fields<O>, arrays?: Sent[], onFrame(frame: Answer<O>, before: A): Partial<A>}} Question
 */

/**
 * @template A
 * @typedef {{[O in Op]: Question<A, O>}[Op]} AnyQuestion
 */

/**
 * @template {Part} P
 * @param {Server} server
 * @param {Dispatch} dispatch
 * @param {P} name
 * @param {Omit<NonNullable<Report[P]>, keyof Asked>} blank an answer that holds nothing yet
 */
export function part(server, dispatch, name, blank) {
  /** @typedef {NonNullable<Report[P]>} A */
  const asking = latest(server, dispatch);
  /** @type {A | null} */
  let answer = null;

  /** @param {A | null} next */
  function tell(next) {
    answer = next;
    dispatch({ type: "report", change: { [name]: next } });
  }

  /** @param {Partial<A & Asked>} change */
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
          arrays,
          /** @param {Answer<Op>} frame */
          onFrame(frame) {
            const before = /** @type {A} */ (answer);
            const change = onFrame(frame, fresh ? { ...before, ...blank } : before);
            fresh = frame.last;
            add({ ...change, stage: frame.last ? "done" : "asking" });
          },
          onError(/** @type {Refused} */ { message }) {
            add(/** @type {Partial<A>} */ ({ stage: "wrong", sentence: message }));
            return true; // the reader may ask again
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
 * An ask of one part and of nothing else.
 * @template {Part} P
 * @param {P} name
 * @param {Omit<NonNullable<Report[P]>, keyof Asked>} blank
 * @param {(state: State, one: ReturnType<typeof part<P>>) => void} update
 * @returns {Ask}
 */
export const partOf = (name, blank, update) => (server, dispatch) => {
  const one = part(server, dispatch, name, blank);
  return { update: (state) => update(state, one) };
};
