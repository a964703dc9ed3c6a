// The samples in a figure: circles, in the order in which the map draws them, or a picture of densities where they are too
// many to be told apart.
import { showsColumnAtlas, pointsIn } from "../column-atlas.js";
import { s } from "../dom.js";
import { composer } from "../layers/column-atlas.js";
import { lookOf } from "../layers/points.js";
import { buffers, discsFor, fadesOf, FAINT, LARGEST, paintOf, raster } from "../layers/raster.js";
import { cardOf } from "../state.js";
import { enlarged, toPixels } from "../viewport.js";
/** @import {Discs} from "../layers/raster.js" */

const FINER = 2; // by how much smaller than on the screen dots are told apart on paper
const RATIO = 4; // pixels of a picture of densities for one of the viewport
const RIM = 4; // pixels beyond an edge from which a dot is still seen

/** @param {State} state @param {Viewport} v */
export function dots(state, v) {
  const { kept, space } = state;
  const all = showsColumnAtlas(cardOf(state), kept);
  const points = pointsIn(state);
  if (all && !points) {
    return counts(state, v);
  }
  if (!kept || (!all && !kept.layers.points) || !points?.key.startsWith(space?.key ?? "")) {
    return null;
  }
  const drawn = lookOf(state, kept, points);
  /** @type {number[]} */
  const seen = [];
  for (let row = 0; row < points.count; row++) {
    const [x, y] = toPixels(v, [points.x[row], points.y[row]]);
    if (x > -RIM && y > -RIM && x < v.width + RIM && y < v.height + RIM) {
      seen.push(row);
    }
  }
  const discs = discsFor(seen.length, v.width * v.height * FINER ** 2, drawn.look.colours.length);
  return discs ? circles(points, v, drawn, seen, discs) : densities(points, v, drawn);
}

/**
 * @param {Points} points
 * @param {Viewport} v
 * @param {ReturnType<typeof lookOf>} drawn
 * @param {number[]} seen rows
 * @param {Discs} discs as they would be on a finer screen
 */
function circles(points, v, { look: { colours, faint, chosen, paper, ink }, range, values }, seen, { radius, halo, opacity }) {
  const rim = (halo * radius) / LARGEST / FINER; // thin around small dots, which would hide one another
  const r = (radius / FINER + rim / 2).toFixed(2);
  const passes = [0, 1, 2].map((pass) =>
    s("g", {
      stroke: pass === 2 ? hex(ink) : rim > 0 ? hex(paper) : "none",
      "stroke-width": pass === 2 ? 0.6 : rim.toFixed(2),
      "stroke-opacity": 0.85,
      opacity: pass === 0 ? FAINT : undefined,
    }),
  );
  const faded = fadesOf(points.away, points.count);
  for (const row of seen) {
    const [x, y] = toPixels(v, [points.x[row], points.y[row]]);
    const pass = faint[points.label[row]] ? 0 : chosen ? (chosen[row] ? 2 : 0) : 1;
    const shown = pass === 1 ? (opacity * (faded?.[row] ?? 1)).toFixed(2) : 1;
    const fill = hex(colours[paintOf(points.label[row], values?.[row] ?? NaN, colours.length, range)]);
    passes[pass].append(s("circle", { cx: x.toFixed(2), cy: y.toFixed(2), r, fill, "fill-opacity": shown }));
  }
  return s("g", {}, ...passes);
}

/** The density of an atlas of columns. @param {State} state @param {Viewport} v */
function counts(state, v) {
  const canvas = document.createElement("canvas");
  const larger = enlarged(v, RATIO); // so that the finest tiles that are there are taken
  Object.assign(canvas, { width: larger.width, height: larger.height });
  composer().draw(/** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")), state, larger);
  return s("image", { width: v.width, height: v.height, preserveAspectRatio: "none", href: canvas.toDataURL() });
}

/**
 * @param {Points} points
 * @param {Viewport} v
 * @param {ReturnType<typeof lookOf>} drawn
 */
function densities({ x, y, label, away, count }, v, { look, range, values }) {
  const window = { ...enlarged(v, RATIO), ratio: RATIO };
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: window.width, height: window.height });
  const image = new ImageData(window.width, window.height);
  const colours = look.colours.length;
  const paint = Uint8Array.from(label, (one, row) => paintOf(one, values?.[row] ?? NaN, colours, range));
  raster({ x, y, label, paint, faded: fadesOf(away, count), count }, look, window, image.data, buffers(), null);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return s("image", { width: v.width, height: v.height, preserveAspectRatio: "none", href: canvas.toDataURL() });
}

/** @param {import("../palette.js").Rgb} rgb */
function hex(rgb) {
  return `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
