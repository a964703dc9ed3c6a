// @ts-check
// Where the bound of this image stands among those of the atlas's samples.
import { bars, linear } from "../charts.js";
import { h, s, setText } from "../dom.js";
import { fixed, natsOf } from "../numbers.js";
import { cardOf } from "../state.js";
import { term } from "../terms.js";
import { chart } from "./report-chart.js";
import { counted } from "./report-parts.js";
/** @import {Likelihood} from "../types-report.js" */
/** @import {State} from "../types.js" */

export function create() {
  const drawing = chart("rank", 116);
  const share = h("b", { class: "number" }, "–");
  const of = h("span", {});
  const element = h(
    "figure",
    { class: "report-figure" },
    h("figcaption", {}, h("span", {}, "A higher ", term("bound"), " than ", share, of)),
    drawing.svg,
  );
  return {
    element,
    /** @param {Likelihood | null} image @param {State} state */
    update(image, state) {
      const atlas = cardOf(state)?.atlas;
      element.hidden = !atlas;
      setText(share, image?.percentile == null ? "–" : `${fixed(image.percentile, 1)}%`);
      const samples = atlas?.part === "test" ? "held-out samples" : "samples of the atlas";
      setText(of, ` of ${counted(image?.of || (atlas?.count ?? 0))} ${samples}`);
      const { edges, counts } = image?.histogram ?? { edges: [0, 1], counts: [1] };
      const [low, high] = [edges[0], edges[edges.length - 1]];
      const elbo = image?.elbo ?? NaN;
      const x = linear([Math.min(low, elbo || low), Math.max(high, elbo || high)], drawing.x, 5);
      const y = linear([0, Math.max(...counts)], drawing.y, 3);
      const at = x.scale(elbo);
      const right = at > (drawing.x[0] + drawing.x[1]) / 2;
      drawing.draw(
        image?.percentile == null
          ? "Bounds of the atlas's samples, which are still to come"
          : `${fixed(image.percentile, 1)} per cent of ${counted(image.of)} samples have a lower bound than this image's ${natsOf(elbo)} nats`,
        image ? x : { ...x, ticks: [] },
        image ? y : { ...y, ticks: [] },
        image?.histogram ? s("path", { class: "chart-bars", d: bars(edges, counts, x.scale, y.scale) }) : null,
        image
          ? s(
              "g",
              { class: "chart-mark" },
              s("path", { d: `M${at.toFixed(1)} ${drawing.y[0]}V${drawing.y[1]}` }),
              s(
                "text",
                { class: right ? "chart-end" : "", x: (at + (right ? -5 : 5)).toFixed(1), y: drawing.y[1] + 9 },
                `this image ${natsOf(elbo)}`,
              ),
            )
          : null,
      );
    },
  };
}
