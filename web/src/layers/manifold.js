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
const MARGIN = 0.2; // of the map's size, composed beyond each of its edges

/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} onMore told when more is to be painted in a later frame
 */
export function create(canvas, onMore) {
  const shown = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const scene = scenes();
  const pictures = painter();
  const mask = masks();
  let missing = 0;
  let level = 0;

  /**
   * Composes what is seen, with some margin where it will be panned.
   * @param {State} state
   * @param {Viewport} v
   * @param {Tiles} tiles
   * @param {Card} card
   * @param {number} ratio device pixels a CSS pixel
   */
  function compose(state, v, tiles, card, ratio) {
    pictures.begin(card, toneOf(card, state.appearance));
    const { context, seen } = scene.begin(v, ratio, tiles.busy ? 0 : MARGIN);
    for (const { x, y } of tilesIn(level, seen)) {
      const picture = pictures.of(tiles.byAddress.get(`${level}/${x}/${y}`));
      if (picture) {
        lay(context, seen, ratio, level, x, y, picture);
      } else {
        standIn(context, seen, ratio, tiles, x, y);
      }
    }
    if (state.grid && state.grid.key === tiles.key) {
      mask(context, seen, ratio, state.grid);
    }
    if (pictures.over()) {
      scene.forget();
      onMore();
    }
  }

  /**
   * What is known of a missing tile's place: a part of a coarser tile, and finer ones on it.
   * @param {Context} context
   * @param {Viewport} v
   * @param {number} ratio
   * @param {Tiles} tiles
   * @param {number} x
   * @param {number} y
   */
  function standIn(context, v, ratio, { byAddress }, x, y) {
    for (let up = 1; up <= Math.min(BACK, level); up++) {
      const [cx, cy] = [x >> up, y >> up];
      const picture = pictures.of(byAddress.get(`${level - up}/${cx}/${cy}`));
      if (picture) {
        const share = 1 / 2 ** up;
        lay(context, v, ratio, level, x, y, picture, x * share - cx, y * share - cy, share);
        break;
      }
    }
    for (const [fx, fy] of [[2 * x, 2 * y], [2 * x + 1, 2 * y], [2 * x, 2 * y + 1], [2 * x + 1, 2 * y + 1]]) {
      const picture = pictures.of(byAddress.get(`${level + 1}/${fx}/${fy}`));
      if (picture) {
        lay(context, v, ratio, level + 1, fx, fy, picture);
      }
    }
  }

  return {
    /**
     * @param {State} state
     * @param {Viewport} v
     */
    draw(state, v) {
      const card = cardOf(state);
      const { tiles, space, grid, appearance } = state;
      level = levelFor(v, CELL);
      missing = state.kept?.layers.manifold ? 1 : 0;
      shown.clearRect(0, 0, canvas.width, canvas.height);
      if (!card || !state.kept?.layers.manifold || !tiles || tiles.key !== space?.key) {
        return;
      }
      const ratio = canvas.width / v.width;
      if (!scene.covers(v, ratio, [tiles, grid, appearance])) {
        compose(state, v, tiles, card, ratio);
      }
      scene.show(shown, v, ratio);
      const lacking = tilesIn(level, v).filter(({ x, y }) => !tiles.byAddress.has(`${level}/${x}/${y}`));
      missing = lacking.length + Number(pictures.over());
    },
    ready: () => missing === 0,
    level: () => level,
  };
}

/**
 * Tiles of a level that are seen.
 * @param {number} level
 * @param {Viewport} v
 */
function tilesIn(level, v) {
  const last = 2 ** level - 1;
  const [left, bottom, right, top] = areaOf(v).map((edge) =>
    Math.max(0, Math.min(last, Math.floor((edge + REACH) / tileWidth(level)))),
  );
  const found = [];
  for (let y = bottom; y <= top; y++) {
    for (let x = left; x <= right; x++) {
      found.push({ x, y });
    }
  }
  return found;
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

/**
 * The composed picture, which is larger than the map: while the map is panned, laying it elsewhere is all there is to do.
 */
function scenes() {
  const canvas = new OffscreenCanvas(1, 1);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Viewport | null} */
  let seen = null;
  /** @type {unknown[]} */
  let made = [];
  let before = 0; // the scale of the picture before

  /** @param {Viewport} v @param {number} ratio */
  const corner = (v, ratio) => {
    const { x, y } = /** @type {Viewport} */ (seen);
    const left = ((v.width * ratio - canvas.width) / 2 + (x - v.x) * v.scale * ratio);
    const top = ((v.height * ratio - canvas.height) / 2 - (y - v.y) * v.scale * ratio);
    return [Math.round(left), Math.round(top)];
  };

  return {
    /** Whether the picture shows all that is seen now. @param {Viewport} v @param {number} ratio @param {unknown[]} parts */
    covers(v, ratio, parts) {
      const same = parts.every((part, i) => part === made[i]);
      made = parts;
      if (!same || !seen || Math.abs(v.scale / seen.scale - 1) > 1e-9) {
        return false;
      }
      const [left, top] = corner(v, ratio);
      const [right, bottom] = [left + canvas.width, top + canvas.height];
      return left <= 0 && top <= 0 && right >= Math.round(v.width * ratio) && bottom >= Math.round(v.height * ratio);
    },

    /** @param {Viewport} v @param {number} ratio @param {number} margin */
    begin(v, ratio, margin) {
      const steady = Math.abs(v.scale / before - 1) < 1e-9; // a map that is zoomed is not panned next
      before = v.scale;
      const add = steady ? margin : 0;
      const [width, height] = [v.width, v.height].map((side) => Math.round(side * ratio) + 2 * Math.round(side * ratio * add));
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      } else {
        context.clearRect(0, 0, width, height);
      }
      seen = { ...v, width: width / ratio, height: height / ratio };
      return { context, seen };
    },

    forget() {
      seen = seen && { ...seen, scale: 0 };
    },

    /** @param {CanvasRenderingContext2D} to @param {Viewport} v @param {number} ratio */
    show(to, v, ratio) {
      const [left, top] = corner(v, ratio);
      to.drawImage(canvas, left, top);
    },
  };
}

/** Turns tiles into pictures, so many a frame, and keeps those used last. */
function painter() {
  /** @type {Map<Tile, {canvas: OffscreenCanvas, tone: string}>} those used last at the end */
  const pictures = new Map();
  /** @type {Card | null} */
  let card = null;
  /** @type {Tone | null} */
  let tone = null;
  let budget = 0;

  return {
    /** @param {Card} of @param {Tone} as */
    begin(of, as) {
      card = of;
      tone = as;
      budget = A_FRAME;
    },

    /** Whether more was wanted than a frame paints. */
    over: () => budget < 0,

    /**
     * A tile's picture, or null where there is none, or not yet.
     * @param {Tile | undefined} tile
     */
    of(tile) {
      if (!tile || !card || !tone) {
        return null;
      }
      let found = pictures.get(tile);
      if (found?.tone !== tone.key) {
        if (--budget < 0) {
          return found?.canvas ?? null;
        }
        found = { canvas: painted(tile, card, tone), tone: tone.key };
      }
      pictures.delete(tile);
      pictures.set(tile, found);
      if (pictures.size > PICTURES) {
        pictures.delete(/** @type {Tile} */ (pictures.keys().next().value));
      }
      return found.canvas;
    },
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
   * @param {Context} context
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
