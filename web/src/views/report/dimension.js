// One latent dimension in small: its aggregate posterior against the prior, its KL, and what a step along it changes.
import { bars, bell, linear } from "../../charts.js";
import { h, s, setText } from "../../dom.js";
import { fixed, nameOf } from "../../numbers.js";
/** @import {Health} from "../../types-report.js" */

const WIDTH = 96;
const HEIGHT = 36;

export function create() {
  const svg = s("svg", { class: "report-multiple", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  const name = h("b", { class: "here-name" });
  const kl = h("span", { class: "number" });
  const effect = h("span", { class: "number quiet" });
  const element = h("li", { class: "report-dimension" }, h("span", { class: "row between" }, name, kl), svg, effect);
  return {
    element,
    /**
     * @param {Health} health
     * @param {number} d
     * @param {number} most share of the fullest bin of all dimensions
     * @param {boolean} isStandard whether the prior is N(0, 1), whose line is drawn
     */
    update({ kl: costs, active, effect: effects, edges, histogram, divergence }, d, most, isStandard) {
      setText(name, nameOf(d));
      setText(kl, costs ? fixed(costs[d], 2) : "–");
      setText(effect, effects ? `1σ: ${fixed(effects[d], 1)}` : "");
      element.classList.toggle("dead", active !== null && !active[d]);
      if (!edges || !histogram) {
        svg.replaceChildren();
        return;
      }
      const bins = edges.length - 1;
      const x = linear([edges[0], edges[bins]], [0, WIDTH], 2).scale;
      const y = linear([0, most], [HEIGHT - 1, 1], 2).scale;
      const far = divergence ? `, ${fixed(divergence[d], 2)} nats from the prior` : "";
      svg.setAttribute("aria-label", `Aggregate posterior of ${nameOf(d)}${isStandard ? " against the prior" : ""}${far}`);
      svg.replaceChildren(
        s("path", { class: "chart-bars", d: bars(edges, histogram.subarray(d * bins, (d + 1) * bins), x, y) }),
        ...(isStandard ? [s("path", { class: "chart-prior", d: bell(edges, x, y) })] : []),
        s("path", { class: "chart-edge", d: `M0 ${HEIGHT - 1}H${WIDTH}` }),
      );
    },
  };
}
