// The prior that was fitted to the codes, in place of the model's rings while its panel is open: 50, 90 and 99% of a mixture, or
// draws of a flow; and where the model's prior draws and hardly a code is, and the other way round.
import { s } from "../dom.js";
import { mixtureOn } from "../mixture.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { contoursOf, percentOf } from "../shares.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "mixture",
  create({ inPlane, cloud }) {
    const group = inPlane.appendChild(s("g", { class: "prior fitted" }));
    const dots = ["cloud", "empties", "misses"].map((kind) => inPlane.appendChild(s("path", { class: `guess-cloud fit-${kind}` })));
    const draw = selector(({ space, report: { fitting } }) => {
      const plane = space?.plane;
      const fitted = fitting?.fitted;
      const mixture = fitted?.mixture;
      const found = plane && plane.origin.length > 1 && mixture ? mixtureOn(mixture, plane) : null;
      const lines = found ? contoursOf(found.cells, found.levels) : [];
      cloud.classList.toggle("under", !!fitted);
      group.replaceChildren(...lines.map(({ share, d }) => s("path", { d, "data-mass": percentOf(share) })));
      const all = [fitted?.cloud, fitted?.empties, fitted?.misses];
      dots.forEach((path, i) => path.setAttribute("d", plane ? dotsOf(all[i] ?? [], plane) : ""));
    });
    return { draw: (state) => draw(state) };
  },
};

/** @param {Code[]} codes @param {Plane} plane */
function dotsOf(codes, plane) {
  return codes.map((z) => project(plane, z)).map(([x, y]) => `M${x.toFixed(4)} ${y.toFixed(4)}h0`).join("");
}
