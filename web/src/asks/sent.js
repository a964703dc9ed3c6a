// Whether the frames of a path that a link brought are those that its sender saw. Told once, when all of them are there.
import { notice } from "../notice.js";
import { compare, seenOf } from "../seen.js";
import { cardOf } from "../state.js";

/** @type {import("./latest.js").Ask} */
export function create(_server, dispatch) {
  /** @type {State["sent"]} */
  let told = null;
  return {
    update(state) {
      const { sent, strip } = state;
      const card = cardOf(state);
      if (!sent || sent === told || !card || !strip || strip.count < strip.of || strip.key !== sent.key) {
        return;
      }
      told = sent;
      const verdict = compare(sent.seen, seenOf(strip.pixels), sent.version === card.version);
      dispatch({ type: "verdict", verdict: { key: sent.key, ...verdict } });
      dispatch(notice(verdict.grade === "other" ? "wrong" : "info", verdict.text));
    },
  };
}
