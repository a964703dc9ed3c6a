// The decoded tiles under everything. A tile becomes a picture once; where it is missing, what a coarser or finer one
// shows stands in, so that nothing blinks. Images fade where the data do not support them: until it is known where, none
// is shown, for a while.
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { levelsOf } from "../support.js";
import { toneOf } from "../tone.js";
import { covers, enlarged, laid, levelFor, tilesIn } from "../viewport.js";
import { composer } from "./tiles.js";
/** @import {Tiles} from "../types.js" */

export const CELL = 40; // pixels of the screen that a cell is nearest to, as the tiles are asked for
const A_FRAME = 6; // tiles painted in one frame, so that a frame stays short
const MARGIN = 0.15; // of the map's size, composed beyond each of its edges
const STRETCH = 1.35; // by how much a picture is scaled at most
const BETWEEN = 60; // milliseconds between pictures while tiles come
const HELD = 1000; // milliseconds from the first tile that images wait for their support
const REST = 80; // milliseconds without a move until a scaled picture is composed anew

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "manifold",
  shown: { title: "Decoded images", term: "manifold", on: true, isOffered: () => true },
  create({ images, onDrawn }) {
    const context = /** @type {CanvasRenderingContext2D} */ (images.getContext("2d"));
    const composing = composer(A_FRAME);
    // The composed picture, larger than the map: while the map is panned, laying it elsewhere is all there is to do.
    const picture = new OffscreenCanvas(1, 1);
    const painting = /** @type {OffscreenCanvasRenderingContext2D} */ (picture.getContext("2d"));
    /** @type {Viewport | null} */
    let seen = null; // what the picture is of, in its own pixels
    /** @type {unknown[]} */
    let kind = []; // of which model, plane and tone it is
    /** @type {unknown[]} */
    let held = []; // what it was composed of: the support, and the tiles' version where some were lacking
    let fineness = 1; // pixels of the picture for a device pixel when it was composed
    let moved = -REST; // when the map looked elsewhere last
    let led = false; // whether it was being led somewhere then
    let missing = 0;
    let level = 0;
    let composed = 0; // when
    /** @type {{key: string, since: number} | null} */
    let first = null; // since when the plane has tiles
    let due = false; // whether the next picture is to be exact
    let timer = 0;
    let again = 0;
    /** @type {{state: State, v: Viewport} | null} */
    let last = null;

    /**
     * Composes what is seen, with some margin where it will be panned; on a dense screen in CSS pixels while the map moves,
     * for a device pixel each would take longer than a frame.
     * @param {State} state
     * @param {Viewport} v
     * @param {Tiles} tiles
     * @param {Card} card
     * @param {number} ratio device pixels a CSS pixel
     * @param {boolean} isMoving
     */
    function compose({ appearance, supported }, v, tiles, card, ratio, isMoving) {
      fineness = isMoving ? Math.min(1, 1 / ratio) : 1;
      seen = enlarged(v, ratio * fineness, MARGIN);
      if (picture.width !== seen.width || picture.height !== seen.height) {
        picture.width = seen.width;
        picture.height = seen.height;
      } else {
        painting.clearRect(0, 0, picture.width, picture.height);
      }
      const lacking = composing.compose(painting, seen, 1, level, card, toneOf(card, appearance), tiles, supported);
      held = [supported, lacking > 0 ? tiles.version : null];
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
          again ||= requestAnimationFrame(() => {
            again = 0;
            if (last) {
              draw(last.state, last.v); // something is left to draw, with nothing new to tell of it
              onDrawn();
            }
          });
        }, pause);
      }
    }

    /** @param {State} state @param {Viewport} v */
    function draw(state, v) {
      const card = cardOf(state);
      const { tiles, space, supported, appearance } = state;
      level = levelFor(v, CELL);
      missing = state.kept?.layers.manifold ? 1 : 0;
      context.clearRect(0, 0, images.width, images.height);
      if (!card || !state.kept?.layers.manifold || !tiles || tiles.key !== space?.key) {
        return;
      }
      const unfaded = !!levelsOf(card) && supported?.key !== tiles.key;
      if (first?.key !== tiles.key) {
        first = { key: tiles.key, since: performance.now() };
      }
      const wait = first.since + HELD - performance.now();
      if (unfaded && wait > 0) {
        soon(wait, false);
        return;
      }
      const ratio = images.width / v.width;
      const now = enlarged(v, ratio);
      // While the hand zooms and tiles come, the last picture does, scaled; an exact one follows at rest.
      const place = seen && kind[0] === tiles.key && kind[1] === appearance ? laid(seen, now) : null;
      const stretch = (place?.zoom ?? 0) * fineness;
      const does = place && covers(place, now) && stretch < STRETCH && stretch > 1 / STRETCH;
      const fresh = held[0] === supported && (held[1] === null || held[1] === tiles.version);
      kind = [tiles.key, appearance];
      const arrived = led && !state.heading && place?.zoom !== 1;
      led = !!state.heading;
      if (due || !does || arrived || (!fresh && performance.now() - composed > BETWEEN)) {
        compose(state, v, tiles, card, ratio, place !== null && !arrived && performance.now() - moved < REST);
        if (composing.over()) {
          soon(0, true);
        } else if (fineness < 1) {
          soon(REST, true);
        }
      } else if (!fresh) {
        soon(BETWEEN, false);
      } else if (place.zoom !== 1 && !led) {
        soon(REST, true);
      }
      const { zoom, left, top, width, height } = laid(/** @type {Viewport} */ (seen), now);
      context.imageSmoothingEnabled = zoom !== 1;
      context.drawImage(picture, left, top, width, height);
      const lacking = tilesIn(level, v).filter(({ x, y }) => !tiles.byAddress.has(`${level}/${x}/${y}`));
      missing = lacking.length + Number(timer !== 0) + Number(unfaded);
    }

    const gated = selector((state, /** @type {Viewport} */ v, /** @type {number[]} */ ..._size) => draw(state, v));
    return {
      draw(state, v) {
        if (last && v !== last.v) {
          moved = performance.now();
        }
        last = { state, v };
        gated(state, v, images.width, images.height);
        images.classList.toggle("under", !!state.kept?.layers.points && !!(state.points ?? state.columnAtlas.tiles));
      },
      ready: () => missing === 0,
      level: () => level,
      destroy() {
        cancelAnimationFrame(again);
        clearTimeout(timer);
      },
    };
  },
};
