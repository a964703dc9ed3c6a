// The disc whose probability is told.
import { s } from "../dom.js";
import { project } from "../plane.js";
import { regionOf } from "../region.js";
import { selector } from "../selector.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "region",
  create({ inPlane }) {
    const group = inPlane.appendChild(s("g", { class: "region" }));
    const draw = selector((state) => {
      const region = regionOf(state);
      const plane = state.space?.plane;
      const [cx, cy] = region && plane ? project(plane, region.middle) : [0, 0];
      group.replaceChildren(...(region && plane ? [s("circle", { cx, cy, r: region.radius })] : []));
    });
    return { draw: (state) => draw(state) };
  },
};
