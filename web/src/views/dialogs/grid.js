// Which part of the manifold is to be printed, how finely, and how.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { gridLayout } from "../../take/grid.js";
import { areaOf, viewportOf } from "../../viewport.js";
import { line, numbers, slip } from "./slip.js";
/** @import {GridWish} from "../../types.js" */

const MOST = 64; // images along a side
const TONES = /** @type {const} */ (["black on white", "white on black", "page"]);
const NAMES = { "black on white": "black on white", "white on black": "white on black", page: "as on the page" };

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {State | null} */
  let state = null;
  const count = h("input", {
    class: "field number grid-count",
    id: "grid-count",
    type: "number",
    min: "2",
    max: String(MOST),
    value: "20",
    oninput: tell,
  });
  const edges = ["Left", "Bottom", "Right", "Top"].map((name, i) =>
    h("input", {
      class: "field number grid-edge",
      id: `grid-edge-${i}`,
      type: "number",
      step: "any",
      "aria-label": `${name} edge`,
      oninput: tell,
    }),
  );
  const scale = numbers("grid-scale", [1, 2, 4, 8], (value) => `${value}×`, 2, tell);
  const tone = h(
    "select",
    { class: "field", id: "grid-tone", onchange: tell },
    ...TONES.map((value) => h("option", { value }, NAMES[value])),
  );
  const labels = h("input", { type: "checkbox", id: "grid-labels", checked: true, onchange: tell });
  const tones = line("Colours", tone);
  const outcome = h("p", { class: "small quiet", role: "status" });
  const make = button("main", start, "Save PNG");
  const card = slip(
    dispatch,
    "export",
    "grid",
    "Grid of the manifold",
    { show, begin },
    line("Images per side", count),
    range("Horizontal", edges[0], edges[2]),
    range("Vertical", edges[1], edges[3]),
    h(
      "div",
      { class: "export-line" },
      h("span", { class: "first" }),
      button("small", () => fill(seen()), "Current view"),
      button("small", () => fill(state?.space?.plane.extent), "All data"),
      button("small", () => fill([-3, -3, 3, 3]), "±3"),
    ),
    line("Size", scale),
    tones,
    h("label", { class: "export-line" }, labels, "Axis labels"),
    outcome,
    h("div", { class: "row ends" }, make),
  );

  /** @returns {Area | undefined} */
  function seen() {
    const v = state && viewportOf(state);
    return v ? areaOf(v) : undefined;
  }

  /** @param {ArrayLike<number> | undefined} area */
  function fill(area) {
    edges.forEach((edge, i) => {
      if (area) {
        edge.value = String(Number(area[i].toFixed(2)));
      }
    });
    tell();
  }

  /** @returns {GridWish | null} null where it makes no grid */
  function wish() {
    const area = /** @type {Area} */ (edges.map((edge) => (edge.value === "" ? NaN : Number(edge.value))));
    const many = Number(count.value);
    const whole = Number.isInteger(many) && many >= 2 && many <= MOST;
    const open = area.every(Number.isFinite) && area[0] < area[2] && area[1] < area[3];
    const chosen = /** @type {GridWish["tone"]} */ (tone.value);
    return whole && open
      ? { kind: "grid", count: many, area, scale: Number(scale.value), tone: chosen, labels: labels.checked }
      : null;
  }

  function tell() {
    const input = state && cardOf(state)?.input;
    if (!input) {
      return;
    }
    tones.hidden = input.channels > 1;
    const made = wish();
    make.disabled = !made;
    if (!made) {
      setText(outcome, `Enter 2 to ${MOST} images per side, and ranges that go from low to high.`);
      return;
    }
    const { width, height, sheet } = gridLayout(input, made);
    const smaller = sheet.scale < made.scale ? `, at ${sheet.scale}×, the largest possible` : "";
    const size = [width, height].map((side) => side.toLocaleString("en")).join(" × ");
    setText(outcome, `${size} pixels${smaller}; each image is decoded at its own code.`);
  }

  function start() {
    const made = wish();
    if (made) {
      card.close();
      dispatch({ type: "take", wish: made });
    }
  }

  const renew = selector(({ space }, /** @type {State["cards"]} */ _cards) => fill(space?.plane.extent));
  /** @param {State} next */
  function show(next) {
    state = next;
    renew(next, next.cards);
  }

  function begin() {
    tell();
    count.focus();
  }

  return card;
}

/** @param {string} words @param {HTMLElement} from @param {HTMLElement} to */
function range(words, from, to) {
  return line(words, from, h("span", { class: "quiet" }, "to"), to);
}
