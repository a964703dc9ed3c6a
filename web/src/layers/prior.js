// The rings of the prior, drawn once in plane units.
import { s } from "../dom.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { percentOf, radiusOf, SHARES } from "../shares.js";
import { labels } from "./share-labels.js";
/** @import {Card} from "../types.js" */

/** Rings are of a plane. @param {Card} card */
const isOffered = ({ posterior, prior, latent }) =>
  posterior !== "point" && (prior?.family ?? "standard") === "standard" && latent.dim > 1;

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "prior",
  shown: { title: "Prior, 50–99%", term: "prior", on: false, isOffered },
  create({ inPlane, labels: screen }) {
    const rings = inPlane.appendChild(s("g", { class: "prior" }));
    const names = labels(screen.appendChild(s("g", { class: "prior-labels", "aria-hidden": "true" })), -4);
    const draw = selector(({ space, kept, report }) => {
      const plane = kept?.layers.prior && !report.fitting?.fitted ? (space?.plane ?? null) : null;
      const [cx, cy] = plane ? project(plane, new Float64Array(plane.origin.length)) : [0, 0];
      const shares = plane ? SHARES : [];
      rings.replaceChildren(
        ...shares.map((share) => s("circle", { cx, cy, r: radiusOf(share), "data-mass": percentOf(share) })),
      );
      names.name(
        shares.map((share) => {
          const away = radiusOf(share) * Math.SQRT1_2; // the lower left, where nothing floats over the map
          return { share, at: [cx - away, cy - away] };
        }),
      );
    });
    return {
      draw(state, v) {
        draw(state);
        names.move(v);
      },
    };
  },
};
