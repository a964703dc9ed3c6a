// Time, for the path that plays and for draws that flow into place.

const LONGEST = 100; // milliseconds that one step may count: a page that slept does not leap
const FLOW = 4; // seconds from noise into place

/** Whether something moves. @param {State | null} now */
function moves(now) {
  return (!!now?.playing.on && !!now.strip && now.strip.of > 1) || (!!now?.trajectory?.on && !!now.trajectory.way);
}

/** @type {import("./latest.js").Ask} */
export function create(_, dispatch) {
  /** @type {State | null} */
  let now = null;
  let running = false;
  let last = 0;

  /** @param {number} time */
  function tick(time) {
    running = moves(now);
    if (!running || !now) {
      return;
    }
    const seconds = Math.min(LONGEST, time - last) / 1000;
    last = time;
    requestAnimationFrame(tick);
    const { playing, strip, trajectory } = now;
    if (playing.on && strip && strip.of > 1) {
      const end = strip.of - 1;
      const at = playing.at + seconds * playing.speed;
      dispatch({ type: "play", change: at <= end ? { at } : playing.loop ? { at: 0 } : { at: end, on: false } });
    }
    if (trajectory?.on && trajectory.way) {
      const at = trajectory.at + seconds / FLOW;
      dispatch({ type: "trajectory", change: at < 1 ? { at } : { at: 1, on: false } });
    }
  }

  return {
    update(state) {
      now = state;
      if (!running && moves(state)) {
        running = true;
        last = performance.now();
        requestAnimationFrame(tick);
      }
    },
  };
}
