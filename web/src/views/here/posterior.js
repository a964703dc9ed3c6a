// q(z|x) of the image by latent dimension: a table where there are few, and otherwise bars of KL to point at or to go
// along with the arrow keys.
import { h, setText } from "../../dom.js";
import { fixed, nameOf } from "../../numbers.js";
import { term } from "../../terms.js";
/** @import {Subject} from "./image.js" */

const FEW = 4;

export function create() {
  const rows = Array.from({ length: FEW }, (_, d) => {
    const cells = [0, 1, 2].map(() => h("td", { class: "number" }));
    const bar = h("span", { class: "here-bar" });
    const track = h("td", { "aria-hidden": "true" }, h("span", { class: "here-track" }, bar));
    const element = h("tr", {}, h("th", { scope: "row", class: "here-name" }, nameOf(d)), ...cells, track);
    return { element, cells, bar };
  });
  const [ofSpread, ofPoint] = [term("mu"), term("code", "z")]; // which has no mean
  const place = h("span", {}, ofSpread, ofPoint);
  const table = h(
    "table",
    { class: "here-table" },
    h(
      "thead",
      {},
      h("tr", {}, h("td"), ...[place, term("sigma"), "KL"].map((name) => h("th", { scope: "col" }, name)), h("td")),
    ),
    h("tbody", {}, ...rows.map((row) => row.element)),
  );

  const plot = h("div", {
    class: "here-plot",
    tabIndex: 0,
    role: "slider",
    "aria-label": "KL by dimension",
    onpointermove: (/** @type {PointerEvent} */ event) => pointAt(event),
    onpointerdown: (/** @type {PointerEvent} */ event) => pointAt(event),
    onkeydown: key,
  });
  const reading = h("span", { class: "number here-reading" });
  const most = h("span", { class: "number quiet" });
  const many = h(
    "div",
    {},
    h("div", { class: "row between small quiet" }, h("span", {}, "KL by dimension"), most),
    plot,
    reading,
  );
  const element = h("div", { class: "here-part" }, table, many);

  /** @type {Subject | null} */
  let now = null;
  /** @type {HTMLElement[]} */
  let bars = [];
  let at = 0;

  /** @param {PointerEvent} event */
  function pointAt(event) {
    const { left, width } = plot.getBoundingClientRect();
    read(Math.floor(((event.clientX - left) / width) * bars.length));
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    /** @type {Record<string, number | undefined>} */
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -bars.length, End: bars.length };
    const step = steps[event.key];
    if (step !== undefined) {
      read(at + step);
      event.preventDefault();
    }
  }

  /** @param {number} d */
  function read(d) {
    if (!now || bars.length === 0) {
      return;
    }
    bars[at]?.classList.remove("at");
    at = Math.max(0, Math.min(bars.length - 1, d));
    bars[at].classList.add("at");
    const sigma = Math.exp(now.logvar[at] / 2);
    const [kl, mean, deviation] = [now.klByDimension[at], now.mu[at], sigma].map((value) => fixed(value, 2));
    const text = `${nameOf(at).padEnd(3)}  KL ${kl}  μ ${mean}  σ ${deviation}`;
    setText(reading, text);
    plot.setAttribute("aria-valuenow", String(at + 1));
    plot.setAttribute("aria-valuetext", text);
  }

  return {
    element,
    /** @param {Card} card @param {Subject} subject */
    update({ latent: { dim }, posterior }, subject) {
      now = subject;
      const few = dim <= FEW;
      table.hidden = !few;
      table.classList.toggle("point", posterior === "point");
      ofSpread.hidden = posterior === "point";
      ofPoint.hidden = !ofSpread.hidden;
      many.hidden = few || subject.klByDimension.length === 0;
      const largest = Math.max(...subject.klByDimension, 1e-9);
      if (few) {
        rows.forEach(({ element: line, cells, bar }, d) => {
          line.hidden = d >= dim;
          const value = subject.mu[d];
          const log = subject.logvar[d];
          setText(cells[0], value === undefined ? "–" : fixed(value, 3));
          setText(cells[1], log === undefined ? "–" : fixed(Math.exp(log / 2), 3));
          const kl = subject.klByDimension[d];
          setText(cells[2], kl === undefined ? "–" : fixed(kl, 2));
          bar.style.width = kl === undefined ? "0" : `${(100 * kl) / largest}%`;
        });
        return;
      }
      if (bars.length !== dim) {
        bars = Array.from({ length: dim }, () => h("span"));
        plot.replaceChildren(...bars);
        plot.setAttribute("aria-valuemin", "1");
        plot.setAttribute("aria-valuemax", String(dim));
        at = 0;
      }
      bars.forEach((bar, d) => {
        bar.style.setProperty("--share", `${(100 * (subject.klByDimension[d] ?? 0)) / largest}%`);
      });
      setText(most, subject.klByDimension.length > 0 ? `to ${fixed(largest, 2)}` : "");
      if (subject.klByDimension.length > 0) {
        read(at === 0 ? subject.klByDimension.indexOf(largest) : at);
      }
    },
  };
}
