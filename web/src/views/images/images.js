// The panel of own images and of what is selected: bring, draw, look at them, take away.
import { h } from "../../dom.js";
import { createBring } from "./bring.js";
import { createList } from "./list.js";
import { createPad } from "./pad.js";
import { createSelection } from "./selection.js";
import { createTaken } from "./taken.js";

/** @type {MakeView} */
export function create(element, dispatch) {
  let brought = false; // whether there are new ones to show
  const bring = createBring(dispatch, () => (brought = true));
  const pad = createPad(dispatch);
  const list = createList(dispatch);
  const selection = createSelection(dispatch);
  const taken = createTaken(dispatch);
  element.append(h("div", { class: "images-own" }, bring.element, pad.element, list.element), selection.element, taken.element);
  return {
    update(state) {
      element.classList.toggle("open", state.sheet === "images");
      bring.update(state);
      pad.update(state);
      list.update(state);
      if (brought) {
        brought = false;
        list.element.scrollIntoView({ block: "nearest" }); // on a phone it lies below the pad
      }
      selection.update(state);
      taken.update(state);
    },
  };
}
