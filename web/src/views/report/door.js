// The key that opens and closes the report, and the report itself, fetched when it is first opened.
import { later } from "../../later.js";
import { notice } from "../../notice.js";
import { shortcut } from "../../shortcuts.js";
import { SHUT_REPORT } from "../../state.js";

/** @type {MakeView} */
export function create(element, dispatch) {
  const report = later(
    async () => (await import("./report.js")).create(element, dispatch),
    (state) => state.report.open,
    () => {
      dispatch(SHUT_REPORT);
      dispatch(notice("wrong", "The report couldn't be loaded. Reload the page once the server is back."));
    },
  );
  /** @type {State | null} */
  let now = null;
  document.addEventListener("keydown", (event) => {
    if (shortcut(event) === "r" && now?.kept) {
      dispatch(now.report.open ? SHUT_REPORT : { type: "report", change: { open: true } });
      event.preventDefault();
    }
  });

  return {
    update(state) {
      now = state;
      report.update(state);
    },
  };
}
