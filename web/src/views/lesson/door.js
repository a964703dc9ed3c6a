// The room that a lesson takes beside the map, and the lesson itself, fetched when one is first taken.
import { later } from "../../later.js";
import { notice } from "../../notice.js";

/** @param {HTMLElement} element @param {Dispatch} dispatch */
export function create(element, dispatch) {
  const lesson = later(
    async () => (await import("./lesson.js")).create(element, dispatch),
    ({ course }) => course !== null,
    () => {
      dispatch({ type: "lesson", at: null });
      dispatch(notice("wrong", "The lesson couldn't be loaded. Reload the page once the server is back."));
    },
  );
  let taken = false;
  return {
    /** @param {State} state */
    update(state) {
      if ((state.course !== null) !== taken) {
        taken = !taken;
        element.hidden = !taken;
        element.parentElement?.classList.toggle("teaching", taken);
      }
      lesson.update(state);
    },
  };
}
