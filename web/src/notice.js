// Notices, each with an id of its own.
/** @import {Notice} from "./types.js" */
/** @import {Action} from "./state.js" */

let last = 0;

/**
 * The action that tells the reader something: `info` and `busy` go by themselves, `wrong` stays until it is closed.
 * @param {Notice["kind"]} kind
 * @param {string} text a sentence
 * @returns {Action}
 */
export function notice(kind, text) {
  return { type: "notice", notice: { id: ++last, kind, text } };
}
