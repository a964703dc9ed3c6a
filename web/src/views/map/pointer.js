// The pointer on the map: hover previews, a click pins or lays a keyframe, a loop or a box selects, a handle moves.
import { showsColumnAtlas } from "../../column-atlas.js";
import { polygonContains } from "../../d3.js";
import { s } from "../../dom.js";
import { cardOf } from "../../state.js";
import { toPlace } from "../../viewport.js";
import { moved, spotAt } from "./spot.js";
/** @import {Keyframe} from "../../types.js" */
/** @import {Near} from "../../layers/near.js" */

const MOVED = 4; // pixels that make a drag of a press
const CORNERS = 187; // of a loop of rows that the server counts: as many as a link holds
const GRAIN = 3; // pixels between the corners of a loop

/**
 * @typedef {object} Scene
 * @property {State} state
 * @property {Viewport} v
 * @property {Near | null} near
 */

/**
 * @param {HTMLElement} surface
 * @param {SVGGElement} screen where the loop is drawn
 * @param {Dispatch} dispatch
 * @param {() => Scene | null} scene as it is drawn now
 * @param {() => boolean} panning whether the map is being dragged
 */
export function create(surface, screen, dispatch, scene, panning) {
  const loop = screen.appendChild(s("path", { class: "loop" }));
  /** @type {{from: [number, number], corners: [number, number][], add: boolean} | null} */
  let drawing = null;
  /** @type {{index: number, from: [number, number], keyframe: Keyframe, moved: boolean} | null} */
  let dragged = null;
  /** @type {PointerEvent | null} */
  let pending = null;
  let busy = false; // whether this frame's hover has been told
  let drags = 0;
  let clicks = 0;
  /** @type {Spot | null} */
  let pinBefore = null;
  let touched = false;
  let spent = false; // whether the press was on a handle, so that the click that ends it says nothing more

  /** @param {MouseEvent} event @returns {[number, number]} */
  const at = (event) => {
    const { left, top } = surface.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  /** @param {MouseEvent} event @param {boolean} [finger] */
  function spotOf(event, finger) {
    const now = scene();
    const index = handleOf(event);
    if (now && index >= 0) {
      return now.state.kept?.keyframes[index] ?? null;
    }
    return now && spotAt(now.state, now.v, now.near, at(event), finger);
  }

  /** Hover is told at once, and then at most once a frame. */
  function hover() {
    if (pending && !busy && !panning() && !drawing) {
      const spot = spotOf(pending);
      pending = null;
      busy = true;
      requestAnimationFrame(() => {
        busy = false;
        hover();
      });
      dispatch({ type: "hover", spot });
    }
  }

  /** @type {Record<string, (event: any) => void>} */
  const listeners = {
    pointermove(event) {
      if (dragged) {
        drag(event);
      } else if (drawing) {
        draw(event);
      } else if (event.pointerType !== "touch") {
        pending = event;
        hover();
      }
    },
    pointerleave() {
      pending = null;
      dispatch({ type: "hover", spot: null });
    },
    pointerdown(event) {
      touched = event.pointerType === "touch";
      spent = false;
      const now = scene();
      if (!now || event.button !== 0) {
        return;
      }
      const index = handleOf(event);
      const { tool, kept } = now.state;
      if (index >= 0 && kept) {
        dragged = { index, from: at(event), keyframe: kept.keyframes[index], moved: false };
        drags++;
        spent = true;
        surface.setPointerCapture(event.pointerId);
      } else if ((tool === "lasso" || tool === "box") && event.isPrimary) {
        drawing = { from: at(event), corners: [at(event)], add: event.shiftKey };
        surface.setPointerCapture(event.pointerId);
        dispatch({ type: "hover", spot: null });
      } else if (drawing && !event.isPrimary) {
        cancel(); // a second finger means to pinch
      }
    },
    pointerup() {
      if (drawing) {
        const { corners, add } = drawing;
        cancel();
        take(corners, add);
      }
      const still = dragged && !dragged.moved ? dragged.keyframe : null;
      dragged = null;
      if (still) {
        dispatch({ type: "pin", spot: { ...still } });
      }
    },
    pointercancel() {
      cancel();
      dragged = null;
    },
    click(event) {
      const now = scene();
      const { tool, kept } = now?.state ?? {};
      if (!now || !kept || spent || tool === "lasso" || tool === "box") {
        return;
      }
      const spot = spotOf(event, touched);
      if (!spot) {
        return;
      }
      if (tool === "path") {
        if (event.detail < 2) {
          dispatch({ type: "keep", change: { keyframes: [...kept.keyframes, spot] } });
        }
      } else if (event.detail > 1) {
        // A double click looks closer, and pins nothing.
        dispatch({ type: "pin", spot: pinBefore, gesture: `click ${clicks}` });
      } else {
        pinBefore = kept.pin;
        dispatch({ type: "pin", spot, gesture: `click ${++clicks}` });
      }
    },
  };
  for (const [name, listener] of Object.entries(listeners)) {
    surface.addEventListener(name, listener);
  }

  /** @param {MouseEvent} event */
  function drag(event) {
    const now = scene();
    const to = at(event);
    if (!now?.state.space || !now.state.kept || !dragged) {
      return;
    }
    const [dx, dy] = [to[0] - dragged.from[0], to[1] - dragged.from[1]];
    if (!dragged.moved && Math.hypot(dx, dy) < MOVED) {
      return;
    }
    dragged.moved = true;
    const met = spotAt(now.state, now.v, now.near, to);
    const z = moved(now.state.space, dragged.keyframe.z, dx / now.v.scale, -dy / now.v.scale);
    const keyframe = met?.row !== undefined || met?.sample !== undefined ? met : { z };
    const keyframes = now.state.kept.keyframes.with(dragged.index, keyframe);
    dispatch({ type: "keep", change: { keyframes }, gesture: `drag-key ${drags}` });
    dispatch({ type: "hover", spot: keyframe });
  }

  /** @param {MouseEvent} event */
  function draw(event) {
    if (!drawing) {
      return;
    }
    const to = at(event);
    if (scene()?.state.tool === "box") {
      drawing.corners = boxOf(drawing.from, to);
    } else {
      const [lx, ly] = drawing.corners[drawing.corners.length - 1];
      if (Math.hypot(to[0] - lx, to[1] - ly) >= GRAIN) {
        drawing.corners.push(to);
      }
    }
    outline(drawing.corners);
  }

  /** @param {[number, number][]} corners none to take it away */
  function outline(corners) {
    loop.setAttribute("d", corners.length > 0 ? `M${corners.map((corner) => corner.join(" ")).join("L")}Z` : "");
  }

  /**
   * Selects what lies within.
   * @param {[number, number][]} corners pixels
   * @param {boolean} add to what is selected
   * @returns {number | null} how many are selected then; null where the server counts them
   */
  function take(corners, add) {
    const now = scene();
    if (!now?.state.kept) {
      return 0;
    }
    if (showsColumnAtlas(cardOf(now.state), now.state.kept)) {
      const skip = Math.ceil(corners.length / CORNERS);
      const around = corners.filter((_, i) => i % skip === 0).map((corner) => rounded(toPlace(now.v, corner)));
      const before = add ? now.state.columnAtlas.lasso : [];
      dispatch({ type: "column-atlas", change: { lasso: around.length > 2 ? [...before, around] : before } });
      return null;
    }
    const found = corners.length > 2 ? within(now, corners.map((corner) => toPlace(now.v, corner))) : [];
    const rows = add ? [...new Set([...now.state.selection, ...found])] : found;
    dispatch({ type: "select", rows: Int32Array.from(rows) });
    return rows.length;
  }

  function cancel() {
    drawing = null;
    outline([]);
  }

  return {
    outline,
    take,
    /** Whether there was a loop to give up. */
    escape() {
      const was = !!drawing;
      cancel();
      return was;
    },
  };
}

/** As links hold it. @param {Place} place @returns {Place} */
function rounded([x, y]) {
  return [Math.fround(x), Math.fround(y)];
}

/** The keyframe whose handle an event is about, or −1. @param {Event} event */
export function handleOf(event) {
  const handle = event.target instanceof Element ? event.target.closest(".key") : null;
  return handle ? Number(handle.getAttribute("data-key")) : -1;
}

/**
 * A box by two opposite corners.
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @returns {[number, number][]}
 */
export function boxOf([left, top], [right, bottom]) {
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

/**
 * Rows within a polygon, of classes that are not dimmed.
 * @param {Scene} scene
 * @param {[number, number][]} polygon in plane units
 */
function within({ state: { points, kept } }, polygon) {
  const dimmed = new Set(kept?.dimmed);
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [bottom, top] = [Math.min(...ys), Math.max(...ys)];
  if (!points) {
    return [];
  }
  const rows = [];
  for (let i = 0; i < points.count; i++) {
    const [x, y] = [points.x[i], points.y[i]];
    const near = x >= left && x <= right && y >= bottom && y <= top; // which is known sooner
    if (near && !dimmed.has(points.label[i]) && polygonContains(polygon, [x, y])) {
      rows.push(i);
    }
  }
  return rows;
}
