// WHAT A DENSITY IS: a disc of codes that shrinks. Its probability goes to nothing, and what it has for each unit of area to the
// density.
import { h, setText } from "../../dom.js";
import { formula, fraction } from "../../math.js";
import { fixed } from "../../numbers.js";
import { hasRegion, RADII, regionOf } from "../../region.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { prose } from "../../terms.js";
import { experiment } from "./experiment.js";

const NAME = "A disc of codes";
const HINT = "Let a disc of codes shrink: what its probability becomes, and what the density is";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const size = h("input", { type: "range", min: 0, max: RADII.length - 1, step: 1, oninput: () => frame.set({ radius: RADII[Number(size.value)] }), "aria-label": "Radius r" });
  const radius = h("span", { class: "number" });
  const names = ["probability of the disc", "its area, π r²", "probability ÷ area", "density at its middle"];
  const values = names.map(() => h("dd", { class: "number" }, "–"));
  const sum = h("dl", { class: "bound-sum" }, ...names.flatMap((name, i) => [h("dt", {}, name), values[i]]));
  const where = h("p", { class: "small" });
  const frame = experiment(
    dispatch,
    "region",
    NAME,
    HINT,
    where,
    formula("p ( z ) =", fraction("P ( disc )", "area"), ", r → 0"),
    h("label", { class: "experiment-range" }, h("span", { class: "small" }, "Radius r"), size, radius),
    sum,
  );

  const draw = selector((state) => {
    const isOpen = frame.update(state, hasRegion(cardOf(state)));
    const region = isOpen ? regionOf(state) : null;
    if (!region) {
      return;
    }
    where.replaceChildren(...prose(`How much of the [[prior]] a disc about ${state.kept?.pin ? "the pin" : "(0, 0)"} holds; the map shows the disc.`));
    size.value = String(RADII.findLastIndex((one) => one <= region.radius));
    size.setAttribute("aria-valuetext", String(region.radius));
    setText(radius, String(region.radius));
    const { probability, area, height, density } = region;
    [`${fixed(100 * probability, 3)}%`, fixed(area, 4), fixed(height, 4), fixed(density, 4)].forEach((text, i) => setText(values[i], text));
  });

  return {
    element: frame.element,
    /** @param {State} state */
    update: (state) => void draw(state),
  };
}
