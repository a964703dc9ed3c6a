// The bound as its two terms, reconstruction − KL, in numbers and drawn on one axis through zero; of grey-level images
// also what of it any model would lose.
import { stack } from "./charts.js";
import { h, setText, span } from "./dom.js";
import { fixed, withError } from "./numbers.js";
import { prose } from "./terms.js";

const FLOOR =
  "This p(x|z) takes each grey level as the probability of a 1, so even a perfect reconstruction costs the floor. Only the " +
  "rest is the model's loss.";

/** How many decimals an image's figures have. @param {number} nats */
export function decimalsOf(nats) {
  return Math.abs(nats) < 1000 ? 2 : 1;
}

export function boundTerms() {
  const reconstruction = h("span", { class: "bound-r" });
  const kl = h("span", { class: "bound-kl" });
  const mark = h("span", { class: "bound-mark" });
  const zero = h("span", { class: "bound-zero" });
  const bar = h("div", { class: "bound-bar", role: "img" }, zero, reconstruction, kl, mark);
  const values = Array.from({ length: 5 }, () => h("dd", { class: "number" }, "–"));
  const ofGreys = [
    h("dt", {}, ...prose("+ [[floor]]")),
    values[3],
    h("dt", {}, "= bound without it"),
    values[4],
  ];
  const list = h(
    "dl",
    { class: "bound-sum" },
    h("dt", {}, h("i", { class: "bound-key bound-r" }), ...prose("[[reconstruction]], in [[nats]]")),
    values[0],
    h("dt", {}, h("i", { class: "bound-key bound-kl" }), ...prose("− [[kl]]")),
    values[1],
    h("dt", {}, h("i", { class: "bound-key bound-mark" }), ...prose("= [[bound]]")),
    values[2],
    ...ofGreys,
  );
  const why = h("p", { class: "small quiet" }, FLOOR);
  return {
    element: h("div", { class: "bound-terms" }, bar, list, why),
    /**
     * @param {number} r the reconstruction, in nats; NaN while it is not known
     * @param {number} cost the KL; the same
     * @param {number | null} error of their difference; null where it is not known
     * @param {number | null} least what grey pixels cost any model, at most 0; NaN while it is not known, null where it is
     *   not asked for
     */
    update(r, cost, error, least = null) {
      for (const part of [...ofGreys, why]) {
        part.hidden = least === null;
      }
      const bound = r - cost;
      const known = Number.isFinite(bound);
      bar.style.visibility = known ? "" : "hidden";
      const decimals = decimalsOf(r); // the same for all, so that the sum adds up to the eye
      const numbers = [r, cost, bound, -(least ?? NaN), bound - (least ?? NaN)];
      values.forEach((value, i) => setText(value, known && Number.isFinite(numbers[i]) ? fixed(numbers[i], decimals) : "–"));
      if (known) {
        setText(values[2], withError(bound, error, decimals));
        const drawn = stack(r, -cost);
        span(reconstruction, drawn.first);
        span(kl, drawn.second);
        span(mark, drawn.sum);
        span(zero, drawn.zero);
        const [whole, less, left] = numbers.map((value) => fixed(value, 1));
        bar.setAttribute("aria-label", `Reconstruction ${whole} minus KL ${less} is ${left} nats`);
      }
    },
  };
}
