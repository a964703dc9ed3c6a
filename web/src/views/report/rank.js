// Where the bound of this image stands among those of the atlas's test images.
import { bars, linear } from "../../charts.js";
import { h, s, setText } from "../../dom.js";
import { counted, fixed, natsOf } from "../../numbers.js";
import { cardOf } from "../../state.js";
import { chart } from "../../chart.js";
/** @import {Likelihood} from "../../types-report.js" */

export function create() {
  const drawing = chart("rank", 116);
  const share = h("b", { class: "number" }, "–");
  const less = h("span", {}, " plus its floor");
  const of = h("span", {});
  const element = h(
    "figure",
    { class: "report-figure" },
    h("figcaption", {}, h("span", {}, "A higher bound", less, " than ", share, of)),
    drawing.svg,
  );
  return {
    element,
    /** @param {Likelihood | null} image @param {State} state */
    update(image, state) {
      const atlas = cardOf(state)?.atlas;
      element.hidden = !atlas;
      setText(share, image?.percentile == null ? "–" : `${fixed(image.percentile, 1)}%`);
      less.hidden = !image?.lessFloor;
      const images =
        image?.among === "all" ? "images of the data set, none known to be a test image" : "test images";
      const count = image?.of || (atlas?.part === "test" ? atlas.count : 0);
      setText(of, ` of ${count ? `${counted(count)} ` : ""}${images}`);
      const { edges, counts } = image?.histogram ?? { edges: [0, 1], counts: [1] };
      const [low, high] = [edges[0], edges[edges.length - 1]];
      const bound = image ? image.elbo - (image.lessFloor ? (image.floor ?? 0) : 0) : NaN;
      const x = linear([Math.min(low, bound || low), Math.max(high, bound || high)], drawing.x, 5);
      const y = linear([0, Math.max(...counts)], drawing.y, 3);
      const at = x.scale(bound);
      const right = at > (drawing.x[0] + drawing.x[1]) / 2;
      drawing.draw(
        image?.percentile == null
          ? "Bounds of test images, not loaded yet"
          : `${fixed(image.percentile, 1)} per cent of ${counted(image.of)} ${images} have a lower bound${image.lessFloor ? " plus floor" : ""} than this image's ${natsOf(bound)} nats`,
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
                `this image ${natsOf(bound)}`,
              ),
            )
          : null,
      );
    },
  };
}
