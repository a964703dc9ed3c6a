// How an image was fitted to the model's input, and how it is to be.
import { h } from "../../dom.js";
import { meaningOf } from "./words.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Card, Fitting, Sample} from "../../types.js" */

/** @type {{key: keyof Fitting, label: string, options: string[]}[]} */
const WISHES = [
  { key: "frame", label: "Frame", options: ["crop", "pad"] },
  { key: "background", label: "Background", options: ["border", "white", "grey", "black"] },
  { key: "invert", label: "Invert", options: ["yes", "no"] },
];

/**
 * @param {Sample} sample
 * @param {Card} card
 * @param {Dispatch} dispatch
 */
export function fittingOf(sample, card, dispatch) {
  const size = `${card.input.width} × ${card.input.height}`;
  if (!sample.file) {
    return h("p", { class: "images-fitting small quiet" }, `Drawn at the model's input size, ${size} pixels.`);
  }
  return h(
    "div",
    { class: "images-fitting small" },
    h("p", { class: "quiet" }, `Fitted to ${size} pixels.`),
    ...WISHES.map(({ key, label, options }) => {
      const used = sample.fitting?.[key]?.toLowerCase();
      const select = h(
        "select",
        {
          class: "field",
          onchange: () =>
            dispatch({
              type: "sample",
              id: sample.id,
              change: { wish: /** @type {Fitting} */ ({ ...sample.wish, [key]: select.value }), status: "waiting" },
            }),
        },
        ...["auto", ...options].map((option) =>
          h(
            "option",
            { value: option, selected: sample.wish[key] === option, title: meaningOf(key, option) },
            option === "auto" && used && sample.wish[key] === "auto" ? `auto: ${used}` : option,
          ),
        ),
      );
      return h("label", { class: "images-wish" }, h("span", {}, label), select);
    }),
  );
}
