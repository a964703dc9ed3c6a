// Time, for the path that plays.
/** @import {State} from "../types.js" */

const LONGEST = 100; // milliseconds that one step may count: a page that slept does not leap

/** @type {import("./latest.js").Ask} */
export function create(_, dispatch) {
  /** @type {State | null} */
  let now = null;
  let running = false;
  let last = 0;

  /** @param {number} time */
  function tick(time) {
    const { playing, strip } = now ?? {};
    running = playing?.on === true && !!strip && strip.of > 1;
    if (!running || !playing || !strip) {
      return;
    }
    const end = strip.of - 1;
    const step = (Math.min(LONGEST, time - last) / 1000) * playing.speed;
    last = time;
    const next = playing.at + step;
    requestAnimationFrame(tick);
    if (next <= end) {
      dispatch({ type: "play", change: { at: next } });
    } else {
      dispatch({ type: "play", change: playing.loop ? { at: 0 } : { at: end, on: false } });
    }
  }

  return {
    update(state) {
      now = state;
      if (state.playing.on && !running && state.strip) {
        running = true;
        last = performance.now();
        requestAnimationFrame(tick);
      }
    },
  };
}
