// The map as a figure on paper: laid out anew at the width that it will have there, so that its letters are 7 points high,
// with axes and legend beside it and nothing of what only a screen has.
import { h, s } from "../dom.js";
import { isShown, LAYERS } from "../layers/layers.js";
import { near } from "../layers/near.js";
import { token } from "../tokens.js";
import { viewportOf } from "../viewport.js";
import { boxes, plain } from "./plain.js";
import { dots } from "./dots.js";
import { images } from "./images.js";
import { host } from "./host.js";
import { legendOf } from "./legend.js";
/** @import {FigureWish} from "../types.js" */
/** @import {Recipe} from "../take/recipe.js" */

const UNIT = 0.64; // points on paper of a pixel of the page, whose small letters of 11 become 7
const FINE = 400; // dots an inch of images among vectors
const FOOT = 23; // pixels under the map that the axis takes
const EDGE = 7; // pixels above the map and at its right
const COLOURS = ["ink", "quiet", "faint", "line", "accent", "pin", "below", "above"]; // of lines and letters
const ON_CANVAS = ["manifold", "column-atlas", "points"]; // layers that the page draws in pixels

/**
 * In millimetres outside, and in pixels of the page inside.
 * @param {State} state
 * @param {FigureWish} wish
 * @param {Recipe} recipe
 */
export function figure(state, wish, recipe) {
  const screen = viewportOf(state);
  if (!screen) {
    throw new Error("expected a map that is open, found none");
  }
  const isPaper = wish.ground !== "page";
  const appearance = isPaper ? "light" : state.appearance;
  const width = (wish.width * 72) / 25.4 / UNIT;
  const drawing = host();
  const sheet = h("div", { class: "figure" }, drawing.lines, drawing.over, drawing.frame);
  const paper = isPaper ? "#ffffff" : token("paper", appearance);
  COLOURS.forEach((name) => sheet.style.setProperty(`--${name}`, token(name, appearance)));
  sheet.style.setProperty("--paper", paper);
  document.body.append(sheet);
  try {
    const layers = LAYERS.filter((layer) => isShown(state.kept, layer) && !ON_CANVAS.includes(layer.id)).map((layer) =>
      layer.create({ ...drawing, onDrawn() {} }),
    );
    const index = state.points && near(state.points);
    let left = 0;
    let shown = state;
    let v = screen;
    for (let pass = 0; pass < 2; pass++) { // the second one knows how much the numbers at the left take
      const across = width - left - EDGE;
      const size = { width: across, height: (across * screen.height) / screen.width };
      Object.assign(sheet.style, { width: `${size.width}px`, height: `${size.height}px` });
      shown = { ...state, hover: null, appearance, size };
      v = viewportOf(shown) ?? screen;
      layers.forEach((layer) => layer.draw(shown, v, index));
      left = pass === 0 ? Math.ceil(overhang(sheet)) : left;
    }
    const fonts = getComputedStyle(sheet).fontFamily;
    const legend = wish.legend ? legendOf(shown, left, EDGE + v.height + FOOT, width - left, `12px ${fonts}`) : null;
    const height = EDGE + v.height + FOOT + (legend?.height ?? 0);
    const axes = boxes(drawing.frame);
    axes.setAttribute("transform", `translate(${left} ${EDGE})`);
    const whole = { width: width.toFixed(2), height: height.toFixed(2) };
    return s(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        viewBox: `0 0 ${whole.width} ${whole.height}`,
        width: `${wish.width}mm`,
        height: `${((height * wish.width) / width).toFixed(2)}mm`,
        "font-family": fonts,
        "font-size": 12,
      },
      s("title", {}, `Map of the latent space of ${recipe.model}`),
      s("metadata", {}, JSON.stringify(recipe)),
      wish.ground !== "transparent" && s("rect", { ...whole, fill: paper }),
      s(
        "svg",
        { x: left, y: EDGE, width: v.width.toFixed(2), height: v.height.toFixed(2) },
        images(shown, v, screen, ((wish.file === "png" ? wish.dpi : FINE) * UNIT) / 72, isPaper),
        plain(drawing.lines),
        dots(shown, v),
        plain(drawing.over),
      ),
      axes,
      legend?.element,
    );
  } finally {
    sheet.remove();
  }
}

/** Pixels by which numbers and names stand out at the left of the map. @param {HTMLElement} sheet */
function overhang(sheet) {
  const texts = [...sheet.querySelectorAll(".axis.side .number:not([hidden]), .axis-name.side > *")];
  const lefts = texts.map((text) => text.getBoundingClientRect().left);
  return sheet.getBoundingClientRect().left - Math.min(...lefts) + 2;
}
