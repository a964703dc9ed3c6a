// The atlas's points, drawn in a worker. Here the last picture is laid where the map looks now, at once, and the exact
// one takes its place when it comes. The picture is larger than the map, so that panning needs no new one for a while. Of a map
// that is led somewhere it is of the goal, and waits until it covers what is seen.
import { showsColumnAtlas, labelsOf } from "../column-atlas.js";
import { cardOf } from "../state.js";
import { columnOf, valuesOf } from "../columns/columns.js";
import { changes, pixelRatio } from "../dom.js";
import { paint } from "../palette.js";
import { selector } from "../selector.js";
import { covers, enlarged, goalOf, laid } from "../viewport.js";

const MARGIN = 0.25; // of the map's size, drawn beyond each of its edges
const ENOUGH = 0.06; // of the map's size, left of the margin when a new picture is asked for
const FIRST_PAUSE = 250; // milliseconds until a worker that died is followed by another; doubles with each death
const LONGEST_PAUSE = 30_000;
const REST = 90; // milliseconds without a move until a picture that is off by part of a pixel is drawn anew

/** Points of which there is a picture. @type {WeakSet<Points>} */
export const drawnPoints = new WeakSet();

/**
 * @typedef {object} Picture
 * @property {ImageBitmap} bitmap
 * @property {import("./raster.js").Window} window
 * @property {object} asked what it was asked for
 * @property {boolean} whole whether all points are in it
 * @property {import("./raster.js").Discs | null} discs null where it shows densities
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} onDrawn
 */
export function create(canvas, onDrawn) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  let worker = started();
  let deaths = 0; // of workers, since one drew
  let reviving = 0; // the timer that starts another
  /** @type {Points | null} */
  let points = null;
  let sent = 0;
  let key = ""; // of the points that the worker has
  /** @type {Float32Array | null} */
  let sentValues = null;
  let space = ""; // model and plane of the picture
  /** @type {Picture | null} */
  let picture = null;
  /** @type {Picture | null} of where the map is led */
  let next = null;
  /** @type {{id: number, window: Picture["window"], asked: object, at: number} | null} */
  let waiting = null;
  /** @type {any} the look that is wanted now */
  let look = null;
  /** @type {Viewport | null} */
  let where = null;
  /** @type {Viewport | null} where it will, which is what pictures are asked for */
  let goal = null;
  let lastId = 0;
  let resting = 0;
  let pause = 0; // no new picture is asked for before this time, so that zooming leaves the processor to the hand
  let waking = 0;
  const changed = changes();

  function started() {
    const made = new Worker(new URL("./points-worker.js", import.meta.url), { type: "module" });
    made.onmessage = receive;
    made.onerror = () => {
      made.terminate();
      reviving = setTimeout(revive, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** deaths++));
    };
    return made;
  }

  function revive() {
    reviving = 0;
    worker = started();
    waiting = null;
    key = ""; // the new one has no points
    sendPoints();
    ask();
  }

  /** @param {MessageEvent} event */
  function receive({ data }) {
    const asked = waiting;
    if (!asked || data.id !== asked.id) {
      data.bitmap.close(); // about points that have gone
      return;
    }
    waiting = null;
    deaths = 0;
    if (points) {
      const whole = data.count === points.of;
      next?.bitmap.close();
      next = { bitmap: data.bitmap, window: asked.window, asked: asked.asked, whole, discs: data.discs };
      turn();
      drawnPoints.add(points);
      canvas.dataset.mode = data.discs === null ? "density" : "discs";
      const end = performance.now();
      performance.measure("points", { start: asked.at, end });
      pause = whole ? end + Math.min(REST, end - asked.at) : 0;
      requestAnimationFrame(() => {
        lay();
        onDrawn();
      });
    } else {
      data.bitmap.close();
    }
    ask();
  }

  /** Shows the picture of the goal as soon as it covers what is seen. */
  function turn() {
    const place = next && placed(pixelRatio(), next);
    if (next && (!picture || where === goal || (place && covers(place, place.now)))) {
      picture?.bitmap.close();
      [picture, next] = [next, null];
    }
  }

  /** Sends what the worker lacks; it keeps all that it was sent. */
  function sendPoints() {
    if (!points) {
      return;
    }
    if (points.key !== key || points.count < sent) {
      key = points.key;
      sent = 0;
      waiting = null; // an answer about other points is not wanted
      sentValues = null;
      worker.postMessage({ type: "points", of: points.of });
    }
    if (points.count > sent) {
      const [from, to] = [sent, points.count];
      sent = to;
      const [x, y] = [points.x, points.y].map((places) => places.slice(from, to));
      const label = points.label.slice(from, to);
      const away = points.away.slice(from, to);
      worker.postMessage({ type: "more", from, x, y, label, away }, [x, y, label, away].map(({ buffer }) => buffer));
    }
    if (look && look.values !== sentValues) {
      sentValues = look.values;
      worker.postMessage({ type: "values", values: sentValues });
    }
  }

  /** Asks for a picture where the last one will not do; one at a time. */
  function ask() {
    if (reviving || waiting || !points || !goal || !look || points.count === 0 || fits()) {
      return;
    }
    // Points that come again after a reconnection take the old picture's place when all are there.
    if (picture && picture.whole && points.count < points.of) {
      return;
    }
    const early = pause - performance.now();
    if (early > 0 && where === goal) {
      waking ||= setTimeout(() => {
        waking = 0;
        ask();
      }, early);
      return;
    }
    const ratio = pixelRatio();
    const window = { ...enlarged(goal, ratio, MARGIN), ratio };
    waiting = { id: ++lastId, window, asked: look, at: performance.now() };
    worker.postMessage({ type: "draw", id: lastId, window, ...look, values: undefined });
  }

  /** Where a picture lies now, or at the goal, and what of it is seen. */
  /** @param {number} ratio device pixels a CSS pixel @param {Picture | null} [one] @param {Viewport | null} [v] */
  function placed(ratio, one = picture, v = where) {
    const now = v && enlarged(v, ratio);
    return one && now ? { now, ...laid(one.window, now) } : null;
  }

  /** The look that is wanted: the same object while nothing about it changed. @param {State} state */
  function lookAt(state) {
    const { kept, selection, appearance } = state;
    const card = cardOf(state);
    const column = card && columnOf(card, state);
    const values = points?.values ?? (card ? valuesOf(card, state) : null);
    if (!points || !kept) {
      look = null;
    } else if (changed(points.key, points.count, column?.from, values, kept.dimmed, selection, appearance) || !look) {
      look = lookOf(state, kept, points);
    }
  }

  function fits() {
    const newest = next ?? picture;
    const place = placed(pixelRatio(), newest, goal); // of which a coarser canvas shows less
    return !!place && newest?.asked === look && place.zoom === 1 && covers(place, place.now, ENOUGH);
  }

  function lay() {
    context.clearRect(0, 0, canvas.width, canvas.height);
    const place = where && placed(canvas.width / where.width);
    if (picture && place) {
      context.imageSmoothingEnabled = place.zoom !== 1;
      context.drawImage(picture.bitmap, place.left, place.top, place.width, place.height);
    }
  }

  return {
    /**
     * @param {State} state
     * @param {Viewport} v
     * @param {Points | null} [all]
     */
    draw(state, v, all = state.points) {
      where = v;
      goal = state.heading ? goalOf(state) : v;
      const now = state.space?.key ?? "";
      points = all?.key.startsWith(now) ? all : null;
      lookAt(state);
      if (now !== space || !points) {
        space = now;
        [picture, next].forEach((one) => one?.bitmap.close()); // they show another plane
        picture = next = null;
        pause = 0;
      }
      turn();
      sendPoints();
      lay();
      ask();
      clearTimeout(resting);
      resting = setTimeout(() => {
        if (picture && !waiting && (placed(pixelRatio())?.off ?? 0) > 0.3) {
          picture.asked = {}; // draws it anew, exactly
          ask();
        }
      }, REST);
    },

    /** Whether what is seen is all there is to see. */
    ready: () => !waiting && !next && !!picture && picture.whole && fits(),

    destroy() {
      clearTimeout(resting);
      clearTimeout(waking);
      clearTimeout(reviving);
      worker.terminate();
      [picture, next].forEach((one) => one?.bitmap.close());
      picture = next = null;
    },
  };
}

/**
 * How points look: their colours, and which of them are faint or chosen.
 * @param {State} state
 * @param {Kept} kept
 * @param {Points} points
 */
export function lookOf(state, { dimmed }, { of, rows, values: own, range: ends }) {
  const card = cardOf(state);
  const { selection, appearance } = state;
  const classy = !card || columnOf(card, state).from === "classes";
  const values = own ?? (card ? valuesOf(card, state) : null);
  const classes = card ? labelsOf(card, state.columnAtlas, state.kept).length : 0;
  const { colours, paper, ink, range } = paint(classy, ends ? Float32Array.from(ends) : values, classes, appearance);
  const chosen = selection.length > 0 && !rows ? marked(of, selection) : null;
  return { look: { colours, paper, ink, faint: marked(256, dimmed), chosen }, range, classes, values };
}

/** @param {number} size @param {Iterable<number>} which */
export function marked(size, which) {
  const marks = new Uint8Array(size);
  for (const one of which) {
    marks[one] = 1;
  }
  return marks;
}

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "points",
  shown: { title: "Data", term: "data", on: true, isOffered: ({ atlas }) => !!atlas },
  create({ cloud, onDrawn }) {
    const drawn = create(cloud, onDrawn);
    const gated = selector((state, /** @type {Viewport} */ v, /** @type {Points | null} */ points, /** @type {number[]} */ ..._size) =>
      drawn.draw(state, v, points));
    return {
      ...drawn,
      draw(state, v) {
        const all = showsColumnAtlas(cardOf(state), state.kept);
        const points = all ? state.columnAtlas.cloud : state.points;
        cloud.hidden = all ? !points : !state.kept?.layers.points;
        if (!cloud.hidden) {
          gated(state, v, points, cloud.width, cloud.height);
        }
      },
      ready: () => !!cloud.hidden || drawn.ready(),
    };
  },
};
