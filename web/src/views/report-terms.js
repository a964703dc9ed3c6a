// @ts-check
// −ELBO as a stacked bar: what the reconstruction costs, and on top what the code costs.
import { stack } from "../charts.js";
import { h, setText } from "../dom.js";
import { fixed, withError } from "../numbers.js";
import { term } from "../terms.js";
import { entry } from "./report-parts.js";

export function create() {
  const parts = { reconstruction: h("span", { class: "report-r" }), kl: h("span", { class: "report-kl" }) };
  const zero = h("span", { class: "report-zero" });
  const bar = h("div", { class: "report-stack", role: "img" }, parts.reconstruction, parts.kl, zero);
  const sum = entry([term("negative bound")]);
  const reconstruction = entry([h("i", { class: "here-key r" }), "= − ", term("reconstruction")]);
  const kl = entry([h("i", { class: "here-key kl" }), "+ ", term("kl")]);
  const list = h("dl", { class: "report-sum" }, ...sum.children, ...reconstruction.children, ...kl.children);
  const element = h("div", { class: "report-terms" }, list, bar);
  return {
    element,
    /**
     * @param {number} r NaN while it is not known
     * @param {number} cost the same
     * @param {number | null} error of their difference; null where it is not known
     */
    update(r, cost, error) {
      const known = Number.isFinite(r - cost);
      bar.style.visibility = known ? "" : "hidden";
      const decimals = Math.abs(r) < 1000 ? 2 : 1; // the same for all, so that the sum adds up to the eye
      const [all, first, second] = [cost - r, -r, cost].map((value) => (known ? fixed(value, decimals) : "–"));
      setText(sum.value, known ? `${withError(cost - r, error, decimals)} nats` : all);
      setText(reconstruction.value, known ? `${first} nats` : first);
      setText(kl.value, known ? `${second} nats` : second);
      if (!known) {
        return;
      }
      const drawn = stack(r, cost);
      for (const name of /** @type {const} */ (["reconstruction", "kl"])) {
        parts[name].style.left = `${drawn[name].left}%`;
        parts[name].style.width = `${drawn[name].width}%`;
      }
      zero.style.left = `${drawn.zero}%`;
      bar.classList.toggle("back", r > 0);
      bar.setAttribute("aria-label", `−ELBO ${all} nats is −reconstruction ${first} plus KL ${second}`);
    },
  };
}
