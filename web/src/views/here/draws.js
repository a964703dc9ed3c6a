// Draws of the image's posterior, decoded, and how much each pixel varies among them.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { spread } from "../../paint.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { prose } from "../../terms.js";
import { toneOf } from "../../tone.js";

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const images = Array.from({ length: 16 }, () => picture());
  const varies = picture();
  const max = h("span", { class: "number" });
  const seed = h("span", { class: "number" });
  let next = 1;
  const again = button("small", () => dispatch({ type: "keep", change: { seed: next } }), "Draw again");
  const element = h(
    "div",
    { class: "here-part" },
    h(
      "div",
      { class: "row between small quiet" },
      h("span", {}, ...prose("Posterior draws, [[draw|z = μ + σ·ε]]")),
      h("span", {}, ...prose("[[seed]] "), seed),
    ),
    h(
      "div",
      { class: "here-draws" },
      h("div", { class: "here-draw-grid" }, ...images.map((image) => image.element)),
      h(
        "div",
        { class: "here-spread" },
        varies.element,
        h("span", { class: "small quiet" }, ...prose("[[spread]] to "), max),
        again,
      ),
    ),
  );

  return {
    element,
    update: selector(({ draws, kept, appearance }, /** @type {Card} */ card) => {
      element.hidden = card.posterior === "point";
      next = (kept?.seed ?? 0) + 1;
      setText(seed, String(kept?.seed ?? ""));
      const size = card.input.channels * card.input.height * card.input.width;
      const tone = toneOf(card, appearance);
      images.forEach((image, i) => {
        const known = draws && i < draws.count ? draws.pixels : null;
        image.show(known, i * size, card.input, tone, `Draw ${i + 1}, decoded`);
      });
      const painted = draws && spread(draws.pixels, draws.count, card.input, appearance);
      setText(max, painted ? fixed(painted.max, 2) : "–");
      varies.put(painted, `Spread of the draws, to ${max.textContent}`);
    }),
  };
}
