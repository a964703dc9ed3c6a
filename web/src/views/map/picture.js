// The map as it is seen, as a file: a picture drawn anew for as many pixels as are wished, or its lines and points as
// SVG.
import { s } from "../../dom.js";
import { CELL } from "../../layers/manifold.js";
import { FAINT, fadesOf, paintOf } from "../../layers/raster.js";
import { composer } from "../../layers/tiles.js";
import { notice } from "../../notice.js";
import { cardOf } from "../../state.js";
import { pngOf, recipeOf } from "../../take/recipe.js";
import { toneOf } from "../../tone.js";
import { levelFor, toPixels, viewportOf } from "../../viewport.js";
import { boxes, plain } from "./drawing.js";
import { isOfMap } from "./picture-door.js";
import { legendOf } from "./picture-legend.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {State, Wish} from "../../types.js" */
/** @import {MapWish} from "./picture-door.js" */
/** @import {Viewport} from "../../viewport.js" */

const FLOATS = ".map-float"; // what is pressed, over the map

/**
 * @typedef {object} Parts of the map's drawing
 * @property {HTMLCanvasElement} images
 * @property {SVGSVGElement} lines
 * @property {SVGSVGElement} over
 * @property {HTMLElement} frame axes and scale
 * @property {ReturnType<typeof import("../../layers/points.js").create>} points
 */

/** @param {Parts} parts @param {Dispatch} dispatch */
export function create(parts, dispatch) {
  /** @type {Wish | null} */
  let wish = null;

  /** @param {State} state @param {Viewport} v @param {MapWish} wished */
  async function make(state, v, wished) {
    try {
      const name = `${state.kept?.model}-map`;
      const file =
        wished.kind === "map"
          ? { name: `${name}-${wished.ratio}x.png`, blob: await picture(parts, state, v, wished.ratio, wished.legend) }
          : { name: `${name}.svg`, blob: vectors(parts, state, v, wished.legend) };
      dispatch({ type: "taken", wish: wished, change: { file, share: 1 } });
    } catch (error) {
      dispatch({ type: "take", wish: null });
      dispatch(notice("wrong", `The map couldn't be drawn: ${/** @type {Error} */ (error).message}`));
    }
  }

  return {
    /** @param {State} state */
    update(state) {
      const now = state.taking?.wish ?? null;
      const v = viewportOf(state);
      if (v && now !== wish) {
        wish = now;
        if (now && isOfMap(now)) {
          make(state, v, now);
        }
      }
    },
  };
}

/**
 * @param {Parts} parts
 * @param {State} state
 * @param {Viewport} v
 * @param {number} ratio
 * @param {boolean} legend
 */
async function picture(parts, state, v, ratio, legend) {
  const context = sheet(v, ratio);
  context.fillStyle = style("--paper");
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  const under = tiled(state, v, ratio);
  if (under) {
    context.globalAlpha = Number(getComputedStyle(parts.images).opacity);
    context.drawImage(under, 0, 0);
    context.globalAlpha = 1;
  }
  await drawSvg(context, drawing(v, ratio, plain(parts.lines)));
  const cloud = state.kept?.layers.points ? await parts.points.picture(v, ratio) : null;
  if (cloud) {
    context.drawImage(cloud, 0, 0);
    cloud.close();
  }
  const above = [plain(parts.over), boxes(parts.frame, FLOATS), legend ? legendFor(state, v) : null];
  await drawSvg(context, drawing(v, ratio, ...above));
  return pngOf(context.canvas, recipeOf(state, "map"));
}

/**
 * The decoded images, in their own pixels where they are enlarged.
 * @param {State} state
 * @param {Viewport} v
 * @param {number} ratio
 */
function tiled(state, v, ratio) {
  const card = cardOf(state);
  const { tiles, supported, space, kept, appearance } = state;
  if (!card || !kept?.layers.manifold || !tiles || tiles.key !== space?.key) {
    return null;
  }
  const context = sheet(v, ratio);
  context.imageSmoothingEnabled = ratio === 1; // as the screen shows them
  composer(Infinity).compose(context, v, ratio, levelFor(v, CELL), card, toneOf(card, appearance), tiles, supported);
  return context.canvas;
}

/** @param {Viewport} v @param {number} ratio */
function sheet(v, ratio) {
  const canvas = new OffscreenCanvas(Math.round(v.width * ratio), Math.round(v.height * ratio));
  return /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * @param {Parts} parts
 * @param {State} state
 * @param {Viewport} v
 * @param {boolean} legend
 */
function vectors(parts, state, v, legend) {
  const recipe = recipeOf(state, "map");
  const made = drawing(
    v,
    1,
    s("title", {}, `Map of the latent space of ${recipe.model}`),
    s("metadata", {}, JSON.stringify(recipe)),
    s("rect", { width: v.width, height: v.height, fill: style("--paper") }),
    plain(parts.lines),
    state.kept?.layers.points ? discs(state, v, parts.points.look()) : null,
    plain(parts.over),
    boxes(parts.frame, FLOATS),
    legend ? legendFor(state, v) : null,
  );
  return new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', made], { type: "image/svg+xml" });
}

/**
 * The points as circles, in the order in which the map draws them; none where it shows densities.
 * @param {State} state
 * @param {Viewport} v
 * @param {ReturnType<Parts["points"]["look"]>} drawn
 */
function discs({ points }, v, drawn) {
  if (!points || !drawn?.discs) {
    return null;
  }
  const { colours, faint, chosen, paper, ink } = drawn.look;
  const { radius, halo, opacity } = drawn.discs;
  const r = (radius + halo / 2).toFixed(2);
  const passes = [0, 1, 2].map((pass) =>
    s("g", {
      stroke: hex(pass === 2 ? ink : paper),
      "stroke-width": halo,
      "stroke-opacity": 0.85,
      opacity: pass === 0 ? FAINT : undefined,
    }),
  );
  const faded = fadesOf(points.away, points.count);
  for (let row = 0; row < points.count; row++) {
    const [x, y] = toPixels(v, [points.x[row], points.y[row]]);
    if (x > -4 && y > -4 && x < v.width + 4 && y < v.height + 4) {
      const pass = faint[points.label[row]] ? 0 : chosen ? (chosen[row] ? 2 : 0) : 1;
      const shown = pass === 1 ? (opacity * (faded?.[row] ?? 1)).toFixed(2) : 1;
      const fill = hex(colours[paintOf(points.label[row], drawn.values?.[row] ?? NaN, colours.length, drawn.range)]);
      passes[pass].append(s("circle", { cx: x.toFixed(2), cy: y.toFixed(2), r, fill, "fill-opacity": shown }));
    }
  }
  return s("g", {}, ...passes);
}

/** @param {import("../../palette.js").Rgb} rgb */
function hex(rgb) {
  return `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** @param {State} state @param {Viewport} v */
function legendFor(state, v) {
  const font = getComputedStyle(document.body).fontFamily;
  return legendOf(state, v.width - 10, 10, { paper: style("--paper"), ink: style("--ink"), line: style("--line"), font });
}

/** @param {string} name of a custom property of the page */
function style(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}

/**
 * @param {Viewport} v
 * @param {number} ratio
 * @param {...(SVGElement | null)} parts
 */
function drawing(v, ratio, ...parts) {
  const box = { viewBox: `0 0 ${v.width} ${v.height}`, width: v.width * ratio, height: v.height * ratio };
  const whole = s("svg", { xmlns: "http://www.w3.org/2000/svg", ...box }, ...parts);
  return new XMLSerializer().serializeToString(whole);
}

/** @param {OffscreenCanvasRenderingContext2D} context @param {string} svg */
async function drawSvg(context, svg) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await image.decode();
    context.drawImage(image, 0, 0);
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
