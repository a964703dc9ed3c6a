// The mixture that was fitted to the codes, in place of the prior's rings while its panel is open: 50, 90 and 99% of it.
import { s } from "../dom.js";
import { mixtureOn } from "../mixture.js";
import { selector } from "../selector.js";
import { contoursOf, percentOf } from "../shares.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "mixture",
  create({ inPlane }) {
    const group = inPlane.appendChild(s("g", { class: "prior fitted" }));
    const draw = selector(({ space, report: { fitting } }) => {
      const plane = space?.plane;
      const mixture = fitting?.fitted?.mixture;
      const found = plane && plane.origin.length > 1 && mixture ? mixtureOn(mixture, plane) : null;
      const lines = found ? contoursOf(found.cells, found.levels) : [];
      group.replaceChildren(...lines.map(({ share, d }) => s("path", { d, "data-mass": percentOf(share) })));
    });
    return { draw: (state) => draw(state) };
  },
};
