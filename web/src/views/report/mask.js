// The image, large, with a brush that makes pixels unknown or known again, and what does the same without a brush.
import { choice } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { maskOf, stroked, unknownOf, wished } from "../../masks.js";
import { counted } from "../../numbers.js";
import { createPen } from "../../pen.js";
import { selector } from "../../selector.js";
import { prose } from "../../terms.js";
import { token } from "../../tokens.js";
import { show, toneOf } from "../../tone.js";
/** @import {Preset} from "../../masks.js" */
/** @import {Subject} from "../../report.js" */

const BRUSH = 0.07; // radius as a share of the image's width
const GRAIN = 8; // canvas pixels to a pixel of the image
const NOISES = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 1];

/** @type {[0 | 1, string][]} what a stroke makes of a pixel's being unknown */
const BRUSHES = [
  [1, "Hide"],
  [0, "Reveal"],
];
/** @type {[Preset | null, string][]} */
const PRESETS = [
  [null, "Nothing"],
  ["left", "Left half"],
  ["right", "Right half"],
  ["top", "Top half"],
  ["bottom", "Bottom half"],
  ["middle", "Middle"],
  ["all", "Everything"],
];

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {Card | null} */
  let card = null;
  /** @type {ArrayLike<number> | null} */
  let image = null;
  /** @type {Uint8Array | null} as it is painted, also before it is told */
  let mask = null;
  /** @type {State["appearance"]} */
  let appearance = "light";
  /** @type {[number, number]} where the stroke has come to */
  let last = [0, 0];
  /** @type {0 | 1} */
  let value = 1;

  const canvas = h("canvas", { class: "report-canvas", role: "img", "aria-describedby": "report-unknown" });
  const isPainting = createPen(canvas, () => card?.input, begin, stroke, end);
  const count = h("p", { class: "small quiet", id: "report-unknown" });
  const brushes = choice("Brush", BRUSHES, (chosen) => {
    value = chosen;
    brushes.show(value);
  });
  brushes.show(value);
  const presets = choice("Hide", PRESETS, take);
  presets.element.className = "report-presets";
  const noise = h("input", {
    type: "range",
    min: 0,
    max: NOISES.length - 1,
    step: 1,
    value: 0,
    "aria-label": "Noise in known pixels",
    oninput: () => say(NOISES[Number(noise.value)]),
    onchange: () => dispatch({ type: "report", change: { noise: NOISES[Number(noise.value)] } }),
  });
  const said = h("span", { class: "number" });
  const element = h(
    "div",
    { class: "report-mask" },
    h("div", {}, canvas, count),
    h(
      "div",
      { class: "report-mask-tools" },
      h("span", { class: "small quiet" }, "Brush:"),
      brushes.element,
      h("span", { class: "small quiet" }, "Hide:"),
      presets.element,
      h("label", { class: "report-noise small" }, h("span", {}, ...prose("[[noise|Noise]]: "), said), noise),
    ),
  );

  /** @param {number} sigma */
  function say(sigma) {
    setText(said, sigma === 0 ? "none" : String(sigma));
    noise.setAttribute("aria-valuetext", sigma === 0 ? "none" : `standard deviation ${sigma}, where white is 1`);
  }

  /** @param {Preset | null} preset */
  function take(preset) {
    if (card) {
      dispatch({ type: "report", change: { mask: preset && maskOf(preset, card.input) } });
    }
  }

  /** @param {Preset | null} preset @param {Uint8Array | null} hidden */
  function isHidden(preset, hidden) {
    const own = preset && card && maskOf(preset, card.input);
    return own ? hidden?.every((unknown, i) => unknown === own[i]) : hidden === null;
  }

  /** @param {[number, number]} at */
  function begin(at) {
    last = at;
    stroke([at]);
  }

  /** @param {[number, number][]} through */
  function stroke(through) {
    if (card) {
      for (const to of through) {
        mask = stroked(mask, card.input, last, to, Math.max(0.75, BRUSH * card.input.width), value);
        last = to;
      }
      paint();
    }
  }

  function end() {
    dispatch({ type: "report", change: { mask: wished(mask) } });
  }

  function paint() {
    if (!card) {
      return;
    }
    const { width, height } = card.input;
    canvas.width = width * GRAIN;
    canvas.height = height * GRAIN;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.imageSmoothingEnabled = false;
    if (image) {
      const small = h("canvas");
      show(small, image, 0, card.input, toneOf(card, appearance));
      context.drawImage(small, 0, 0, canvas.width, canvas.height);
    }
    hatch(context, width);
    const unknown = unknownOf(mask);
    setText(
      count,
      unknown === 0
        ? "Paint over pixels to hide them."
        : `${counted(unknown)} of ${counted(width * height)} pixels hidden.`,
    );
    canvas.setAttribute("aria-label", `The image, with ${unknown} hidden pixels`);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} width */
  function hatch(context, width) {
    const [ground, lines] = [token("hidden", appearance), token("accent", appearance)];
    mask?.forEach((unknown, i) => {
      if (unknown) {
        const [x, y] = [(i % width) * GRAIN, Math.floor(i / width) * GRAIN];
        context.fillStyle = ground;
        context.fillRect(x, y, GRAIN, GRAIN);
        context.strokeStyle = lines;
        context.lineWidth = 1.25;
        context.beginPath();
        context.moveTo(x, y + GRAIN);
        context.lineTo(x + GRAIN, y);
        context.stroke();
      }
    });
  }

  const draw = selector((state, /** @type {Card | null} */ of, /** @type {ArrayLike<number> | null} */ x) => {
    const { report } = state;
    card = of;
    image = x;
    appearance = state.appearance;
    mask = isPainting() ? mask : report.mask;
    noise.value = String(Math.max(0, NOISES.indexOf(report.noise)));
    say(report.noise);
    const [preset] = PRESETS.find(([name]) => isHidden(name, report.mask)) ?? [];
    presets.show(preset);
    paint();
  });
  return {
    element,
    /** @param {State} state @param {Subject | null} subject */
    update: (state, subject) =>
      void draw(state, subject?.card ?? null, state.report.believed?.image?.input ?? subject?.x ?? null),
  };
}
