// −ELBO as a stacked bar: what the reconstruction costs, and on top what the code costs.
import { stack } from "../../charts.js";
import { h, setText, span } from "../../dom.js";
import { fixed, withError } from "../../numbers.js";
import { entry } from "./parts.js";

const FLOOR =
  "This p(x|z) takes each grey level as the probability of a 1, so even a perfect reconstruction costs the floor. Only what " +
  "is above the floor is the model's loss.";

export function create() {
  const parts = { reconstruction: h("span", { class: "report-r" }), kl: h("span", { class: "report-kl" }) };
  const zero = h("span", { class: "report-zero" });
  const bar = h("div", { class: "report-stack", role: "img" }, parts.reconstruction, parts.kl, zero);
  const sum = entry("[[negative bound]]");
  const reconstruction = entry("= − [[reconstruction]]", h("i", { class: "here-key r" }));
  const kl = entry("+ [[kl]]", h("i", { class: "here-key kl" }));
  const floor = entry("of which [[floor]]");
  const above = entry("above the floor");
  const list = h(
    "dl",
    { class: "report-sum" },
    ...[sum, reconstruction, kl, floor, above].flatMap(({ children }) => children),
  );
  const why = h("p", { class: "small quiet report-floor" }, FLOOR);
  const ofGreys = [...floor.children, ...above.children, why];
  const element = h("div", { class: "report-terms" }, list, bar, why);
  return {
    element,
    /**
     * @param {number} r NaN while it is not known
     * @param {number} cost the same
     * @param {number | null} error of their difference; null where it is not known
     * @param {number | null} least what grey pixels cost any model; NaN while it is not known, null for other likelihoods
     */
    update(r, cost, error, least) {
      ofGreys.forEach((part) => {
        part.hidden = least === null;
      });
      const known = Number.isFinite(r - cost);
      bar.style.visibility = known ? "" : "hidden";
      const decimals = Math.abs(r) < 1000 ? 2 : 1; // the same for all, so that the sum adds up to the eye
      const [all, first, second] = [cost - r, -r, cost].map((value) => (known ? fixed(value, decimals) : "–"));
      setText(sum.value, known ? `${withError(cost - r, error, decimals)} nats` : all);
      setText(reconstruction.value, known ? `${first} nats` : first);
      setText(kl.value, known ? `${second} nats` : second);
      const left = least ?? NaN;
      setText(floor.value, known && left <= 0 ? `${fixed(-left, decimals)} nats` : "–");
      setText(above.value, known && left <= 0 ? `${fixed(cost - r + left, decimals)} nats` : "–");
      if (!known) {
        return;
      }
      const drawn = stack(-r, cost);
      span(parts.reconstruction, drawn.first);
      span(parts.kl, drawn.second);
      span(zero, drawn.zero);
      bar.classList.toggle("back", r > 0);
      bar.setAttribute("aria-label", `−ELBO ${all} nats is −reconstruction ${first} plus KL ${second}`);
    },
  };
}
