// The lessons that there are, each a door to its first step.
import { button, iconButton } from "../../controls.js";
import { h } from "../../dom.js";
import { selector } from "../../selector.js";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const list = h("ol", { class: "lesson-list" });
  const element = h(
    "dialog",
    { class: "sheet lessons", "aria-labelledby": "lessons-title", onclose: shut, onclick: (/** @type {Event} */ { target }) => target === element && element.close() },
    h(
      "div",
      { class: "inside" },
      h(
        "div",
        { class: "row between head" },
        h("h2", { class: "headline", id: "lessons-title", tabIndex: -1, autofocus: true }, "Lessons"),
        iconButton("close", "Close", () => element.close()),
      ),
      h("p", { class: "quiet" }, "Each takes some minutes, on the models that are here. You guess first, then you see."),
      list,
    ),
  );
  let wanted = false;

  function shut() {
    if (wanted) {
      dispatch({ type: "dialog", dialog: null });
    }
  }

  const draw = selector(({ lessons: { order, byId } }) => {
    list.replaceChildren(
      ...order.flatMap((id) => byId[id] ?? []).map(({ id, title, question }) =>
        h("li", {}, button("way", () => dispatch({ type: "lesson", at: { id, step: 0 } }), h("b", {}, title), h("span", { class: "small quiet" }, question))),
      ),
    );
    list.ariaBusy = String(order.length === 0);
  });

  return {
    element,
    /** @param {State} state */
    update(state) {
      wanted = state.dialog === "lessons";
      if (wanted) {
        draw(state);
      }
      if (wanted !== element.open) {
        wanted ? element.showModal() : element.close();
      }
    },
  };
}
