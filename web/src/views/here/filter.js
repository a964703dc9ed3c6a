// FILTER AND SEARCH: of an atlas of columns, which rows the map shows, by a range of each column; and rows by their names.
import { filterOf, histogramOf, showsColumnAtlas } from "../../column-atlas.js";
import { columnsOf } from "../../columns/columns.js";
import { button } from "../../controls.js";
import { h, refill, setText } from "../../dom.js";
import { histogram } from "../../histogram.js";
import { counted, fixed } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { experiment } from "./experiment.js";
/** @import {Column} from "../../columns/columns.js" */
/** @import {Histogram, Range} from "../../types-column-atlas.js" */

const HINT = "Show only rows whose values lie in a range of each column, or find rows by their names";
const PAUSE = 120; // milliseconds until a range that is being dragged, or a name that is being typed, is asked for

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const says = h("p", { class: "small", role: "status" });
  const clear = button("small", () => frame.set(Object.fromEntries(brushes.flatMap((_, i) => unset(i)))), "Show all");
  const columns = h("div", { class: "filter-columns" });
  const field = h("input", { class: "field", type: "search", maxLength: 200, placeholder: "Part of a name", "aria-label": "Search names", oninput: seek });
  const results = h("ul", { class: "filter-found" });
  const found = h("p", { class: "small quiet", role: "status" });
  const search = h("div", { class: "filter-search" }, field, found, results);
  const frame = experiment(dispatch, "filter", "Filter and search", HINT, h("div", { class: "row between" }, says, clear), columns, search);
  /** @type {ReturnType<typeof brush>[]} */
  let brushes = [];
  let timer = 0;

  function seek() {
    clearTimeout(timer);
    timer = setTimeout(() => dispatch({ type: "column-atlas", change: { sought: field.value.trim(), ...(!field.value.trim() && { found: null }) } }), PAUSE);
  }

  const list = selector((state, /** @type {Card} */ card) => {
    const all = columnsOf(card, state).filter(({ from }) => from === "column-atlas").slice(0, 16);
    brushes = all.map((column, i) =>
      brush(column, (range) => frame.set(range ? { [`from${i}`]: range[0], [`to${i}`]: range[1] } : Object.fromEntries(unset(i)))));
    columns.replaceChildren(...brushes.map(({ element }) => element));
    search.hidden = (card.columnAtlas?.texts ?? []).length === 0;
  });
  const draw = selector(({ columnAtlas: { all, shown }, experiments }, /** @type {Card} */ card) => {
    const filter = filterOf(card, experiments);
    const isOn = filter.length > 0;
    clear.disabled = !isOn;
    const empty = isOn && shown?.count === 0 ? " No row lies in all of these ranges." : "";
    setText(says, all && shown ? `${counted(shown.count)} of ${counted(all.count)} rows shown.${empty}` : "Counting…");
    for (const one of brushes) {
      one.show(histogramOf(all, one.name), isOn ? histogramOf(shown, one.name) : histogramOf(all, one.name), filter.find(({ column }) => column === one.name));
    }
  });
  const answer = selector(({ columnAtlas: { sought, found: those, entries } }) => {
    const known = those && those.key.endsWith(` ${sought}`) ? those : null;
    const more = known && known.all > known.rows.length ? `The first ${known.rows.length} of ${counted(known.all)} rows.` : "";
    setText(found, !sought ? "" : !known ? "Searching…" : known.all === 0 ? "No name has this in it." : more);
    refill(
      results,
      ...(known && sought ? known.rows : []).map((row, i) => {
        const entry = entries[row];
        const go = button("bare", () => entry && dispatch({ type: "pin", spot: { z: entry.mu, entry: row } }), known?.texts[i] ?? "", h("span", { class: "quiet" }, entry?.label ?? ""));
        go.disabled = !entry;
        return h("li", {}, go);
      }),
    );
  });

  return {
    element: frame.element,
    /** @param {import("../../types.js").State} state */
    update(state) {
      const card = cardOf(state);
      if (frame.update(state, showsColumnAtlas(card, state.kept) && state.columnAtlas.order?.share === 1) && card) {
        list(state, card);
        draw(state, card);
        answer(state);
      }
    },
  };
}

/** @param {number} i @returns {[string, number][]} */
function unset(i) {
  return [[`from${i}`, NaN], [`to${i}`, NaN]];
}

/**
 * A histogram with a range, which the pointer draws and two sliders set.
 * @param {Column} column
 * @param {(range: [number, number] | null) => void} choose null for all
 */
function brush({ id, title, unit }, choose) {
  const drawing = histogram();
  const inside = h("span", { class: "brush-inside" });
  const ends = ["From", "To"].map((side) =>
    h("input", { type: "range", min: 0, step: 1, "aria-label": `${side}, ${title}`, oninput: (/** @type {Event} */ { target }) => moved(/** @type {HTMLInputElement} */ (target)) }));
  const [low, high] = ends;
  const box = h("div", { class: "brush", onpointerdown: begin, onpointermove: drag, onpointerup: end, onpointercancel: end }, drawing.element, inside);
  const words = h("span", { class: "number small quiet" });
  const element = h("div", { class: "filter-column" }, h("div", { class: "row between small" }, h("span", {}, title), words), box, h("div", { class: "brush-ends" }, ...ends));
  /** @type {Histogram | null} */
  let known = null;
  /** @type {number | null} */
  let anchor = null; // bar at which a drag began
  let timer = 0;

  const last = () => known?.bars.length ?? 1;
  const valueAt = (/** @type {number} */ bar) => (known ? known.from + (bar / last()) * (known.to - known.from) : 0);

  /** @param {PointerEvent} event */
  function barAt({ clientX }) {
    const { left, width } = box.getBoundingClientRect();
    return Math.max(0, Math.min(last(), Math.round(((clientX - left) / width) * last())));
  }

  /** @param {number} from @param {number} to */
  function lay(from, to) {
    [low.value, high.value] = [String(from), String(to)];
    inside.style.left = `${(100 * from) / last()}%`;
    inside.style.right = `${100 - (100 * to) / last()}%`;
    const decimals = known && known.to - known.from < 10 ? 2 : 1;
    setText(words, `${fixed(valueAt(from), decimals)} to ${fixed(valueAt(to), decimals)}${unit ? ` ${unit}` : ""}`);
    for (const [input, bar] of /** @type {[HTMLInputElement, number][]} */ ([[low, from], [high, to]])) {
      input.setAttribute("aria-valuetext", fixed(valueAt(bar), decimals));
    }
    box.classList.toggle("on", from > 0 || to < last());
  }

  /** @param {number} from @param {number} to */
  function set(from, to) {
    lay(from, to);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      choose(from > 0 || to < last() ? [valueAt(from), valueAt(to)] : null);
    }, PAUSE);
  }

  /** @param {HTMLInputElement} input a slider that was moved: it pushes the other along */
  function moved(input) {
    const at = Number(input.value);
    const [from, to] = input === low ? [Math.min(at, last() - 1), Math.max(at + 1, Number(high.value))] : [Math.min(Number(low.value), at - 1), Math.max(at, 1)];
    set(Math.max(0, from), Math.min(last(), to));
  }

  /** @param {PointerEvent} event */
  function begin(event) {
    if (known && event.button === 0) {
      event.preventDefault();
      anchor = barAt(event);
      box.setPointerCapture(event.pointerId);
    }
  }

  /** @param {PointerEvent} event */
  function drag(event) {
    const at = barAt(event);
    if (anchor !== null && at !== anchor) {
      set(Math.min(anchor, at), Math.max(anchor, at));
    }
  }

  /** A press without a drag shows all again. @param {PointerEvent} event */
  function end(event) {
    if (anchor !== null && barAt(event) === anchor) {
      set(0, last());
    }
    anchor = null;
  }

  return {
    element,
    name: id,
    /** @param {Histogram | null} all @param {Histogram | null} shown @param {Range | undefined} range */
    show(all, shown, range) {
      known = all;
      element.hidden = !all;
      if (!all) {
        return;
      }
      drawing.show(all, shown, false);
      const bar = (/** @type {number} */ value) => Math.max(0, Math.min(last(), Math.round(((value - all.from) / (all.to - all.from || 1)) * last())));
      low.max = high.max = String(last());
      if (anchor === null && timer === 0) {
        lay(range ? bar(range.from) : 0, range ? bar(range.to) : last());
      }
    },
  };
}
