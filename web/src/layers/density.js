// Contours of the aggregate posterior's density, drawn once in plane units.
import { s } from "../dom.js";
import { selector } from "../selector.js";
import { contoursOf, percentOf } from "../shares.js";
import { isMeasurable } from "../support.js";
import { labels } from "./share-labels.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "density",
  shown: { title: "Density, 50–99%", term: "density", on: false, isOffered: isMeasurable },
  create({ inPlane, labels: screen }) {
    const lines = inPlane.appendChild(s("g", { class: "density" }));
    const names = labels(screen.appendChild(s("g", { class: "density-labels", "aria-hidden": "true" })), 4);
    const draw = selector(({ grid, space, kept }) => {
      const density = kept?.layers.density && grid?.key === space?.key ? grid : null;
      const contours = density ? contoursOf(density, density.levels).filter(({ d }) => d) : [];
      const drawn = contours.map(({ share, d }) => s("path", { d, "data-mass": percentOf(share) }));
      const halo = s("path", { class: "halo", d: contours.map(({ d }) => d).join("") });
      lines.replaceChildren(...(density ? [halo, ...drawn] : []));
      names.name(contours.map(({ share, d }) => ({ share, at: lowerRight(d) })));
    });
    return {
      draw(state, v) {
        draw(state);
        names.move(v);
      },
    };
  },
};

/**
 * The point of a contour that lies farthest to the lower right.
 * @param {string} d
 * @returns {Place}
 */
function lowerRight(d) {
  const points = d.split(/[MLZ]+/).filter(Boolean).map((point) => point.split(" ").map(Number));
  const [x, y] = points.reduce((best, point) => (point[0] - point[1] > best[0] - best[1] ? point : best));
  return [x, y];
}
