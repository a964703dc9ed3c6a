// The prior: rings of a standard normal, drawn once in plane units; of a mixture its contours, and a dot for each component,
// larger by its weight; and the pseudo-inputs whose posteriors they are, where there is room.
import { s } from "../dom.js";
import { mixtureOn } from "../mixture.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { contoursOf, percentOf, radiusOf, SHARES } from "../shares.js";
import { cardOf } from "../state.js";
import { toneOf } from "../tone.js";
import { toPixels, translation } from "../viewport.js";
import { picture } from "./picture.js";
import { labels } from "./share-labels.js";

const LEAST = 2.5; // pixels
const MOST = 14; // of a component that is all of the prior
const SIDE = 28; // of a pseudo-input
const APART = 44; // that two are at least

/** Rings are of a plane. @param {Card} card */
function isOffered({ posterior, prior, latent }) {
  const family = prior?.family ?? "standard";
  return latent.dim > 1 && ((family === "standard" && posterior !== "point") || family === "mixture");
}

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "prior",
  shown: { title: "Prior, 50–99%", term: "prior", on: false, isOffered },
  create({ inPlane, onScreen, labels: screen }) {
    const lines = inPlane.appendChild(s("g", { class: "prior" }));
    const inputs = screen.appendChild(s("g", { class: "prior-inputs", "aria-hidden": "true" }));
    const parts = onScreen.appendChild(s("g", { class: "prior-components" }));
    const names = labels(screen.appendChild(s("g", { class: "prior-labels", "aria-hidden": "true" })), -4);
    /** @type {{place: Place, element: SVGCircleElement}[]} */
    let dots = [];
    /** @type {(k: number) => SVGGElement | null} the pseudo-input of a component */
    let inputOf = () => null;

    /** @param {Plane} plane */
    function drawRings(plane) {
      const [cx, cy] = project(plane, new Float64Array(plane.origin.length));
      lines.replaceChildren(...SHARES.map((share) => s("circle", { cx, cy, r: radiusOf(share), "data-mass": percentOf(share) })));
      names.name(
        SHARES.map((share) => {
          const away = radiusOf(share) * Math.SQRT1_2; // the lower left, where nothing floats over the map
          return { share, at: [cx - away, cy - away] };
        }),
      );
    }

    /** @param {Plane} plane @param {NonNullable<State["components"]>["mixture"]} mixture */
    function drawMixture(plane, mixture) {
      const { cells, levels } = mixtureOn(mixture, plane);
      lines.replaceChildren(...contoursOf(cells, levels).map(({ share, d }) => s("path", { d, "data-mass": percentOf(share) })));
      dots = Array.from(mixture.weights, (weight, k) => {
        const element = s("circle", { r: Math.max(LEAST, MOST * Math.sqrt(weight)).toFixed(1) });
        return { place: project(plane, mixture.means[k]), element };
      });
    }

    const draw = selector((state) => {
      const { space, kept, report, components } = state;
      const plane = kept?.layers.prior && !report.fitting?.fitted ? (space?.plane ?? null) : null;
      const family = cardOf(state)?.prior?.family ?? "standard";
      dots = [];
      lines.replaceChildren();
      names.name([]);
      if (plane && components) {
        drawMixture(plane, components.mixture);
      } else if (plane && family === "standard") {
        drawRings(plane);
      }
      parts.replaceChildren(...dots.map(({ element }) => element));
      inputs.replaceChildren();
      const pixels = components?.mixture.inputs;
      const card = cardOf(state);
      const tone = card && toneOf(card, state.appearance);
      /** @type {SVGGElement[]} */
      const made = [];
      inputOf = (k) => (pixels && card && tone ? (made[k] ??= picture(pixels, (k * pixels.length) / dots.length, card.input, tone, SIDE)) : null);
    });

    /** Those of the first components that are not too near to one before. @param {Viewport} v */
    function layInputs(v) {
      /** @type {Place[]} */
      const taken = [];
      const shown = dots.flatMap(({ place, element }, k) => {
        const [x, y] = toPixels(v, place);
        const input = taken.every(([a, b]) => Math.hypot(a - x, b - y) >= APART) ? inputOf(k) : null;
        element.setAttribute("display", input ? "none" : "inline");
        if (!input) {
          return [];
        }
        taken.push([x, y]);
        input.setAttribute("transform", translation(v, place));
        return [input];
      });
      if (shown.length !== inputs.children.length || shown.some((input, i) => input !== inputs.children[i])) {
        inputs.replaceChildren(...shown);
      }
    }

    return {
      draw(state, v) {
        draw(state);
        names.move(v);
        layInputs(v);
        for (const { place, element } of dots) {
          const [x, y] = toPixels(v, place);
          element.setAttribute("cx", x.toFixed(1));
          element.setAttribute("cy", y.toFixed(1));
        }
      },
    };
  },
};
