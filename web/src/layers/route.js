// The path over the map: its line, a dot a frame, lettered handles at its keyframes, and the cursor that plays on it.
import { s } from "../dom.js";
import { codeAt } from "../latent.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { toPixels } from "../viewport.js";
/** @import {Code, State} from "../types.js" */
/** @import {Viewport} from "../viewport.js" */

const FINE = 32; // points of the line between two keyframes
const DOTS = 120; // frames up to which each has a dot

/**
 * @param {SVGGElement} world
 * @param {SVGGElement} screen
 */
export function create(world, screen) {
  const line = world.appendChild(s("g", { class: "route" }, s("path", { class: "halo" }), s("path", {})));
  const dots = world.appendChild(s("path", { class: "frames" }));
  const cursor = screen.appendChild(s("g", { class: "cursor" }, s("circle", { r: 5.5 })));
  const handles = screen.appendChild(s("g", { class: "keys" }));
  const lay = selector(({ kept, space }) => {
    const codes = space && kept ? kept.keyframes.map(({ z }) => z) : [];
    const mode = kept?.mode ?? "lerp";
    const segments = Math.max(0, codes.length - 1);
    const fine = through(codes, mode, mode === "lerp" ? segments + 1 : segments * FINE + 1);
    const frames = kept && kept.frames <= DOTS ? through(codes, mode, kept.frames) : [];
    /** @param {Code} z */
    const place = (z) => (space ? project(space.plane, z) : [0, 0]).map((c) => c.toFixed(5)).join(" ");
    const d = fine.length ? `M${fine.map(place).join("L")}` : "";
    for (const path of line.children) {
      path.setAttribute("d", d);
    }
    dots.setAttribute("d", frames.map((z) => `M${place(z)}h0`).join(""));
    letter(codes.length);
  });

  return {
    /** @param {State} state @param {Viewport} v */
    draw(state, v) {
      lay(state);
      const { kept, space, playing } = state;
      const keyframes = space && kept ? kept.keyframes : [];
      const plane = space?.plane;
      keyframes.forEach(({ z }, i) => plane && put(handles.children[i], toPixels(v, project(plane, z))));
      const runs = !!kept && !!plane && keyframes.length > 1;
      cursor.style.display = runs ? "" : "none";
      if (runs) {
        const z = codeAt(
          keyframes.map((k) => k.z),
          kept.mode,
          kept.frames,
          playing.at,
        );
        put(cursor, toPixels(v, project(plane, z)));
      }
    },
  };

  /** @param {number} keyframes */
  function letter(keyframes) {
    while (handles.children.length > keyframes) {
      handles.lastChild?.remove();
    }
    for (let i = handles.children.length; i < keyframes; i++) {
      handles.append(
        s(
          "g",
          {
            class: "key",
            role: "button",
            tabindex: 0,
            "data-key": i,
            "aria-label": `Keyframe ${letterOf(i)}: arrow keys move it, Delete removes it`,
          },
          s("circle", { class: "target", r: 16 }),
          s("circle", { class: "face", r: 9.5 }),
          s("text", { dy: "0.35em" }, letterOf(i)),
        ),
      );
    }
  }
}

/**
 * @param {Code[]} codes
 * @param {"lerp" | "slerp"} mode
 * @param {number} frames
 */
function through(codes, mode, frames) {
  return codes.length < 2 ? [] : Array.from({ length: frames }, (_, f) => codeAt(codes, mode, frames, f));
}

/** @param {Element} element @param {[number, number]} at */
function put(element, [x, y]) {
  element.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
}

/**
 * A to Z, then AA.
 * @param {number} i
 * @returns {string}
 */
function letterOf(i) {
  const last = String.fromCharCode(65 + (i % 26));
  return i < 26 ? last : letterOf(Math.floor(i / 26) - 1) + last;
}

/** @type {import("./layers.js").Layer} */
export const layer = { id: "route", create: ({ inPlane, onScreen }) => create(inPlane, onScreen) };
