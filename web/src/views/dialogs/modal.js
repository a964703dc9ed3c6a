// A dialog over the whole page, which the state opens by its name. A press beside a sheet closes it.
import { iconButton } from "../../controls.js";
import { h } from "../../dom.js";

/** Leads back to the list of models whoever opened a dialog from there, for what they pressed is hidden by now. */
export function focusBack() {
  const focused = document.activeElement;
  if (!focused || focused === document.body || !focused.checkVisibility()) {
    /** @type {HTMLElement | null} */ (document.querySelector("#bar .button.model"))?.focus();
  }
}

/**
 * @param {Dispatch} dispatch
 * @param {NonNullable<State["dialog"]>} name
 * @param {string} kind its class, which begins with "sheet " for a sheet
 * @param {string} title
 * @param {(state: State) => void} draw is told of each state while it is open
 * @param {...Child} children
 */
export function modal(dispatch, name, kind, title, draw, ...children) {
  let isWanted = false;
  const isSheet = kind.startsWith("sheet ");
  const head = h(
    "div",
    { class: "row between head" },
    h("h2", { class: "headline", id: `${name}-title`, tabIndex: -1, autofocus: true }, title),
    iconButton("close", "Close", () => element.close()),
  );
  const element = h(
    "dialog",
    {
      class: kind,
      "aria-labelledby": `${name}-title`,
      onclose() {
        focusBack();
        if (isWanted) {
          dispatch({ type: "dialog", dialog: null });
        }
      },
      onclick: (/** @type {Event} */ { target }) => isSheet && target === element && element.close(),
    },
    ...(isSheet ? [h("div", { class: "inside" }, head, ...children)] : [head, ...children]),
  );
  return {
    element,
    /** @param {State} state */
    update(state) {
      isWanted = state.dialog === name;
      if (isWanted) {
        draw(state);
      }
      if (isWanted !== element.open) {
        isWanted ? element.showModal() : element.close();
      }
    },
  };
}
