// The decoded images in a figure: one image of the cells that are seen, whole ones, each pixel of theirs a square of it.
import { s } from "../dom.js";
import { CELL } from "../layers/manifold.js";
import { composer } from "../layers/tiles.js";
import { cardOf } from "../state.js";
import { toneOf } from "../tone.js";
import { areaOf, CELLS, levelFor, REACH, tileWidth, toPixels } from "../viewport.js";

const MOST = 3_900_000; // pixels, a little fewer than the server takes for a PDF

/**
 * @param {State} state
 * @param {Viewport} v
 * @param {Viewport} screen which says how many cells there are
 * @param {number} fine pixels that are wished for one of the viewport
 * @param {boolean} isPaper whether the ground is white paper
 */
export function images(state, v, screen, fine, isPaper) {
  const card = cardOf(state);
  const { tiles, supported, space, kept, appearance } = state;
  const [tile] = tiles?.byAddress.values() ?? [];
  if (!card || !kept?.layers.manifold || !tiles || !tile || tiles.key !== space?.key) {
    return null;
  }
  const level = levelFor(screen, CELL);
  const cell = tileWidth(level) / CELLS;
  const [left, bottom, right, top] = areaOf(v).map((edge, i) => {
    const at = (edge + REACH) / cell;
    return Math.max(0, Math.min(CELLS * 2 ** level, i < 2 ? Math.floor(at) : Math.ceil(at)));
  });
  if (right <= left || top <= bottom) {
    return null;
  }
  const own = Math.max(tile.width, tile.height); // pixels of a cell
  const most = Math.floor(Math.sqrt(MOST / ((right - left) * (top - bottom))));
  const times = Math.min(Math.ceil((v.scale * cell * fine) / own), Math.floor(most / own));
  const side = own > most ? most : own * Math.max(1, times);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: (right - left) * side, height: (top - bottom) * side });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingEnabled = side < own;
  const whole = {
    width: canvas.width,
    height: canvas.height,
    scale: side / cell,
    x: ((left + right) / 2) * cell - REACH,
    y: ((bottom + top) / 2) * cell - REACH,
  };
  const tone = toneOf(card, appearance);
  /** @type {Tone} */
  const onWhite = { ...tone, key: "white", zero: [255, 255, 255] };
  const isInk = tone.key === appearance;
  composer(Infinity).compose(context, whole, 1, level, card, isInk && isPaper ? onWhite : tone, tiles, supported);
  const [x, y] = toPixels(v, [left * cell - REACH, top * cell - REACH]);
  const size = { width: (right - left) * cell * v.scale, height: (top - bottom) * cell * v.scale };
  return s("image", { x, y, ...size, preserveAspectRatio: "none", href: canvas.toDataURL() });
}
