// Draws of the true posterior of the pinned image as dots, over the encoder's ellipse.
import { s } from "../dom.js";
import { project } from "../plane.js";
import { wishedOnMap } from "../report.js";
import { selector } from "../selector.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "draws",
  create({ inPlane }) {
    const cloud = inPlane.appendChild(s("path", { class: "guess-cloud posterior-draws" }));
    const draw = selector((state) => {
      const { posteriorDraws } = state.report;
      const codes = state.space && wishedOnMap(state) === "draws" ? (posteriorDraws?.codes ?? []) : [];
      const dots = codes.map((z) => project(/** @type {NonNullable<typeof state.space>} */ (state.space).plane, z));
      cloud.setAttribute("d", dots.map(([x, y]) => `M${x.toFixed(5)} ${y.toFixed(5)}h0`).join(""));
    });
    return { draw: (state) => draw(state) };
  },
};
