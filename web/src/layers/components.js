// The codes of a finite mixture: a dot each, larger by its share of p(x) of the pinned image.
import { countOf, mixtureNow, placesOf } from "../components.js";
import { s } from "../dom.js";
import { selector } from "../selector.js";
import { toPixels } from "../viewport.js";

const LEAST = 3; // pixels
const MOST = 11;

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "components",
  create({ onScreen }) {
    const group = onScreen.appendChild(s("g", { class: "components" }));
    /** @type {{place: Place, element: SVGCircleElement}[]} */
    let dots = [];
    const lay = selector((state) => {
      const plane = state.space?.plane;
      const { components } = state.report;
      const mixture = mixtureNow(state);
      const places = plane && components && mixture ? placesOf(components, plane, countOf(state)) : [];
      dots = places.map((place, i) => {
        const share = mixture?.shares[i] ?? 0;
        const r = LEAST + (MOST - LEAST) * Math.sqrt(share);
        return { place, element: s("circle", { r: r.toFixed(1), class: share > 0.01 ? "sharing" : "" }) };
      });
      group.replaceChildren(...dots.map(({ element }) => element));
    });
    return {
      draw(state, v) {
        lay(state);
        for (const { place, element } of dots) {
          const [x, y] = toPixels(v, place);
          element.setAttribute("cx", x.toFixed(1));
          element.setAttribute("cy", y.toFixed(1));
        }
      },
    };
  },
};
