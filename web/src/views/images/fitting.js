// How an image was fitted to the model's input, and how it is to be.
import { h } from "../../dom.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Card, Fitting, Sample} from "../../types.js" */

/** @type {{key: keyof Fitting, label: string, options: Record<string, string>}[]} each option with its meaning */
const WISHES = [
  {
    key: "frame",
    label: "Frame",
    options: {
      auto: "Pads if the image's border is a single colour, otherwise crops.",
      crop: "The largest central part with the right aspect ratio.",
      pad: "The whole image, padded with background on two sides.",
    },
  },
  {
    key: "background",
    label: "Background",
    options: {
      auto: "The fill for transparent and padded parts, chosen from the image.",
      border: "The mean colour of the image's border pixels.",
      white: "White behind transparent and padded parts.",
      grey: "Mid-grey behind transparent and padded parts.",
      black: "Black behind transparent and padded parts.",
    },
  },
  {
    key: "invert",
    label: "Invert",
    options: {
      auto: "Inverts if the model was trained on bright shapes on dark and the image's border is bright.",
      yes: "Swaps bright and dark.",
      no: "Keeps bright and dark as they are.",
    },
  },
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
        ...Object.entries(options).map(([option, title]) =>
          h(
            "option",
            { value: option, selected: sample.wish[key] === option, title },
            option === "auto" && used && sample.wish[key] === "auto" ? `auto: ${used}` : option,
          ),
        ),
      );
      return h("label", { class: "images-wish" }, h("span", {}, label), select);
    }),
  );
}
