// The way to the report where no image is pinned: what it says of the model's own dimensions needs none;
// and how long the training took.
import { trainingOf } from "../../comparison.js";
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { selector } from "../../selector.js";
import { cardOf, sampleOf } from "../../state.js";
import { explain } from "../../tooltip.js";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const training = h("p", { class: "small quiet" });
  const element = h(
    "section",
    { class: "block", hidden: true, "aria-label": "Model" },
    reportButton("Report on the model", MODEL, dispatch),
    training,
  );
  return {
    element,
    update: selector((state) => {
      const pin = state.kept?.pin ?? null;
      const took = trainingOf(cardOf(state) ?? undefined);
      training.hidden = took === "";
      setText(training, `Trained in ${took}.`);
      element.hidden = !cardOf(state) || sampleOf(state, pin) !== null || pin?.row !== undefined;
    }),
  };
}

const MODEL = "What each latent dimension costs and changes, how the data use it, and where the prior has holes · R";

/**
 * A button that opens the report.
 * @param {string} name
 * @param {string} hint
 * @param {Dispatch} dispatch
 */
export function reportButton(name, hint, dispatch) {
  const open = button("here-report", () => dispatch({ type: "report", change: { open: true } }), icon("report"), name);
  open.setAttribute("aria-keyshortcuts", "R");
  explain(open, hint);
  return open;
}
