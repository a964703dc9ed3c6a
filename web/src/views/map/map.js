// The map: layers over one another, all through the one viewport of the state, and the pointer and the keys on them.
import { filterOf, showsColumnAtlas, pointsIn } from "../../column-atlas.js";
import { h, pixelRatio, setText } from "../../dom.js";
import { isShown, LAYERS } from "../../layers/layers.js";
import { near as nearOf } from "../../layers/near.js";
import { isolating } from "../../parts.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { viewportOf } from "../../viewport.js";
import { create as cardView } from "./card.js";
import { create as echo } from "./echo.js";
import { host } from "../../figure/host.js";
import { create as grips } from "./grips.js";
import { create as keys } from "./keys.js";
import { create as outline } from "./outline.js";
import { create as picture } from "./picture-door.js";
import { create as pointer } from "./pointer.js";
import { exact } from "./spot.js";
import { create as tools } from "./tools.js";
import { create as zoom } from "./zoom.js";
/** @import {Near} from "../../layers/near.js" */

const LATE = [25, 150]; // milliseconds between two draws of a moving map that comes too slowly; longer ones are pauses
const REST = 120; // milliseconds without a move until the map counts as still
const PATIENCE = 400; // milliseconds that the index of points waits for a quiet moment
const MEASURES = 2000; // kept in the browser's list of timings

/**
 * @param {HTMLElement} element
 * @param {Dispatch} dispatch
 * @param {AbortSignal} signal that the map is taken away
 */
export function create(element, dispatch, signal) {
  const drawing = host();
  const { images, lines, cells, cloud, over, frame, onScreen } = drawing;
  const surface = h(
    "div",
    {
      class: "surface",
      role: "application",
      tabIndex: 0,
      "aria-roledescription": "map",
      "aria-label": "Map of the latent space",
      "aria-describedby": `${element.id}-keys`,
    },
    images,
    lines,
    cells,
    cloud,
    over,
  );
  const empty = h("p", { class: "empty quiet", role: "status" });
  const help = h(
    "p",
    { id: `${element.id}-keys`, class: "unseen" },
    "Arrow keys pan, or move the pin if there is one. Plus and minus zoom, 0 shows all data, " +
      "Enter pins the centre, Escape unpins. With the lasso or the box, arrows move a crosshair, Enter sets a " +
      "corner, and Enter at a box's second corner, or again at a lasso's last one, selects.",
  );
  element.append(surface, frame, empty, help);

  /** @type {{state: State, v: Viewport, near: Near | null} | null} */
  let scene = null;
  /** @type {Viewport | null} */
  let where = null;
  /** @type {State | null} */
  let last = null;
  let frames = 0;
  let drawnAt = 0;
  let coarse = false; // whether it is drawn in CSS pixels
  let resting = 0; // the timer that runs while the map moves
  const attempt = isolating();
  const layers = LAYERS.flatMap((layer) => attempt(layer, () => [{ layer, drawn: layer.create({ ...drawing, onDrawn: tellReady }) }]) ?? []);
  const named = (/** @type {string} */ id) => /** @type {any} */ (layers.find(({ layer }) => layer.id === id)?.drawn);
  const zooming = zoom(surface, dispatch);
  const pointing = pointer(surface, onScreen, dispatch, () => scene && { ...scene, near: nears(pointsIn(scene.state)) }, zooming.held);
  const outlining = outline(onScreen, pointing);
  const gripping = grips(surface, onScreen, dispatch, () => scene);
  keys(surface, element, dispatch, () => scene, zooming, pointing.escape, outlining, signal);
  const taking = picture(dispatch);
  const overlays = [tools(frame, dispatch, zooming), cardView(element, dispatch), echo(frame)];
  new ResizeObserver(([{ contentRect: { width, height } }]) => {
    dispatch({ type: "size", size: { width, height } });
  }).observe(surface);
  signal.addEventListener("abort", () => {
    clearTimeout(resting);
    layers.forEach(({ drawn }) => drawn.destroy?.());
  });
  element.addEventListener("focus", () => surface.focus()); // where the page's first link leads
  const nears = indexes();
  const locate = selector((state) => void (where = viewportOf(state)));

  function tellReady() {
    const card = last && cardOf(last);
    const isReady = !coarse && !last?.heading && layers.every(({ layer, drawn }) => {
      const drawable = card && last && isShown(last.kept, layer) && (layer.shown?.isOffered(card) ?? true);
      return !drawable || (drawn.ready?.() ?? true);
    });
    if (element.toggleAttribute("data-ready", !!where && isReady)) {
      element.dispatchEvent(new Event("drawn"));
    }
    element.dataset.level = String(named("manifold").level());
  }

  /** @param {State} state @param {Viewport} v */
  function draw(state, v) {
    fitCanvases(v);
    cells.hidden = !cardOf(state)?.columnAtlas; // or it would be composited anew at each frame, with nothing on it
    for (const { layer, drawn } of layers) {
      attempt(layer, () => drawn.draw(state, v, scene?.near ?? null));
    }
  }

  /**
   * Notes that the map moves, and draws it coarsely from the first draw on that comes late on a dense screen.
   * @param {number} now
   */
  function moved(now) {
    const since = now - drawnAt;
    coarse ||= pixelRatio() > 1 && resting !== 0 && since > LATE[0] && since < LATE[1];
    drawnAt = now;
    clearTimeout(resting);
    resting = setTimeout(() => {
      resting = 0;
      const wasCoarse = coarse;
      coarse = false;
      if (wasCoarse && scene) {
        draw(scene.state, scene.v);
        tellReady();
      }
    }, REST);
  }

  /** Makes the canvases as large as the map, in the screen's own pixels where it is not drawn coarsely. @param {Viewport} v */
  function fitCanvases(v) {
    const ratio = coarse ? 1 : pixelRatio();
    const [width, height] = [Math.round(v.width * ratio), Math.round(v.height * ratio)];
    if (images.width !== width || images.height !== height) {
      for (const canvas of [images, cells, cloud]) {
        canvas.width = width;
        canvas.height = height;
      }
    }
  }

  /** A spot of a sample stands at its mean, once that is known. @param {State} state */
  function correct(state) {
    const [hover, pin] = [state.hover, state.kept?.pin ?? null].map((spot) => exact(state, spot));
    if (hover) {
      dispatch({ type: "hover", spot: hover });
    }
    if (pin) {
      dispatch({ type: "pin", spot: pin, gesture: state.gesture });
    }
    const laid = state.kept?.keyframes ?? [];
    const keyframes = laid.map((key) => exact(state, key) ?? key);
    if (keyframes.some((key, i) => key !== laid[i])) {
      dispatch({ type: "keep", change: { keyframes }, gesture: state.gesture });
    }
  }

  return {
    /** @param {State} state */
    update(state) {
      const start = performance.now();
      last = state;
      locate(state);
      element.dataset.state = where && state.space ? "open" : "opening";
      if (surface.dataset.tool !== state.tool) {
        surface.dataset.tool = state.tool;
        outlining.clear();
      }
      for (const overlay of overlays) {
        overlay.update(state);
      }
      setText(empty, sentence(state));
      frame.hidden = !where;
      surface.style.opacity = where ? "" : "0"; // it has a size, and may have the focus
      if (where) {
        zooming.update(state, where);
        if (scene && scene.v !== where) {
          moved(start);
        }
        scene = { state, v: where, near: nears(pointsIn(state)) };
        draw(state, where);
        gripping.update(state, where);
        correct(state);
        taking.update(state);
      }
      tellReady();
      performance.measure("map frame", { start, end: performance.now() });
      if (++frames % MEASURES === 0) {
        performance.clearMeasures("map frame"); // whoever watches them has been told of each
        performance.clearMeasures("points");
      }
    },
  };
}

/** What the map says where there is nothing to see yet. @param {State} state */
function sentence(state) {
  const card = cardOf(state);
  if (!card || !state.space) {
    const none = state.catalogue === "wrong" || (state.catalogue === "ready" && state.cards.length === 0);
    return card ? `Opening ${card.id}…` : none ? "" : "Opening the map…";
  }
  const { order } = state.columnAtlas;
  if (order && showsColumnAtlas(card, state.kept) && order.share < 1) {
    return order.sentence || `Putting ${order.of.toLocaleString("en")} rows in order for this plane: ${Math.floor(100 * order.share)}%`;
  }
  if (showsColumnAtlas(card, state.kept) && filterOf(card, state.experiments).length > 0 && state.columnAtlas.shown?.count === 0) {
    return "No row lies in all ranges of the filter.";
  }
  return card.atlas || card.columnAtlas || state.watched.on
    ? ""
    : `This model has no encoded data. The map shows decoded images only. To add data: isthmus encode ${card.id} DATA`;
}

/** An index of the points, made once they are all there and the pointer rests: of a million it takes a tenth of a second. */
function indexes() {
  /** @type {Float32Array | null} */
  let made = null;
  /** @type {Near | null} */
  let index = null;
  let wanted = 0;
  return (/** @type {Points | null} */ points) => {
    const whole = points && points.count === points.of ? points : null;
    if (whole?.x !== made) {
      made = whole?.x ?? null;
      index = null;
      const wish = ++wanted;
      if (whole) {
        const make = () => wish === wanted && (index = nearOf(whole));
        // Not every browser has the first.
        "requestIdleCallback" in window ? requestIdleCallback(make, { timeout: PATIENCE }) : setTimeout(make, 0);
      }
    }
    return index;
  };
}
