// The keyboard on the map, and what is said of it: without a pin arrows pan, with one they move it.
import { h, setText } from "../../dom.js";
import { lift, project } from "../../plane.js";
import { cardOf } from "../../state.js";
import { shortcut } from "../../shortcuts.js";
import { toPlace } from "../../viewport.js";
import { handleOf } from "./pointer.js";
import { moved } from "./spot.js";
/** @import {Scene} from "./pointer.js" */

const STEP = 1 / 100; // of what is seen across the map
const STRIDE = 10; // steps with Shift
const PAN = 60; // pixels
const SAID = 350; // milliseconds of rest until the place is said
/** @type {Record<string, [number, number]>} right and up */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** @type {Record<string, State["tool"]>} */
const TOOL_KEYS = { v: "pan", l: "lasso", b: "box", p: "path" };

/**
 * @param {HTMLElement} surface
 * @param {HTMLElement} map
 * @param {Dispatch} dispatch
 * @param {() => Scene | null} scene
 * @param {{by(factor: number): void, pan(right: number, down: number): void, fit(): void}} zoom
 * @param {() => boolean} escape gives up what the pointer is drawing
 * @param {ReturnType<typeof import("./outline.js").create>} outline what keys draw
 * @param {AbortSignal} signal that the map is taken away
 */
export function create(surface, map, dispatch, scene, zoom, escape, outline, signal) {
  const said = map.appendChild(h("div", { class: "unseen", role: "status", "aria-live": "polite" }));
  let timer = 0;
  /** @type {number[] | null} where keys have moved the pin since the scene was drawn */
  let stepped = null;

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const now = scene();
    if (!now || event.altKey || event.metaKey) {
      return;
    }
    const index = handleOf(event);
    if (index >= 0 ? onHandle(event, now, index) : onMap(event, now)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** @param {KeyboardEvent} event @param {Scene} now */
  function onMap(event, now) {
    const { state, v } = now;
    const arrow = ARROWS[event.key];
    const pin = state.kept?.pin;
    const told = outline.pressed(event, now, arrow);
    if (told !== null) {
      setText(said, told);
    } else if (arrow && pin && state.space && !event.ctrlKey) {
      const z = shifted(state.space, stepped ?? pin.z, arrow, event, v);
      stepped = z;
      requestAnimationFrame(() => (stepped = null)); // by then the scene knows
      dispatch({ type: "pin", spot: { z }, gesture: "step" });
      say();
    } else if (arrow) {
      const far = PAN * (event.shiftKey ? 4 : 1);
      zoom.pan(arrow[0] * far, -arrow[1] * far);
    } else if (event.ctrlKey) {
      return false;
    } else if (event.key === "+" || event.key === "=") {
      zoom.by(1.5);
    } else if (event.key === "-" || event.key === "−") {
      zoom.by(1 / 1.5);
    } else if (event.key === "0") {
      zoom.fit();
    } else if (event.key === "Enter" && state.space) {
      const z = lift(state.space.plane, toPlace(v, [v.width / 2, v.height / 2]));
      dispatch(
        state.tool === "path"
          ? { type: "keep", change: { keyframes: [...(state.kept?.keyframes ?? []), pin ?? { z }] } }
          : { type: "pin", spot: { z } },
      );
      say();
    } else if (event.key === "Escape") {
      return escaped(state);
    } else {
      return false;
    }
    return true;
  }

  /** @param {State} state */
  function escaped(state) {
    if (escape() || outline.clear()) {
      return true;
    }
    if (state.selection.length > 0) {
      dispatch({ type: "select", rows: new Int32Array(0) });
      return true;
    }
    if (state.columnAtlas.lasso.length > 0) {
      dispatch({ type: "column-atlas", change: { lasso: [] } });
      return true;
    }
    if (state.kept?.pin) {
      dispatch({ type: "pin", spot: null });
      setText(said, "Unpinned.");
      return true;
    }
    return false;
  }

  /** @param {KeyboardEvent} event @param {Scene} now @param {number} index */
  function onHandle(event, { state, v }, index) {
    const { kept, space } = state;
    const keyframe = kept?.keyframes[index];
    const arrow = ARROWS[event.key];
    if (!kept || !space || !keyframe) {
      return false;
    }
    if (arrow) {
      const keyframes = kept.keyframes.with(index, { z: shifted(space, keyframe.z, arrow, event, v) });
      dispatch({ type: "keep", change: { keyframes }, gesture: `step-key ${index}` });
    } else if (event.key === "Delete" || event.key === "Backspace") {
      dispatch({ type: "keep", change: { keyframes: kept.keyframes.toSpliced(index, 1) } });
      surface.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      dispatch({ type: "pin", spot: { ...keyframe } });
      say();
    } else {
      return false;
    }
    return true;
  }

  /** Says where the pin is, once it rests and its neighbours are known. */
  function say() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const state = scene()?.state;
      if (state?.connection === "open" && cardOf(state)?.atlas && state.here && !state.here.near) {
        say();
        return;
      }
      const text = state && sentence(state);
      if (text) {
        setText(said, text);
      }
    }, SAID);
  }

  /**
   * Letters choose tools wherever nothing is typed, and Escape works where nothing has the focus: of the active map alone.
   * @param {KeyboardEvent} event
   */
  function letter(event) {
    const now = scene();
    if (now && now.state.pane !== now.state.active) {
      return;
    }
    const tool = TOOL_KEYS[shortcut(event) ?? ""];
    if (tool) {
      dispatch({ type: "tool", tool });
    } else if (event.key === "Escape" && event.target === document.body && !event.defaultPrevented && now) {
      escaped(now.state);
    }
  }

  surface.addEventListener("keydown", pressed);
  document.addEventListener("keydown", letter, { signal });
}

/**
 * A code one step of an arrow key farther in the plane.
 * @param {NonNullable<State["space"]>} space
 * @param {number[]} z
 * @param {[number, number]} arrow
 * @param {KeyboardEvent} event
 * @param {Scene["v"]} v
 */
function shifted(space, z, [right, up], { shiftKey }, v) {
  const step = (Math.min(v.width, v.height) / v.scale) * STEP * (shiftKey ? STRIDE : 1);
  return moved(space, z, right * step, up * step);
}

/**
 * Where the pin is and what lies nearest to it, in words.
 * @param {State} state
 */
function sentence(state) {
  const { kept, space, here, points } = state;
  if (!kept?.pin || !space) {
    return "";
  }
  const z = kept.pin.z;
  const near = here?.z === z && here.near ? here.nearest[0] : undefined;
  const plain = z.length <= 3;
  const numbers = plain ? z : project(space.plane, z);
  const names = plain ? z.map((_, d) => `z${d + 1}`) : ["x", "y"];
  const place = numbers.map((value, i) => `${names[i]} ${value.toFixed(2).replace("-", "minus ")}`).join(", ");
  if (!near) {
    return `${place}.`;
  }
  const label = points && cardOf(state)?.labels[points.label[near.row]];
  return `${place}. Nearest image: ${label ? `class ${label}, ` : ""}${near.distance.toFixed(2)} away.`;
}
