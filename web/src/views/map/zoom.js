// The hand on the map's transform: wheel, pinch, drag, double click. d3-zoom's transform is made from the view and into
// it.
import { select, zoom, zoomIdentity } from "../../d3.js";
import { embedded } from "../../embed.js";
import { fit, viewport } from "../../viewport.js";

const NEAREST = 2e-3; // plane units across the map's shorter side
const FARTHEST = 200;
const CLICK = 4; // pixels that a click may move
const TIME = 220; // milliseconds of a move that a button asks for

/** @param {HTMLElement} surface @param {Dispatch} dispatch */
export function create(surface, dispatch) {
  const selection = select(surface);
  /** @type {Viewport | null} */
  let now = null;
  /** @type {State | null} */
  let state = null;
  let held = false;

  const zooming = zoom()
    .filter(allowed)
    .clickDistance(CLICK)
    .extent(() => [
      [0, 0],
      [now?.width ?? 1, now?.height ?? 1],
    ])
    .on("start", (/** @type {any} */ { sourceEvent }) => {
      held = sourceEvent?.type === "mousedown" || sourceEvent?.type === "touchstart";
      surface.classList.toggle("held", held);
    })
    .on("end", () => {
      held = false;
      surface.classList.remove("held");
    })
    .on("zoom", (/** @type {any} */ { transform: { k, x, y } }) => {
      if (now) {
        const view = {
          x: (now.width / 2 - x) / k,
          y: (y - now.height / 2) / k,
          span: Math.min(now.width, now.height) / k,
        };
        dispatch({ type: "keep", change: { view }, gesture: "look" });
      }
    });
  selection.call(zooming);

  /** @param {any} event */
  function allowed(event) {
    if (event.target.closest?.(".key, .grip")) {
      return false;
    }
    if (event.type === "wheel" && embedded && !event.ctrlKey && !event.metaKey) {
      return document.activeElement === surface; // else the page around it scrolls
    }
    const drawing = state?.tool === "lasso" || state?.tool === "box";
    if (event.type === "mousedown") {
      return event.button === 1 || (event.button === 0 && !drawing && !event.ctrlKey);
    }
    return event.type !== "touchstart" || !drawing || event.touches.length > 1;
  }

  /** @param {Viewport} v */
  const transformOf = (v) =>
    zoomIdentity.translate(v.width / 2 - v.x * v.scale, v.height / 2 + v.y * v.scale).scale(v.scale);

  /** A moment's transition, or none where the reader wants none. */
  const transition = () => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return selection.transition().duration(still ? 0 : TIME);
  };

  return {
    /** @param {State} next @param {Viewport} v */
    update(next, v) {
      state = next;
      if (v === now) {
        return;
      }
      now = v;
      const shorter = Math.min(v.width, v.height);
      zooming.scaleExtent([shorter / FARTHEST, shorter / NEAREST]);
      const wanted = transformOf(v);
      const { k, x, y } = /** @type {any} */ (surface).__zoom ?? zoomIdentity;
      // Only what came from elsewhere: the hand's own transform must not be touched while it moves.
      if (Math.abs(k / wanted.k - 1) > 1e-9 || Math.hypot(x - wanted.x, y - wanted.y) > 1e-3) {
        /** @type {any} */ (surface).__zoom = wanted;
      }
    },

    /** @param {number} factor */
    by: (factor) => zooming.scaleBy(transition(), factor),

    /** @param {number} right pixels @param {number} down pixels */
    pan(right, down) {
      if (now) {
        const { k } = /** @type {any} */ (surface).__zoom;
        zooming.translateBy(selection, -right / k, -down / k);
      }
    },

    /** Shows the whole atlas. */
    fit() {
      if (state?.space && now) {
        const whole = viewport(fit(state.space.plane.extent, state.size), state.size);
        const moving = transition();
        zooming.transform(moving, transformOf(whole));
        moving.on("end", () => dispatch({ type: "keep", change: { view: null }, gesture: "look" }));
      }
    },

    /** Whether the hand drags the map. */
    held: () => held,
  };
}
