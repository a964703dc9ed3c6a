// Where the completions of the pinned image lie: draws of the posterior given its known pixels, and the completions,
// numbered as in the report and as large as they are heavy.
import { s } from "../dom.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { translation } from "../viewport.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "guesses",
  create({ inPlane, onScreen }) {
    const cloud = inPlane.appendChild(s("path", { class: "guess-cloud completions" }));
    const marks = onScreen.appendChild(s("g", { class: "guesses" }));
    /** @type {Place[]} */
    let places = []; // of the completions
    const lay = selector(({ report, space }) => {
      const placed = (/** @type {Code[]} */ codes) => (space ? codes.map((z) => project(space.plane, z)) : []);
      const completions = report.completing?.completions;
      const dots = placed(completions?.cloud ?? []);
      cloud.setAttribute("d", dots.map(([x, y]) => `M${x.toFixed(5)} ${y.toFixed(5)}h0`).join(""));
      places = placed(completions?.codes ?? []);
      marks.replaceChildren(
        ...places.map((_, i) =>
          s("g", { class: "guess" }, s("circle", { r: 8 }), s("text", { dy: "0.35em" }, String(i + 1))),
        ),
      );
    });
    return {
      draw(state, v) {
        lay(state);
        places.forEach((place, i) => marks.children[i].setAttribute("transform", translation(v, place)));
      },
    };
  },
};
