// The draw z of the image that is followed, and the way to it from the mean: σ·ε.
import { s } from "../dom.js";
import { drawOf } from "../follow.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { toPixels, translation } from "../viewport.js";

/** @type {Stage[]} */
const BEFORE = ["image", "posterior"]; // stages before it is drawn

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "followed",
  create({ onScreen }) {
    const way = s("line");
    const mark = s("circle", { r: 5 });
    const group = onScreen.appendChild(s("g", { class: "drawn" }, way, mark));
    /** @type {[Place, Place] | null} the mean and the draw */
    let places = null;
    const lay = selector((state) => {
      const { followed, rows, draws, space } = state;
      const row = followed && !BEFORE.includes(followed.stage) ? rows[followed.row] : undefined;
      const drawn = drawOf(row, draws);
      places = row && drawn && space ? [project(space.plane, row.mu), project(space.plane, drawn.z)] : null;
      group.style.display = places ? "" : "none";
    });
    return {
      draw(state, v) {
        lay(state);
        if (places) {
          const [from, to] = places.map((place) => toPixels(v, place));
          for (const [name, value] of Object.entries({ x1: from[0], y1: from[1], x2: to[0], y2: to[1] })) {
            way.setAttribute(name, value.toFixed(1));
          }
          mark.setAttribute("transform", translation(v, places[1]));
        }
      },
    };
  },
};
