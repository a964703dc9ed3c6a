// Latent dimensions one at a time, those that carry most first: a slider for the pin's code, and under it the images
// along that dimension.
import { button, entitle } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { nameOf } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { prose } from "../../terms.js";
import { create as dimension } from "./dimension.js";
import { ordered } from "./order.js";

const TOGETHER = 8;

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {State | null} */
  let now = null;
  let page = 0;
  let gesture = 0;

  /** The code with one number of it changed. @param {number} d @param {number} value */
  const changed = (d, value) => codeOf(now)?.with(d, Math.fround(value));

  /** @param {number} d @param {number} value @param {boolean} done whether no drag goes on */
  function set(d, value, done) {
    const z = changed(d, value);
    if (z) {
      dispatch({ type: "pin", spot: { z }, gesture: done ? undefined : `slider ${gesture}` });
    }
  }

  /** @param {number} d @param {number | null} value */
  function preview(d, value) {
    const z = value === null ? undefined : changed(d, value);
    dispatch({ type: "hover", spot: z ? { z } : null });
  }

  const rows = Array.from({ length: TOGETHER }, () => dimension(set, preview, () => gesture++));
  const which = h("span", { class: "number quiet" });
  const back = button("bare icon", () => turn(-1), "‹");
  const on = button("bare icon", () => turn(1), "›");
  entitle(back, "Previous dimensions");
  entitle(on, "Next dimensions");
  const pages = h("span", { class: "row here-pages" }, back, which, on);
  const by = h("span", {}, ...prose("By [[kl]], highest first"));
  const byDeviation = h("span", {}, ...prose("By [[deviation]], widest first"));
  const deadNames = h("p", { class: "small number" });
  const deadSays = h("span");
  const dead = h(
    "details",
    { class: "here-dead small quiet" },
    h("summary", {}, deadSays),
    h("p", {}, ...prose("[[dead dimension|Unused dimensions]]:")),
    deadNames,
  );
  const element = h(
    "section",
    { class: "block here-dimensions", hidden: true },
    h("div", { class: "row between small quiet" }, by, byDeviation, pages),
    h("div", { class: "here-sliders" }, ...rows.map((row) => row.element)),
    dead,
  );

  const draw = selector((state, /** @type {number} */ wanted) => {
    const card = cardOf(state);
    const { measured } = state;
    element.hidden = !card || card.latent.dim <= 2 || measured?.key !== card.version;
    if (!measured || element.hidden) {
      return;
    }
    const order = ordered(measured.dimensions);
    const { alive, dead: gone } = order;
    const [strongest] = alive;
    page = Math.max(0, Math.min(wanted, Math.ceil(alive.length / TOGETHER) - 1));
    const shown = alive.slice(page * TOGETHER, (page + 1) * TOGETHER);
    const z = codeOf(state);
    for (const [i, row] of rows.entries()) {
      row.update(state, i < shown.length ? shown[i] : null, z, order.weight, order.weight[strongest]);
    }
    pages.hidden = alive.length <= TOGETHER;
    setText(which, `${page * TOGETHER + 1}–${page * TOGETHER + shown.length} of ${alive.length}`);
    back.disabled = page === 0;
    on.disabled = (page + 1) * TOGETHER >= alive.length;
    by.hidden = !order.byKl;
    byDeviation.hidden = order.byKl;
    element.classList.toggle("kl-less", !order.byKl);
    dead.hidden = gone.length === 0;
    setText(deadSays, `${gone.length} unused (KL < 0.01 nats)`);
    setText(deadNames, gone.map(nameOf).join(" "));
  });
  const redraw = () => now && draw(now, page);
  /** @param {number} step */
  const turn = (step) => {
    page += step;
    redraw();
  };

  return {
    element,
    /** @param {State} state */
    update(state) {
      if (state.kept?.model !== now?.kept?.model) {
        page = 0;
      }
      now = state;
      redraw();
    },
  };
}

/**
 * The code that the sliders move: the pin's, or else the plane's origin. A copy.
 * @param {State | null} state
 * @returns {Code | null}
 */
function codeOf(state) {
  const z = state?.kept?.pin?.z ?? state?.space?.plane.origin;
  return z ? Array.from(z, Math.fround) : null;
}
