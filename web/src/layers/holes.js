// Holes of the plane: where the prior is dense and no data support it, while the report wishes them shown.
import { s } from "../dom.js";
import { holePath } from "../holes.js";
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { levelsOf } from "../support.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "holes",
  create({ inPlane }) {
    const path = inPlane.appendChild(s("path", { class: "holes" }));
    const draw = selector((state) => {
      const { supported, space, report } = state;
      const card = cardOf(state);
      const levels = card && levelsOf(card);
      const shown = report.open && report.holes && supported?.key === space?.key;
      path.setAttribute("d", shown && supported && space && levels ? holePath(supported, space.plane, levels.edge) : "");
    });
    return { draw: (state) => draw(state) };
  },
};
