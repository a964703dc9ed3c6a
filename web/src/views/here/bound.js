// The bound as its two terms: reconstruction − KL, drawn on one axis through zero.
import { stack } from "../../charts.js";
import { h, setText, span } from "../../dom.js";
import { fixed, natsOf, withError } from "../../numbers.js";
import { prose } from "../../terms.js";
/** @import {Card} from "../../types.js" */
/** @import {Subject} from "./image.js" */

export function create() {
  const reconstruction = h("span", { class: "here-part-r" });
  const kl = h("span", { class: "here-part-kl" });
  const mark = h("span", { class: "here-part-bound" });
  const zero = h("span", { class: "here-part-zero" });
  const bar = h("div", { class: "here-terms-bar", role: "img" }, zero, reconstruction, kl, mark);
  const values = [0, 1, 2].map(() => h("dd", { class: "number" }));
  const list = h(
    "dl",
    { class: "here-terms" },
    h("dt", {}, h("i", { class: "here-key r" }), ...prose("[[reconstruction]]")),
    values[0],
    h("dt", {}, h("i", { class: "here-key kl" }), ...prose("− [[kl]]")),
    values[1],
    h("dt", {}, h("i", { class: "here-key bound" }), ...prose("= [[bound]], in [[nats]]")),
    values[2],
  );
  const point = h("p", { class: "small quiet" });
  const element = h("div", { class: "here-part here-bound" }, bar, list, point);

  return {
    element,
    /** @param {Card} card @param {Subject} subject */
    update(card, subject) {
      const r = subject.reconstruction;
      const without = card.posterior === "point";
      bar.hidden = without;
      list.hidden = without;
      point.hidden = !without;
      setText(
        point,
        "This model's q(z|x) is a point: no KL, and so no bound." +
          (r === null ? "" : ` log p(x|μ) is ${natsOf(r)} nats.`),
      );
      if (r === null || subject.kl === null) {
        values.forEach((value) => setText(value, "–"));
        bar.style.visibility = "hidden";
        return;
      }
      const b = r - subject.kl;
      const drawn = stack(r, -subject.kl);
      span(reconstruction, drawn.first);
      span(kl, drawn.second);
      span(mark, drawn.sum);
      span(zero, drawn.zero);
      bar.style.visibility = "";
      const decimals = Math.abs(r) < 1000 ? 2 : 1; // the same for all, so that the sum adds up to the eye
      setText(values[0], fixed(r, decimals));
      setText(values[1], fixed(subject.kl, decimals));
      setText(values[2], withError(b, subject.elboError, decimals));
      const [whole, less, left] = [r, subject.kl, b].map((value) => fixed(value, 1));
      bar.setAttribute("aria-label", `Reconstruction ${whole} minus KL ${less} is ${left} nats`);
    },
  };
}
