// Decoded tiles into one picture: each where it lies, what is known of a missing one's place in its stead, all fading
// where the data do not support it.
import { levelsOf, supportAt, supportOpacity } from "../support.js";
import { paint } from "../tone.js";
import { areaOf, CELLS, REACH, tilesIn, tileWidth, toPixels } from "../viewport.js";
/** @import {Levels} from "../support.js" */
/** @import {Tile, Tiles} from "../types.js" */

const PICTURES = 160; // kept of tiles
const BACK = 6; // levels that are looked back for a stand-in

/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context */

/**
 * Composes pictures, and remembers those of the tiles that it used last for the next one.
 * @param {number} most tiles that become pictures in one go
 */
export function composer(most) {
  /** @type {Map<Tile, {canvas: OffscreenCanvas, tone: string}>} those used last at the end */
  const pictures = new Map();
  let budget = 0;

  return {
    /**
     * @param {Context} context
     * @param {Viewport} v
     * @param {number} ratio device pixels a pixel of the viewport
     * @param {number} level
     * @param {Card} card
     * @param {Tone} tone
     * @param {Tiles} tiles
     * @param {State["supported"]} supported
     * @returns {number} how many tiles were lacking
     */
    compose(context, v, ratio, level, card, tone, tiles, supported) {
      budget = most;

      /** Lays a tile, or a part of it, where the tile at (x, y) lies; not where it is not there, or not yet a picture. */
      /** @param {string} address @param {number} at level @param {number} x @param {number} y @param {...number} part */
      const put = (address, at, x, y, ...part) => {
        const tile = tiles.byAddress.get(address);
        let found = tile && pictures.get(tile);
        if (tile && found?.tone !== tone.key && --budget >= 0) {
          found = { canvas: painted(tile, card, tone), tone: tone.key };
        }
        if (!tile || !found) {
          return false;
        }
        pictures.delete(tile);
        pictures.set(tile, found);
        if (pictures.size > PICTURES) {
          pictures.delete(/** @type {Tile} */ (pictures.keys().next().value));
        }
        lay(context, v, ratio, at, x, y, found.canvas, ...part);
        return true;
      };

      /** What is known of a missing tile's place: a part of a coarser tile, and finer ones on it. */
      /** @param {number} x @param {number} y */
      const standIn = (x, y) => {
        for (let up = 1; up <= Math.min(BACK, level); up++) {
          const [cx, cy, share] = [x >> up, y >> up, 1 / 2 ** up];
          if (put(`${level - up}/${cx}/${cy}`, level, x, y, x * share - cx, y * share - cy, share)) {
            break;
          }
        }
        for (const [fx, fy] of [[2 * x, 2 * y], [2 * x + 1, 2 * y], [2 * x, 2 * y + 1], [2 * x + 1, 2 * y + 1]]) {
          put(`${level + 1}/${fx}/${fy}`, level + 1, fx, fy);
        }
      };

      let lacking = 0;
      for (const { x, y } of tilesIn(level, v)) {
        const address = `${level}/${x}/${y}`;
        lacking += Number(!tiles.byAddress.has(address));
        if (!put(address, level, x, y)) {
          standIn(x, y);
        }
      }
      const levels = levelsOf(card);
      if (levels && supported?.key === tiles.key) {
        fade(context, v, ratio, level, supported, levels);
      }
      return lacking;
    },

    /** Whether more was wanted than becomes pictures in one go. */
    over: () => budget < 0,
  };
}

/**
 * Lays a tile's picture, or a square part of it, where the tile lies. Edges are whole pixels, so that no seam shows.
 * @param {Context} context
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
function lay(context, v, ratio, level, x, y, picture, u = 0, w = 0, share = 1) {
  const width = tileWidth(level);
  const [l, t] = toPixels(v, [x * width - REACH, (y + 1) * width - REACH]);
  const [r, b] = toPixels(v, [(x + 1) * width - REACH, y * width - REACH]);
  const [pl, pt, pr, pb] = [l, t, r, b].map((edge) => Math.round(edge * ratio));
  const [pw, ph] = [picture.width, picture.height];
  context.drawImage(picture, u * pw, (1 - w - share) * ph, share * pw, share * ph, pl, pt, pr - pl, pb - pt);
}

/** For cells of one size, used for each tile. @type {{w: number, h: number, image: ImageData} | null} */
let sheet = null;

/**
 * A tile's 64 images, each in the middle of its cell; one that is not square keeps its proportions.
 * @param {Tile} tile
 * @param {Card} card
 * @param {Tone} tone
 */
function painted(tile, card, tone) {
  const { width: w, height: h } = tile; // of a cell, which large images are averaged down to
  const input = { ...card.input, width: w, height: h };
  const side = Math.max(w, h);
  const [across, down] = [(side - w) >> 1, (side - h) >> 1];
  const canvas = new OffscreenCanvas(CELLS * side, CELLS * side);
  if (sheet?.w !== w || sheet.h !== h) {
    sheet = { w, h, image: new ImageData(canvas.width, canvas.height) };
  }
  const { image } = sheet;
  const size = input.channels * h * w;
  const stride = 4 * canvas.width;
  for (let cell = 0; cell < CELLS * CELLS; cell++) {
    const row = CELLS - 1 - Math.floor(cell / CELLS); // cells count from below, pixels from above
    const at = (row * side + down) * stride + ((cell % CELLS) * side + across) * 4;
    paint(tile.pixels, cell * size, 1, input, tone, image.data, at, stride);
  }
  /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(image, 0, 0);
  return canvas;
}

/** @typedef {NonNullable<State["supported"]>} Supported */

/**
 * Fades each image as a whole by how well the data support the code in its middle.
 * @param {Context} context
 * @param {Viewport} v
 * @param {number} ratio
 * @param {number} level
 * @param {Supported} supported
 * @param {Levels} levels
 */
function fade(context, v, ratio, level, supported, levels) {
  const width = tileWidth(level) / CELLS;
  const [left, bottom, right, top] = areaOf(v).map((edge) => Math.floor((edge + REACH) / width));
  const [columns, rows] = [right - left + 1, top - bottom + 1];
  const canvas = new OffscreenCanvas(columns, rows);
  const image = new ImageData(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const middle = /** @type {Place} */ ([(left + column + 0.5) * width - REACH, (top - row + 0.5) * width - REACH]);
      image.data[4 * (row * columns + column) + 3] = 255 * supportOpacity(supportAt(supported, middle), levels);
    }
  }
  /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(image, 0, 0);
  const [l, t] = toPixels(v, [left * width - REACH, (top + 1) * width - REACH]);
  const side = width * v.scale * ratio;
  context.globalCompositeOperation = "destination-in";
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, l * ratio, t * ratio, columns * side, rows * side);
  context.imageSmoothingEnabled = true;
  context.globalCompositeOperation = "source-over";
}
