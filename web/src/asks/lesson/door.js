// Leads the page through a lesson, fetched when one is first taken or they are listed.
import { later } from "../../later.js";
import { notice } from "../../notice.js";

/** @type {import("../latest.js").Ask} */
export function create(server, dispatch) {
  return later(
    async () => (await import("./lesson.js")).create(server, dispatch),
    ({ course, dialog }) => course !== null || dialog === "lessons",
    () => {
      dispatch({ type: "lesson", at: null });
      dispatch(notice("wrong", "Lessons couldn't be loaded. Reload the page once the server is back."));
    },
  );
}
