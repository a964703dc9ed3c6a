// The q(z|x) that is set by hand, as an ellipse in the place of the encoder's.
import { handOf } from "../by-hand.js";
import { s } from "../dom.js";
import { selector } from "../selector.js";
import { ELLIPSE_SHARES, percentOf, radiusOf } from "../shares.js";
import { intoPlane } from "../truth.js";

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "hand",
  create({ inPlane }) {
    const shares = [...ELLIPSE_SHARES].reverse();
    const ellipses = ["halo", ""].flatMap((kind) => shares.map((share) => ({ share, element: s("ellipse", { class: kind, "data-mass": percentOf(share) }) })));
    const turned = s("g", { class: "posterior hand" }, ...ellipses.map(({ element }) => element));
    const group = inPlane.appendChild(s("g"));
    const draw = selector((state) => {
      const q = handOf(state);
      const plane = state.space?.plane;
      group.replaceChildren(...(q && plane ? [turned] : []));
      if (q && plane) {
        group.setAttribute("transform", intoPlane(plane));
        turned.setAttribute("transform", `translate(${q.x} ${q.y}) rotate(${q.turn})`);
        for (const { share, element } of ellipses) {
          element.setAttribute("rx", String(radiusOf(share) * q.wide));
          element.setAttribute("ry", String(radiusOf(share) * q.narrow));
        }
      }
    });
    return { draw: (state) => draw(state) };
  },
};
