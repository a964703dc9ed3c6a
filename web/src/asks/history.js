// The history of the pane's model, fetched when its training is watched; and time, while it plays.
import { hasHistory, historyOf, snapshotAt } from "../history.js";
import { notice } from "../notice.js";
import { readNpz } from "../npz.js";
import { cardOf } from "../state.js";
import { isTrained, statusOf } from "../training.js";

const SPEED = 3; // snapshots a second
const SLOW = 0.7; // the same of single steps
const LONGEST = 100; // milliseconds that one step may count: a page that slept does not leap

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  let asked = ""; // the sha256 of the history that was asked for last
  let ticking = false;
  let last = 0;
  /** @type {State} */
  let now;

  /** @param {string} id @param {string} hash */
  async function fetchHistory(id, hash) {
    try {
      const history = historyOf(await readNpz(await server.bytes(`api/models/${id}/history.npz`)));
      if (asked === hash) {
        const { step } = now.watched;
        dispatch({ type: "watch", change: { history, step: null, at: step === null ? 0 : snapshotAt(history, step) } });
      }
    } catch (error) {
      asked = "";
      dispatch({ type: "watch", change: { on: false, playing: false } });
      dispatch(notice("wrong", `The training of “${id}” couldn't be shown: ${/** @type {Error} */ (error).message}`));
    }
  }

  /** @param {number} time */
  function tick(time) {
    const { playing, history, at } = now.watched;
    ticking = playing && history !== null;
    if (!ticking || !history) {
      return;
    }
    const end = history.steps.length - 1;
    const speed = statusOf(now, now.kept?.model ?? "")?.state === "paused" ? SLOW : SPEED;
    const next = at + (Math.min(LONGEST, time - last) / 1000) * speed;
    last = time;
    requestAnimationFrame(tick);
    dispatch({ type: "watch", change: next < end ? { at: next } : { at: end, playing: false } });
  }

  return {
    update(state) {
      now = state;
      const { watched } = state;
      const card = cardOf(state);
      const hash = card?.files["history.npz"] ?? "";
      if (!watched.on || isTrained(state, state)) {
        asked = watched.history ? asked : "";
      } else if (card && hasHistory(card) && hash !== asked) {
        asked = hash;
        fetchHistory(card.id, hash);
      }
      if (watched.playing && watched.history && !ticking) {
        ticking = true;
        last = performance.now();
        requestAnimationFrame(tick);
      }
    },
  };
}
