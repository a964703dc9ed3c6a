// Many things of the server, a request at a time, so that other requests have their turn and a file can be stopped.
/** @import {Tools} from "./makers.js" */
/** @import {Answer, Fields, Op, Sent} from "../types-wire.js" */

/**
 * Asks for all of so many things, and gives each frame to the taker.
 * @template {Op} O
 * @param {Tools} tools
 * @param {O} op
 * @param {number} count
 * @param {number} together things of one request
 * @param {(from: number, to: number) => {fields: Fields<O>, arrays?: Sent[]}} question
 * @param {(frame: Answer<O>, from: number, to: number) => void} take
 */
export async function askAll({ server, signal, progress }, op, count, together, question, take) {
  for (let from = 0; from < count; from += together) {
    const to = Math.min(count, from + together);
    const { fields, arrays } = question(from, to);
    await /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        const asking = server.ask(op, fields, {
          arrays,
          onFrame: (frame) => take(frame, from, to),
          onEnd: () => resolve(),
          onError: ({ message }) => reject(new Error(message)),
        });
        signal.addEventListener("abort", () => {
          asking.cancel();
          reject(signal.reason);
        });
      })
    );
    progress(to / count);
  }
}
