// The lessons that there are, each a door to its first step.
import { button } from "../../controls.js";
import { h } from "../../dom.js";
import { selector } from "../../selector.js";
import { modal } from "./modal.js";

const WHAT = "Each takes some minutes, on the models that are here. You guess first, then you see.";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const list = h("ol", { class: "lesson-list" });

  const draw = selector(({ lessons: { order, byId } }) => {
    list.replaceChildren(
      ...order.flatMap((id) => byId[id] ?? []).map(({ id, title, question }) =>
        h("li", {}, button("way", () => dispatch({ type: "lesson", at: { id, step: 0 } }), h("b", {}, title), h("span", { class: "small quiet" }, question))),
      ),
    );
    list.ariaBusy = String(order.length === 0);
  });

  return modal(dispatch, "lessons", "sheet lessons", "Lessons", draw, h("p", { class: "quiet" }, WHAT), list);
}
