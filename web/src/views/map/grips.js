// Handles on the q(z|x) that is set by hand: its mean, and the ends of its two axes where it holds 90%. They are dragged, or
// moved with the arrow keys.
import { handOf, within } from "../../by-hand.js";
import { s } from "../../dom.js";
import { axesOf, normalised } from "../../grid-bound.js";
import { fixed } from "../../numbers.js";
import { lift, project } from "../../plane.js";
import { radiusOf } from "../../shares.js";
import { toPlace, translation } from "../../viewport.js";
/** @import {Ellipse} from "../../grid-bound.js" */
/** @import {Scene} from "./pointer.js" */

/** @typedef {"mean" | "first" | "second"} Grip */
/** @type {Grip[]} */
const GRIPS = ["first", "second", "mean"];
const OUT = radiusOf(0.9); // deviations from the mean
const NEAR = 22; // pixels from the mean within which a handle of an axis would hide it
const STEP = 0.1; // deviations a key
const TURN = 3; // degrees a key
const STRIDE = 5; // steps with Shift

/**
 * @param {HTMLElement} surface
 * @param {SVGGElement} screen
 * @param {Dispatch} dispatch
 * @param {() => Scene | null} scene as it is drawn now
 */
export function create(surface, screen, dispatch, scene) {
  const group = screen.appendChild(s("g", { class: "grips" }));
  /** @type {Ellipse | null} */
  let ahead = null; // what was set since the last draw
  const grips = GRIPS.map((grip) => {
    const face = grip === "mean" ? s("circle", { class: "face", r: 7 }) : s("rect", { class: "face", x: -6, y: -6, width: 12, height: 12, rx: 2 });
    const element = s("g", { class: "grip", role: "button", tabindex: 0, "data-grip": grip }, s("circle", { class: "target", r: 16 }), face);
    /** @type {Record<string, (event: any) => void>} */
    const listeners = {
      pointerdown(event) {
        if (event.button === 0) {
          element.setPointerCapture(event.pointerId);
          element.focus();
          dispatch({ type: "hover", spot: null });
          event.preventDefault();
        }
      },
      pointermove(event) {
        if (element.hasPointerCapture(event.pointerId)) {
          drag(grip, event);
        }
      },
      keydown: (event) => key(grip, event),
    };
    for (const [name, listener] of Object.entries(listeners)) {
      element.addEventListener(name, listener);
    }
    for (const name of ["pointerdown", "pointermove", "pointerup", "mousedown", "touchstart", "click", "dblclick"]) {
      element.addEventListener(name, (event) => event.stopPropagation()); // the map itself is neither dragged nor clicked
    }
    return { grip, element };
  });

  /** @param {Ellipse} q */
  function set(q) {
    const now = scene();
    const area = now?.state.report.posterior?.cells?.area;
    ahead = area ? within(q, area) : q;
    const { x, y, wide, narrow, turn } = ahead;
    dispatch({ type: "experiment", id: "bound", change: { x, y, wide, narrow, turn } });
  }

  /** @param {Grip} grip @param {PointerEvent} event */
  function drag(grip, { clientX, clientY }) {
    const now = scene();
    const q = ahead ?? (now && handOf(now.state));
    if (!q || !now?.state.space) {
      return;
    }
    const { left, top } = surface.getBoundingClientRect();
    const [x, y] = lift(now.state.space.plane, toPlace(now.v, [clientX - left, clientY - top]));
    if (grip === "mean") {
      set({ ...q, x, y });
      return;
    }
    const [dx, dy] = [x - q.x, y - q.y];
    const angle = (Math.atan2(dy, dx) * 180) / Math.PI - (grip === "second" ? 90 : 0);
    set({ ...q, [grip === "first" ? "wide" : "narrow"]: Math.hypot(dx, dy) / outOf(q, grip, now.v), turn: normalised(angle) });
  }

  /** @param {Grip} grip @param {KeyboardEvent} event */
  function key(grip, event) {
    const now = scene();
    const q = ahead ?? (now && handOf(now.state));
    /** @type {Record<string, [right: number, up: number]>} */
    const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const arrow = arrows[event.key];
    if (!q || !arrow || !now?.state.space || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? STRIDE : 1;
    const [right, up] = arrow.map((sign) => sign * far);
    if (grip === "mean") {
      const { plane } = now.state.space;
      const [px, py] = project(plane, [q.x, q.y]);
      const step = STEP * Math.min(q.wide, q.narrow);
      const [x, y] = lift(plane, [px + right * step, py + up * step]);
      set({ ...q, x, y });
    } else {
      const name = grip === "first" ? "wide" : "narrow";
      set({ ...q, [name]: q[name] * (1 + STEP / 2) ** up, turn: normalised(q.turn - TURN * right) });
    }
  }

  return {
    /** @param {State} state @param {Viewport} v */
    update(state, v) {
      ahead = null;
      const q = handOf(state);
      const plane = state.space?.plane;
      if (!q || !plane) {
        group.replaceChildren(); // so that the keyboard finds none
        return;
      }
      if (group.childElementCount === 0) {
        group.append(...grips.map(({ element }) => element));
      }
      const axes = axesOf(q);
      for (const { grip, element } of grips) {
        const [dx, dy] = grip === "mean" ? [0, 0] : axes[grip].map((part) => part * outOf(q, grip, v));
        element.setAttribute("transform", translation(v, project(plane, [q.x + dx, q.y + dy])));
        element.setAttribute("aria-label", nameOf(grip, q));
      }
    },
  };
}

/** How many deviations out a handle lies: never so near to the mean that it would hide it. @param {Ellipse} q @param {"first" | "second"} grip @param {Viewport} v */
function outOf(q, grip, v) {
  const deviation = grip === "first" ? q.wide : q.narrow;
  return Math.max(OUT, NEAR / v.scale / deviation);
}

/** @param {Grip} grip @param {Ellipse} q */
function nameOf(grip, { x, y, wide, narrow, turn }) {
  return grip === "mean"
    ? `Mean of q, at ${fixed(x, 2)}, ${fixed(y, 2)}: arrow keys move it`
    : `${grip === "first" ? "First" : "Second"} axis of q, σ ${fixed(grip === "first" ? wide : narrow, 3)}, turned ${fixed(turn, 0)} degrees: up and down lengthen and shorten it, left and right turn it`;
}
