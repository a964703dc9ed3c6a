// The path over the map: its line, a dot a frame, lettered handles at its keyframes, and the cursor that plays on it.
import { s } from "../dom.js";
import { codeAt } from "../latent.js";
import { letterOf } from "../numbers.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { translation } from "../viewport.js";

const FINE = 32; // points of the line between two keyframes
const DOTS = 120; // frames up to which each has a dot

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "route",
  create({ inPlane, onScreen }) {
    const line = inPlane.appendChild(s("g", { class: "route" }, s("path", { class: "halo" }), s("path", {})));
    const dots = inPlane.appendChild(s("path", { class: "frames" }));
    const cursor = onScreen.appendChild(s("g", { class: "cursor" }, s("circle", { r: 5.5 })));
    const handles = onScreen.appendChild(s("g", { class: "keys" }));
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
      while (handles.children.length > codes.length) {
        handles.lastChild?.remove();
      }
      for (let i = handles.children.length; i < codes.length; i++) {
        handles.append(handle(i));
      }
    });

    return {
      draw(state, v) {
        lay(state);
        const { kept, space, playing } = state;
        const codes = space && kept ? kept.keyframes.map(({ z }) => z) : [];
        const runs = codes.length > 1;
        cursor.style.display = runs ? "" : "none";
        if (space && kept) {
          const put = (/** @type {Element} */ element, /** @type {Code} */ z) =>
            element.setAttribute("transform", translation(v, project(space.plane, z)));
          codes.forEach((z, i) => put(handles.children[i], z));
          if (runs) {
            put(cursor, codeAt(codes, kept.mode, kept.frames, playing.at));
          }
        }
      },
    };
  },
};

/** @param {number} i */
function handle(i) {
  const label = `Keyframe ${letterOf(i)}: arrow keys move it, Delete removes it`;
  return s(
    "g",
    { class: "key", role: "button", tabindex: 0, "data-key": i, "aria-label": label },
    s("circle", { class: "target", r: 16 }),
    s("circle", { class: "face", r: 9.5 }),
    s("text", { dy: "0.35em" }, letterOf(i)),
  );
}

/**
 * @param {Code[]} codes
 * @param {"lerp" | "slerp"} mode
 * @param {number} frames
 */
function through(codes, mode, frames) {
  return codes.length < 2 ? [] : Array.from({ length: frames }, (_, f) => codeAt(codes, mode, frames, f));
}
