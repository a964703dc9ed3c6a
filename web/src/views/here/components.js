// FROM A FINITE MIXTURE TO THE INFINITE ONE: p(x) as a mixture of the images that K draws of the prior decode to, and how near
// log p(x) of the pinned image comes to that under all codes as K grows.
import { COUNTS, countOf, infiniteOf, mixtureNow, mostComponents } from "../../components.js";
import { h, setText } from "../../dom.js";
import { formula, fraction, sub } from "../../math.js";
import { counted, fixed, natsOf, within } from "../../numbers.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
import { toneOf } from "../../tone.js";
import { experiment } from "./experiment.js";

const NAME = "A mixture of K images";
const HINT = "Take p(x) for a mixture of finitely many decoded codes, and let their number grow";
const PIN = "Pin an image, of the data or your own, to see how likely it is under a mixture of K codes.";
const SHOWN = 12;

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const count = h("input", { type: "range", min: 0, step: 1, oninput: () => frame.set({ components: COUNTS[Number(count.value)] }), "aria-label": "Components K" });
  const many = h("span", { class: "number" });
  const values = [0, 1, 2].map(() => h("dd", { class: "number" }, "–"));
  const names = ["under K components", "[[log likelihood]], under all codes", "what K components lack"];
  const sum = h("dl", { class: "bound-sum" }, ...names.flatMap((name, i) => [h("dt", {}, ...prose(name)), values[i]]));
  const working = status(dispatch);
  const images = Array.from({ length: SHOWN }, () => picture());
  const shares = images.map(() => h("span", { class: "small number" }));
  const figures = images.map((image, i) => h("figure", {}, image.element, shares[i]));
  const says = h("p", { class: "small quiet" });
  const body = h(
    "div",
    {},
    h("p", { class: "small" }, ...prose("Each of K draws of the [[prior]] decodes to the mean of one component. On the map they are dots, larger by their share of p(x).")),
    formula(sub("p", "K"), "( x ) =", fraction("1", "K"), "∑ p ( x |", sub("z", "k"), ") → ∫ p ( x | z ) p ( z ) d z"),
    h("label", { class: "experiment-range" }, h("span", { class: "small" }, "Components K"), count, many),
    sum,
    working.element,
    h("div", { class: "mixture-images" }, ...figures),
    says,
  );
  const frame = experiment(dispatch, "mixture", NAME, HINT, body);

  const draw = selector((state) => {
    const card = cardOf(state);
    const isOpen = frame.update(state, !!card?.likelihood && card.posterior !== "point");
    if (!isOpen || !card) {
      return;
    }
    frame.about(state, PIN);
    const most = mostComponents(card);
    const wished = Math.min(countOf(state), most);
    count.max = String(COUNTS.indexOf(most));
    count.value = String(COUNTS.findLastIndex((one) => one <= wished));
    count.setAttribute("aria-valuetext", counted(wished));
    setText(many, counted(wished));
    const { components } = state.report;
    const mixture = mixtureNow(state);
    const infinite = infiniteOf(state);
    const scoring = components?.stage === "done" && !mixture;
    working.update(state, components, "Drawing and decoding codes…", scoring ? "Computing how likely the image is at each…" : "");
    setText(values[0], mixture ? natsOf(mixture.log) : "–");
    setText(values[1], infinite ? `${infinite.isBound ? "≥ " : ""}${infinite.error < 0.005 ? natsOf(infinite.log) : within(infinite.log, infinite.error)}` : "–");
    setText(values[2], mixture && infinite ? natsOf(infinite.log - mixture.log) : "–");
    const order = mixture ? mixture.shares.map((share, i) => ({ share, i })).sort((a, b) => b.share - a.share).slice(0, SHOWN) : [];
    const size = card.input.channels * card.input.height * card.input.width;
    const tone = toneOf(card, state.appearance);
    figures.forEach((figure, at) => {
      const one = order[at];
      figure.hidden = !one || !components?.pixels;
      if (one && components?.pixels) {
        images[at].show(components.pixels, one.i * size, card.input, tone, `Component ${one.i + 1}, share ${fixed(100 * one.share, 1)}%`);
        setText(shares[at], one.share < 0.0005 ? "<0.1%" : `${fixed(100 * one.share, one.share < 0.1 ? 1 : 0)}%`);
      }
    });
    const large = mixture?.shares.filter((share) => share > 0.01).length ?? 0;
    setText(says, mixture ? `${counted(large)} of the ${counted(mixture.shares.length)} ${large === 1 ? "has" : "have"} more than 1% of p(x).` : "");
  });

  return { element: frame.element, update: draw };
}
