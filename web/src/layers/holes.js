// Holes of the plane: where the prior is dense and the aggregate posterior is not, while the report wishes them shown.
import { s } from "../dom.js";
import { holePath } from "../holes.js";
import { selector } from "../selector.js";
import { cardOf } from "../state.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "holes",
  create({ inPlane }) {
    const path = inPlane.appendChild(s("path", { class: "holes" }));
    const draw = selector((state) => {
      const { grid, space, report } = state;
      const shown = report.open && report.holes && grid?.key === space?.key && !!cardOf(state);
      path.setAttribute("d", shown && grid && space ? holePath(grid, space.plane) : "");
    });
    return { draw: (state) => draw(state) };
  },
};
