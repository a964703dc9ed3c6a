// The rows of an atlas of columns as a density, from the tiles that are there: cells in the colours of what is in them, what is
// known of a coarser level standing in for what has not come. Where points are few enough, the layer of points shows them.
import { addressesOf, showsColumnAtlas, labelsOf, levelOf, rangeOfColumn, SIDE, tilesSeen } from "../column-atlas.js";
import { columnOf } from "../columns/columns.js";
import { changes, s } from "../dom.js";
import { paint } from "../palette.js";
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { toPixels } from "../viewport.js";
import { paintCells, peakOf } from "./cells.js";
import { drawnPoints, marked } from "./points.js";
/** @import {CountTile, CountTiles, Order} from "../types-column-atlas.js" */

const BACK = 8; // levels that are looked back for a stand-in
const PICTURES = 256; // of tiles, kept

/**
 * How cells look: their colours, the range of a column's, and which classes are faint.
 * @param {State} state
 * @param {Card} card
 */
function lookOf(state, card) {
  const { kept, columnAtlas, appearance } = state;
  const column = columnOf(card, state);
  const classy = column.from === "classes";
  const range = classy ? undefined : rangeOfColumn(columnAtlas, column.id);
  const colours = paint(classy, range ? Float32Array.from(range) : null, labelsOf(card, columnAtlas, kept).length, appearance);
  return { ...colours, faint: marked(256, kept?.dimmed ?? []) };
}

/** Composes what is seen of tiles into one small picture, a pixel a cell. */
export function composer() {
  const picture = new OffscreenCanvas(1, 1);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (picture.getContext("2d"));
  const image = new ImageData(SIDE, SIDE);
  /** @type {Map<CountTile, OffscreenCanvas>} of the present look, those used last at the end */
  let painted = new Map();
  const other = changes();
  /** @type {ReturnType<typeof lookOf> | null} */
  let look = null;
  const relook = selector((state, /** @type {string} of the tiles */ _key, /** @type {CountTile} */ whole, /** @type {Card} */ card, /** @type {Order["square"]} */ square) => {
    peak = peakOf(whole, square);
    look = lookOf(state, card);
    painted = new Map();
  });
  /** @type {{key: string, order: string, level: number, seen: [number, number, number, number]} | null} */
  let composed = null;
  let peak = 1;

  /** @param {CountTile} tile @param {[number, number, number]} square */
  function pictureOf(tile, square) {
    let found = painted.get(tile);
    if (!found) {
      found = new OffscreenCanvas(SIDE, SIDE);
      const { range = null, ...colours } = /** @type {ReturnType<typeof lookOf>} */ (look);
      paintCells(tile, square, peak, colours, range, image.data);
      /** @type {OffscreenCanvasRenderingContext2D} */ (found.getContext("2d")).putImageData(image, 0, 0);
    }
    painted.delete(tile);
    painted.set(tile, found);
    if (painted.size > PICTURES) {
      painted.delete(/** @type {CountTile} */ (painted.keys().next().value));
    }
    return found;
  }

  /** @param {CountTiles} tiles @param {[number, number, number]} square @param {number} level @param {[number, number, number, number]} seen */
  function compose({ byAddress }, square, level, [left, bottom, right, top]) {
    picture.width = Math.max(1, SIDE * (right - left + 1)); // which empties it
    picture.height = Math.max(1, SIDE * (top - bottom + 1));
    for (const address of addressesOf(level, [left, bottom, right, top])) {
      const [, x, y] = address.split("/").map(Number);
      for (let up = 0; up <= Math.min(BACK, level); up++) {
        const tile = byAddress.get(`${level - up}/${x >> up}/${y >> up}`);
        if (tile) {
          const part = SIDE / 2 ** up;
          const [u, w] = [(x % 2 ** up) * part, SIDE - part - (y % 2 ** up) * part];
          context.drawImage(pictureOf(tile, square), u, w, part, part, SIDE * (x - left), SIDE * (top - y), SIDE, SIDE);
          break;
        }
      }
    }
  }

  return {
    /**
     * Draws what is seen, in the pixels of a viewport.
     * @param {CanvasRenderingContext2D} to
     * @param {State} state
     * @param {Viewport} v
     */
    draw(to, state, v) {
      const card = cardOf(state);
      const { columnAtlas: { tiles, order } } = state;
      if (!card || !order || order.share < 1) {
        composed = null;
        return;
      }
      const { square } = order;
      const whole = tiles?.byAddress.get("0/0/0");
      const waits = !!tiles?.busy && composed?.order === order.key && composed.key !== tiles.key; // the picture before stands in
      if (tiles && whole && !waits) {
        const level = levelOf(square, v);
        const seen = tilesSeen(square, level, v);
        relook(state, tiles.key, whole, card, square);
        if (other(look, tiles.version, tiles.key, level, String(seen))) {
          compose(tiles, square, level, seen);
          composed = { key: tiles.key, order: order.key, level, seen };
        }
      }
      if (composed?.order === order.key) {
        const width = square[2] / 2 ** composed.level;
        const [left, bottom, right, top] = composed.seen;
        const [l, t] = toPixels(v, [square[0] + left * width, square[1] + (top + 1) * width]);
        const [r, b] = toPixels(v, [square[0] + (right + 1) * width, square[1] + bottom * width]);
        to.imageSmoothingEnabled = true;
        to.drawImage(picture, l, t, r - l, b - t);
      }
    },
  };
}

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "column-atlas",
  shown: { title: "All rows", term: "column-atlas", on: true, isOffered: ({ columnAtlas }) => !!columnAtlas },
  create({ cells, inPlane }) {
    const lasso = inPlane.appendChild(s("path", { class: "taken" }));
    const outline = selector(({ columnAtlas }) => lasso.setAttribute("d", columnAtlas.lasso.map((one) => `M${one.map(String).join("L")}Z`).join("")));
    const context = /** @type {CanvasRenderingContext2D} */ (cells.getContext("2d"));
    const composing = composer();
    let isWhole = false;
    let again = 0;

    /** @param {State} state @param {Viewport} v */
    function draw(state, v) {
      const { columnAtlas: { tiles, order, cloud }, kept } = state;
      const isOn = showsColumnAtlas(cardOf(state), kept);
      cancelAnimationFrame(again);
      isWhole = !isOn || !!order?.sentence || (!!tiles && !tiles.busy);
      outline(state);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, cells.width, cells.height);
      if (!isOn || !order?.key.startsWith(`${state.space?.key} `)) {
        return;
      }
      const level = levelOf(order.square, v);
      const isCovered = !!cloud && addressesOf(level, tilesSeen(order.square, level, v)).every((one) => cloud.tiles?.has(one));
      if (isCovered && drawnPoints.has(cloud)) {
        return; // the points are seen
      }
      if (isCovered) {
        again = requestAnimationFrame(() => draw(state, v)); // until they are
      }
      const ratio = cells.width / v.width;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      composing.draw(context, state, v);
    }

    return {
      draw,
      ready: () => isWhole,
      destroy: () => cancelAnimationFrame(again),
    };
  },
};
