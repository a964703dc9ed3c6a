// How an image was fitted to the model's input, step by step, and how it is to be.
import { button } from "../../controls.js";
import { h } from "../../dom.js";
import { show } from "../../tone.js";
/** @import {Fitting} from "../../types.js" */

const LONGEST = 128; // pixels of the original as it is shown

/** @type {Fitting} as the data were prepared */
export const LIKE_DATA = { frame: "auto", centre: "auto", background: "auto", invert: "auto" };

/** @type {Fitting} all of the picture, and nothing cleared */
export const AS_IT_IS = { frame: "pad", centre: "auto", background: "border", invert: "auto" };

/** @type {{key: keyof Fitting, label: string, options: Record<string, string>}[]} each option with its meaning */
const WISHES = [
  {
    key: "frame",
    label: "Frame",
    options: {
      auto: "The figure, if the data are centred and one is found.",
      figure: "The box around the figure, as large as in the data.",
      crop: "The largest central part with the right aspect ratio.",
      pad: "The whole image, padded with background on two sides.",
    },
  },
  {
    key: "centre",
    label: "Centre",
    options: {
      auto: "As the data are centred.",
      mass: "The figure's centre of mass in the middle.",
      box: "The figure's box in the middle.",
    },
  },
  {
    key: "background",
    label: "Background",
    options: {
      auto: "Cleared, if the data's background is known and a figure is found.",
      clear: "The data's background in place of the image's.",
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
      auto: "Inverts if the figure is dark and the model was trained on bright ones, or the other way round.",
      yes: "Swaps bright and dark.",
      no: "Keeps bright and dark as they are.",
    },
  },
];

/**
 * @param {Sample} sample
 * @param {Card} card
 * @param {Tone} tone
 * @param {Dispatch} dispatch
 */
export function fittingOf(sample, card, tone, dispatch) {
  const wishes = (/** @type {Fitting} */ wish) =>
    dispatch({ type: "rebring", id: sample.id, change: { wish } });
  const asItIs = sample.wish.frame === AS_IT_IS.frame && sample.wish.background === AS_IT_IS.background;
  return h(
    "div",
    { class: "images-fitting small" },
    stepsOf(sample, card, tone),
    ...WISHES.map(({ key, label, options }) => {
      const used = sample.fitting?.[key]?.toLowerCase();
      const select = h(
        "select",
        { class: "field", onchange: () => wishes(/** @type {Fitting} */ ({ ...sample.wish, [key]: select.value })) },
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
    button("small", () => wishes(asItIs ? LIKE_DATA : AS_IT_IS), asItIs ? "Fit like the data" : "Use as it is"),
  );
}

/** From the original to the input. @param {Sample} sample @param {Card} card @param {Tone} tone */
function stepsOf({ file, box, found, input }, { input: size }, tone) {
  const original = h("canvas", {});
  drawOriginal(original, file, box);
  /** @type {[HTMLCanvasElement, string][]} */
  const steps = [[original, "original"]];
  if (found && box) {
    const whole = h("canvas", { class: "image" });
    show(whole, found.pixels, 0, { ...size, height: found.height, width: found.width }, tone);
    steps.push([whole, "figure"], [cut(whole, box), "box"]);
  }
  if (input) {
    const fitted = h("canvas", { class: "image" });
    show(fitted, input, 0, size, tone);
    steps.push([fitted, `input, ${size.width} × ${size.height}`]);
  }
  return h(
    "div",
    { class: "images-steps" },
    ...steps.map(([canvas, name]) => {
      canvas.setAttribute("aria-hidden", "true");
      return h("figure", {}, canvas, h("figcaption", { class: "quiet" }, name));
    }),
  );
}

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} file @param {import("../../types.js").Box=} box */
async function drawOriginal(canvas, file, box) {
  const image = await createImageBitmap(new Blob([/** @type {BlobPart} */ (file)])).catch(() => null);
  const context = canvas.getContext("2d");
  if (image && context) {
    const by = LONGEST / Math.max(image.width, image.height);
    canvas.width = Math.max(1, Math.round(by * image.width));
    canvas.height = Math.max(1, Math.round(by * image.height));
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    if (box) {
      context.strokeStyle = getComputedStyle(canvas).getPropertyValue("--pin");
      context.lineWidth = 2;
      const { width, height } = canvas;
      context.strokeRect(box.left * width, box.top * height, (box.right - box.left) * width, (box.bottom - box.top) * height);
    }
  }
}

/** @param {HTMLCanvasElement} whole @param {import("../../types.js").Box} box */
function cut(whole, { left, top, right, bottom }) {
  const width = Math.max(1, Math.round((right - left) * whole.width));
  const height = Math.max(1, Math.round((bottom - top) * whole.height));
  const canvas = h("canvas", { class: "image", width, height });
  canvas.getContext("2d")?.drawImage(whole, -Math.round(left * whole.width), -Math.round(top * whole.height));
  return canvas;
}
