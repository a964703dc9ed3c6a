// What colours mean: classes with their numbers of images, or a bar with numbers. A class can be dimmed, or be the only
// one shown.
import { showsColumnAtlas, labelsOf, rangeOfColumn } from "../../column-atlas.js";
import { columnOf, valuesOf } from "../../columns/columns.js";
import { entitle } from "../../controls.js";
import { h, refill } from "../../dom.js";
import { icon } from "../../icons.js";
import { classColour, ownColours, ramp, rangeOf } from "../../palette.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { term } from "../../terms.js";
/** @import {Column} from "../../columns/columns.js" */

const SHORT = 3; // letters of a class's name up to which two stand side by side
const LARGE = 1e6; // of a class, whose number needs a line of its own
const STOPS = 12; // of the bar

/** @type {MakeView} */
export function create(element, dispatch) {
  /** @param {number} label @param {boolean} only */
  const dim = (label, only) => dispatch({ type: "dim", label, only });

  /** @param {string[]} labels @param {Kept} kept @param {ArrayLike<number> | null} counts @param {State["appearance"]} appearance */
  function classes(labels, kept, counts, appearance) {
    const dimmed = new Set(kept.dimmed);
    const list = h("ul", { class: labels.every((name, label) => name.length <= SHORT && !((counts?.[label] ?? 0) >= LARGE)) ? "classes pairs" : "classes" });
    labels.forEach((name, label) => {
      const dot = h("span", { class: "dot", "aria-hidden": "true" });
      dot.style.color = classColour(label, labels.length, appearance);
      const count = counts ? (counts[label] ?? 0).toLocaleString("en") : "";
      const alone = !dimmed.has(label) && dimmed.size === labels.length - 1;
      const only = h("button", { class: "only", "data-only": label, onclick: () => dim(label, true) }, icon("eye"));
      entitle(only, alone ? "Show all classes" : `Show only class ${name}`);
      list.append(
        h(
          "li",
          {},
          h(
            "button",
            {
              class: "class",
              title: `${name}: click to dim. Shift-click to show only this class.`,
              "aria-pressed": String(!dimmed.has(label)),
              "data-label": label,
              onclick: (/** @type {MouseEvent} */ event) => dim(label, event.shiftKey),
            },
            dot,
            unseen("Class "),
            h("span", { class: "name" }, name),
            h("span", { class: "number quiet" }, ...(count ? [unseen(", "), count, unseen(" images")] : [])),
          ),
          only,
        ),
      );
    });
    const own = ownColours(labels.length);
    const merged = labels.length - own;
    return merged > 0 && own > 0
      ? [list, h("p", { class: "note small quiet" }, `The ${merged} classes after ${labels[own - 1]} share one colour.`)]
      : [list];
  }

  /** @param {Column} column @param {[number, number]} range @param {State["appearance"]} appearance */
  function bar({ title, term: word, unit }, [low, high], appearance) {
    const strip = h("div", { class: "strip", "aria-hidden": "true" });
    const stops = Array.from({ length: STOPS }, (_, i) => ramp(i / (STOPS - 1), appearance));
    strip.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
    const ends = [low, (low + high) / 2, high].map((value) => h("span", { class: "number" }, written(value, high - low)));
    const per = unit ? [", ", term(unit), " per image"] : [];
    const note = [word ? term(word) : title, ...per, "; the ends are the 2nd and 98th percentiles."];
    return [
      strip,
      h("div", { class: "row between ends" }, ...ends),
      h("p", { class: "note small quiet" }, ...note),
    ];
  }

  const draw = selector((state, /** @type {Card} */ card, /** @type {Points | null} */ whole) => {
    const { kept, appearance } = state;
    if (!kept) {
      return;
    }
    const column = columnOf(card, state);
    const all = showsColumnAtlas(card, kept);
    const values = valuesOf(card, state);
    const range = all ? rangeOfColumn(state.columnAtlas, column.id) : values && rangeOf(values);
    const counts = all ? (state.columnAtlas.shown?.classes ?? null) : whole && countsOf(whole);
    refill(
      element,
      ...(column.from === "classes" ? classes(labelsOf(card, state.columnAtlas, kept), kept, counts, appearance) : range ? bar(column, range, appearance) : []),
    );
  });

  return {
    update(state) {
      const card = cardOf(state);
      const { points } = state;
      if (card) {
        draw(state, card, points && points.count === points.of ? points : null);
      }
    },
  };
}

/** How many points there are of each class. @param {Points} points */
function countsOf({ label, count }) {
  const counts = new Uint32Array(256);
  for (let i = 0; i < count; i++) {
    counts[label[i]]++;
  }
  return counts;
}

/** Words for those who hear the page. @param {string} text */
function unseen(text) {
  return h("span", { class: "unseen" }, text);
}

/** @param {number} value @param {number} span */
function written(value, span) {
  return value.toFixed(span < 10 ? 1 : 0).replace("-", "−");
}
