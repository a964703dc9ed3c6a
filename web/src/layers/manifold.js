// @ts-check
// The decoded tiles under everything. A tile becomes a picture once; where it is missing, what a coarser or finer one
// shows stands in, so that nothing blinks. It fades where the data do not support it: one mask over all, made once a
// grid.
import { cardOf } from "../state.js";
import { isMeasurable } from "../support.js";
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
const MARGIN = 0.15; // of the map's size, composed beyond each of its edges
const STRETCH = 1.35; // by how much a picture is scaled at most
const BETWEEN = 60; // milliseconds between pictures while tiles come
const REST = 80; // milliseconds without a move until a scaled picture is composed anew

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
  let composed = 0; // when
  let due = false; // whether the next picture is to be exact
  let timer = 0;
  /** @type {unknown[]} */
  let held = []; // what the picture was composed of: the grid, and the tiles' version where some were lacking

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
    const { context, seen } = scene.begin(v, ratio);
    let lacking = 0;
    for (const { x, y } of tilesIn(level, seen)) {
      lacking += Number(!tiles.byAddress.has(`${level}/${x}/${y}`));
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
    held = [state.grid, lacking > 0 ? tiles.version : null];
    composed = performance.now();
    due = false;
    clearTimeout(timer);
    timer = 0;
  }

  /** Has the picture composed exactly after a while. @param {number} pause milliseconds @param {boolean} anew */
  function soon(pause, anew) {
    if (anew || !timer) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = 0;
        due = true;
        onMore();
      }, pause);
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
      // While the hand zooms and tiles come, the last picture does, scaled; an exact one follows at rest.
      const fit = scene.fits(v, ratio, [tiles.key, appearance]);
      const fresh = held[0] === grid && (held[1] === null || held[1] === tiles.version);
      if (due || !fit.covers || (!fresh && performance.now() - composed > BETWEEN)) {
        compose(state, v, tiles, card, ratio);
        if (pictures.over()) {
          soon(0, true);
        }
      } else if (!fresh) {
        soon(BETWEEN, false);
      } else if (fit.zoom !== 1) {
        soon(REST, true);
      }
      scene.show(shown, v, ratio);
      const lacking = tilesIn(level, v).filter(({ x, y }) => !tiles.byAddress.has(`${level}/${x}/${y}`));
      const unmasked = isMeasurable(card) && grid?.key !== tiles.key;
      missing = lacking.length + Number(timer !== 0) + Number(unmasked);
    },
    ready: () => missing === 0,
    level: () => level,
    destroy: () => clearTimeout(timer),
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

/** The composed picture, larger than the map: while the map is panned, laying it elsewhere is all there is to do. */
function scenes() {
  const canvas = new OffscreenCanvas(1, 1);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Viewport | null} */
  let seen = null;
  /** @type {unknown[]} */
  let made = []; // of which model, plane and tone

  /** Where it lies now. @param {Viewport} v @param {number} ratio */
  function place(v, ratio) {
    const { x, y, scale } = /** @type {Viewport} */ (seen);
    const zoom = Math.abs(v.scale / scale - 1) < 1e-9 ? 1 : v.scale / scale;
    const [width, height] = [canvas.width * zoom, canvas.height * zoom];
    const left = (v.width * ratio - width) / 2 + (x - v.x) * v.scale * ratio;
    const top = (v.height * ratio - height) / 2 - (y - v.y) * v.scale * ratio;
    return zoom === 1
      ? { zoom, left: Math.round(left), top: Math.round(top), width, height }
      : { zoom, left, top, width, height };
  }

  return {
    /**
     * How far the picture does for what is seen now.
     * @param {Viewport} v
     * @param {number} ratio
     * @param {unknown[]} kind
     */
    fits(v, ratio, kind) {
      const same = !!seen && kind.every((part, i) => part === made[i]);
      made = kind;
      if (!same) {
        return { covers: false, zoom: 1 };
      }
      const { zoom, left, top, width, height } = place(v, ratio);
      const [right, bottom] = [left + width, top + height];
      const whole = left <= 0 && top <= 0 && right >= v.width * ratio - 1 && bottom >= v.height * ratio - 1;
      const covers = whole && zoom < STRETCH && zoom > 1 / STRETCH;
      return { covers, zoom };
    },

    /** @param {Viewport} v @param {number} ratio */
    begin(v, ratio) {
      const long = (/** @type {number} */ side) => Math.round(side * ratio) + 2 * Math.round(side * ratio * MARGIN);
      const [width, height] = [long(v.width), long(v.height)];
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      } else {
        context.clearRect(0, 0, width, height);
      }
      seen = { ...v, width: width / ratio, height: height / ratio };
      return { context, seen };
    },

    /** @param {CanvasRenderingContext2D} to @param {Viewport} v @param {number} ratio */
    show(to, v, ratio) {
      const { zoom, left, top, width, height } = place(v, ratio);
      to.imageSmoothingEnabled = zoom !== 1;
      to.drawImage(canvas, left, top, width, height);
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
 * A tile's 64 images, each in the middle of its cell; one that is not square keeps its proportions.
 * @param {Tile} tile
 * @param {Card} card
 * @param {Tone} tone
 */
function painted(tile, { input }, tone) {
  const [w, h] = [input.width, input.height];
  const side = Math.max(w, h);
  const [across, down] = [(side - w) >> 1, (side - h) >> 1];
  const canvas = new OffscreenCanvas(CELLS * side, CELLS * side);
  const image = new ImageData(canvas.width, canvas.height);
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
