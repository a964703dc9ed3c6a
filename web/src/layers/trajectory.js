// Draws of a flow on their way from noise into place; those that are shown as images beside have numbers and their way so far.
import { s } from "../dom.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { codesAt } from "../trajectory.js";
import { translation } from "../viewport.js";

const WAY = 24; // places along the way that is drawn, at most

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "trajectory",
  create({ inPlane, onScreen, cloud }) {
    const group = inPlane.appendChild(s("g", { class: "trajectory" }));
    const [way, dots] = ["way", "guess-cloud"].map((name) => group.appendChild(s("path", { class: name })));
    const marks = onScreen.appendChild(s("g", { class: "guesses" }));
    /** @type {Place[]} */
    let places = []; // of those with numbers
    const lay = selector(({ space, trajectory }) => {
      const plane = space?.plane;
      const shown = trajectory?.way;
      cloud.classList.toggle("behind", !!shown);
      if (!plane || !shown) {
        places = [];
        dots.setAttribute("d", "");
        way.setAttribute("d", "");
        marks.replaceChildren();
        return;
      }
      const placed = (/** @type {number} */ at) => codesAt(shown, at).map((z) => project(plane, z));
      const { at } = trajectory;
      const now = placed(at);
      dots.setAttribute("d", now.map(([x, y]) => `M${x.toFixed(4)} ${y.toFixed(4)}h0`).join(""));
      const steps = Math.max(1, Math.ceil(at * WAY));
      const before = Array.from({ length: steps }, (_, i) => placed((at * i) / steps));
      places = now.slice(0, shown.decoded);
      const lines = places.map((end, i) => `M${[...before.map((all) => all[i]), end].map(([x, y]) => `${x.toFixed(4)} ${y.toFixed(4)}`).join("L")}`);
      way.setAttribute("d", lines.join(""));
      if (marks.children.length !== places.length) {
        marks.replaceChildren(
          ...places.map((_, i) => s("g", { class: "guess" }, s("circle", { r: 8 }), s("text", { dy: "0.35em" }, String(i + 1)))),
        );
      }
    });
    return {
      draw(state, v) {
        lay(state);
        places.forEach((place, i) => marks.children[i].setAttribute("transform", translation(v, place)));
      },
    };
  },
};
