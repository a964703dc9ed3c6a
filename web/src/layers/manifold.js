// @ts-check
// The decoded tiles under everything. A tile becomes a picture once; where it is missing, what a coarser or finer one shows
// stands in, so that nothing blinks. It fades where the data do not support it: one mask over all, made once a grid.
import { cardOf } from "../state.js";
import { toneOf, paint } from "../tone.js";
import { CELLS, REACH, areaOf, levelFor, tileWidth, toPixels } from "../viewport.js";
/** @import {Card, Grid, State, Tile, Tiles} from "../types.js" */
/** @import {Tone} from "../tone.js" */
/** @import {Viewport} from "../viewport.js" */

export const CELL = 40; // pixels of the screen that a cell is nearest to, as the tiles are asked for
const PICTURES = 160; // kept of tiles
const A_FRAME = 6; // tiles painted in one frame, so that a frame stays short
const FULL = 6; // nats below the densest place up to which images are drawn in full
const GONE = 12; // nats below it from which they are not drawn
const BACK = 6; // levels that are looked back for a stand-in

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} onMore told when more is to be painted in a later frame
 */
export function create(canvas, onMore) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Map<Tile, {canvas: OffscreenCanvas, tone: string}>} those used last at the end */
  const pictures = new Map();
  const mask = masks();
  let budget = 0;
  let missing = 0;
  let level = 0;

  /**
   * A tile's picture, or null where it is not painted yet and this frame has painted enough.
   * @param {Tile} tile
   * @param {Card} card
   * @param {Tone} tone
   */
  function pictureOf(tile, card, tone) {
    let found = pictures.get(tile);
    if (found) {
      pictures.delete(tile);
    }
    if (!found || found.tone !== tone.key) {
      if (budget-- <= 0) {
        return found?.canvas ?? null;
      }
      found = { canvas: painted(tile, card, tone), tone: tone.key };
    }
    pictures.set(tile, found);
    if (pictures.size > PICTURES) {
      pictures.delete(/** @type {Tile} */ (pictures.keys().next().value));
    }
    return found.canvas;
  }

  /**
   * @param {State} state
   * @param {Viewport} v
   * @param {Tiles} tiles
   * @param {Card} card
   */
  function tiled(state, v, tiles, card) {
    const tone = toneOf(card, state.appearance);
    const ratio = canvas.width / v.width;
    const width = tileWidth(level);
    const [left, bottom, right, top] = areaOf(v).map((edge) => (edge + REACH) / width);
    const last = 2 ** level - 1;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "low";
    for (let y = Math.max(0, Math.floor(bottom)); y <= Math.min(last, Math.floor(top)); y++) {
      for (let x = Math.max(0, Math.floor(left)); x <= Math.min(last, Math.floor(right)); x++) {
        const tile = tiles.byAddress.get(`${level}/${x}/${y}`);
        const picture = tile && pictureOf(tile, card, tone);
        if (!tile) {
          missing++;
        }
        if (picture) {
          lay(v, ratio, level, x, y, picture);
        } else {
          standIn(v, ratio, tiles, card, tone, x, y);
        }
      }
    }
  }

  /**
   * What is known of a missing tile's place: a part of a coarser tile, and finer ones on it.
   * @param {Viewport} v
   * @param {number} ratio
   * @param {Tiles} tiles
   * @param {Card} card
   * @param {Tone} tone
   * @param {number} x
   * @param {number} y
   */
  function standIn(v, ratio, tiles, card, tone, x, y) {
    for (let up = 1; up <= Math.min(BACK, level); up++) {
      const [cx, cy] = [x >> up, y >> up];
      const tile = tiles.byAddress.get(`${level - up}/${cx}/${cy}`);
      const picture = tile && pictureOf(tile, card, tone);
      if (picture) {
        const share = 1 / 2 ** up;
        lay(v, ratio, level, x, y, picture, x * share - cx, y * share - cy, share);
        break;
      }
    }
    for (let dy = 0; dy < 2; dy++) {
      for (let dx = 0; dx < 2; dx++) {
        const tile = tiles.byAddress.get(`${level + 1}/${2 * x + dx}/${2 * y + dy}`);
        const picture = tile && pictureOf(tile, card, tone);
        if (picture) {
          lay(v, ratio, level + 1, 2 * x + dx, 2 * y + dy, picture);
        }
      }
    }
  }

  /**
   * Lays a tile's picture, or a square part of it, where the tile lies. Edges are whole pixels, so that no seam shows.
   * @param {Viewport} v
   * @param {number} ratio
   * @param {number} level
   * @param {number} x
   * @param {number} y
   * @param {OffscreenCanvas} picture
   * @param {number} [u] where the part begins, from the left
   * @param {number} [w] and from below, as shares of the picture
   * @param {number} [share] the part's side
   */
  function lay(v, ratio, level, x, y, picture, u = 0, w = 0, share = 1) {
    const width = tileWidth(level);
    const [l, t] = toPixels(v, [x * width - REACH, (y + 1) * width - REACH]);
    const [r, b] = toPixels(v, [(x + 1) * width - REACH, y * width - REACH]);
    const [pl, pt, pr, pb] = [l, t, r, b].map((edge) => Math.round(edge * ratio));
    const [pw, ph] = [picture.width, picture.height];
    context.drawImage(picture, u * pw, (1 - w - share) * ph, share * pw, share * ph, pl, pt, pr - pl, pb - pt);
  }

  return {
    /**
     * @param {State} state
     * @param {Viewport} v
     */
    draw(state, v) {
      const card = cardOf(state);
      context.clearRect(0, 0, canvas.width, canvas.height);
      missing = 0;
      level = levelFor(v, CELL);
      budget = A_FRAME;
      if (!card || !state.kept?.layers.manifold || !state.tiles || state.tiles.key !== state.space?.key) {
        missing = state.kept?.layers.manifold ? 1 : 0;
        return;
      }
      tiled(state, v, state.tiles, card);
      if (state.grid?.key === state.space.key) {
        mask(context, v, canvas.width / v.width, state.grid);
      }
      if (budget < 0) {
        missing++;
        onMore();
      }
    },
    ready: () => missing === 0,
    level: () => level,
  };
}

/**
 * @param {Tile} tile
 * @param {Card} card
 * @param {Tone} tone
 */
function painted(tile, { input }, tone) {
  const [w, h] = [input.width, input.height];
  const canvas = new OffscreenCanvas(CELLS * w, CELLS * h);
  const image = new ImageData(canvas.width, canvas.height);
  const size = input.channels * h * w;
  const stride = 4 * canvas.width;
  for (let cell = 0; cell < CELLS * CELLS; cell++) {
    const row = CELLS - 1 - Math.floor(cell / CELLS); // cells count from below, pixels from above
    const at = row * h * stride + (cell % CELLS) * w * 4;
    paint(tile.pixels, cell * size, 1, input, tone, image.data, at, stride);
  }
  /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(image, 0, 0);
  return canvas;
}

/** Keeps of what is drawn what the data support; remembers the mask of a grid. */
function masks() {
  /** @type {Grid | null} */
  let made = null;
  /** @type {OffscreenCanvas | null} */
  let alpha = null;

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Viewport} v
   * @param {number} ratio
   * @param {Grid} grid
   */
  return (context, v, ratio, grid) => {
    if (made !== grid || !alpha) {
      made = grid;
      alpha = alphaOf(grid);
    }
    const [left, bottom, right, top] = grid.area;
    const [l, t] = toPixels(v, [left, top]);
    const [r, b] = toPixels(v, [right, bottom]);
    context.globalCompositeOperation = "destination-in";
    context.imageSmoothingEnabled = true;
    context.drawImage(alpha, l * ratio, t * ratio, (r - l) * ratio, (b - t) * ratio);
    context.globalCompositeOperation = "source-over";
  };
}

/** @param {Grid} grid */
function alphaOf({ columns, rows, values }) {
  let most = -Infinity;
  for (const value of values) {
    most = value > most ? value : most;
  }
  const canvas = new OffscreenCanvas(columns, rows);
  const image = new ImageData(columns, rows);
  for (let i = 0; i < values.length; i++) {
    const share = Math.max(0, Math.min(1, (values[i] - (most - GONE)) / (GONE - FULL) || 0));
    const row = rows - 1 - Math.floor(i / columns);
    image.data[4 * (row * columns + (i % columns)) + 3] = 255 * share * share * (3 - 2 * share);
  }
  /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(image, 0, 0);
  return canvas;
}
