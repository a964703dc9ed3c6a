// The decoded tiles under everything. A tile becomes a picture once; where it is missing, what a coarser or finer one
// shows stands in, so that nothing blinks. It fades where the data do not support it: one mask over all, made once a
// grid.
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { isMeasurable } from "../support.js";
import { toneOf } from "../tone.js";
import { levelFor } from "../viewport.js";
import { composer, tilesIn } from "./tiles.js";
/** @import {Card, State, Tiles} from "../types.js" */
/** @import {Viewport} from "../viewport.js" */

export const CELL = 40; // pixels of the screen that a cell is nearest to, as the tiles are asked for
const A_FRAME = 6; // tiles painted in one frame, so that a frame stays short
const MARGIN = 0.15; // of the map's size, composed beyond each of its edges
const STRETCH = 1.35; // by how much a picture is scaled at most
const BETWEEN = 60; // milliseconds between pictures while tiles come
const REST = 80; // milliseconds without a move until a scaled picture is composed anew

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} onMore told when more is to be painted in a later frame
 */
export function create(canvas, onMore) {
  const shown = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const scene = scenes();
  const picture = composer(A_FRAME);
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
    const { context, seen } = scene.begin(v, ratio);
    const lacking = picture.compose(context, seen, ratio, level, card, toneOf(card, state.appearance), tiles, state.grid);
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
        if (picture.over()) {
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

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "manifold",
  shown: { title: "Decoded images", term: "manifold", on: true, isOffered: () => true },
  create({ images, onDrawn }) {
    /** @type {{state: State, v: Viewport} | null} */
    let last = null;
    let again = 0;
    const drawn = create(images, () => {
      again ||= requestAnimationFrame(() => {
        again = 0;
        if (last) {
          drawn.draw(last.state, last.v); // something is left to draw, with nothing new to tell of it
          onDrawn();
        }
      });
    });
    const gated = selector((state, /** @type {Viewport} */ v, /** @type {number[]} */ ..._size) => drawn.draw(state, v));
    return {
      ...drawn,
      draw(state, v) {
        last = { state, v };
        gated(state, v, images.width, images.height);
        images.classList.toggle("under", !!state.kept?.layers.points && !!state.points);
        images.classList.toggle("drawn", !!cardOf(state)?.input.invert);
      },
      destroy() {
        cancelAnimationFrame(again);
        drawn.destroy();
      },
    };
  },
};
