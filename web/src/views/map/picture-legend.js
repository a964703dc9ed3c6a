// What colours mean, drawn for a picture of the map. Pure but for making elements.
import { columnOf, valuesOf } from "../../columns/columns.js";
import { s } from "../../dom.js";
import { classColour, ownColours, ramp, rangeOf } from "../../palette.js";
import { cardOf } from "../../state.js";
/** @import {State} from "../../types.js" */

const LINE = 18; // pixels from one to the next
const LETTER = 7; // pixels that a letter takes, about
const STOPS = 12; // of a ramp

/**
 * The legend with its top right corner at a place, or null where colours mean nothing.
 * @param {State} state
 * @param {number} right
 * @param {number} top
 * @param {{paper: string, ink: string, line: string, font: string}} look
 */
export function legendOf(state, right, top, look) {
  const card = cardOf(state);
  const { kept, points, appearance } = state;
  if (!card || !kept?.layers.points || !points?.count) {
    return null;
  }
  const classes = card.labels.length;
  const column = columnOf(card, state);
  const values = valuesOf(card, state);
  if (column.from !== "classes") {
    const [low, high] = rangeOf(values ?? []);
    const stops = Array.from({ length: STOPS }, (_, i) => ramp(i / (STOPS - 1), appearance));
    const ends = [low, high].map((value) => value.toFixed(high - low < 10 ? 1 : 0).replace("-", "−"));
    return boxed(150, 52, right, top, look, [
      ...stops.map((fill, i) => s("rect", { x: 10 + (i * 130) / STOPS, y: 8, width: 130 / STOPS + 0.5, height: 9, fill })),
      s("text", { x: 10, y: 30 }, ends[0]),
      s("text", { x: 140, y: 30, "text-anchor": "end" }, ends[1]),
      s("text", { x: 10, y: 45 }, column.unit ? `${column.title}, ${column.unit} an image` : column.title),
    ]);
  }
  const own = ownColours(classes);
  if (own < 1) {
    return null;
  }
  const rows = card.labels.slice(0, own).map((name, label) => ({ name, label, dimmed: kept.dimmed.includes(label) }));
  if (own < classes) {
    rows.push({ name: `${classes - own} others`, label: own, dimmed: false });
  }
  const width = 34 + LETTER * Math.max(...rows.map(({ name }) => name.length));
  return boxed(width, rows.length * LINE + 8, right, top, look, [
    ...rows.flatMap(({ name, label, dimmed }, i) => {
      const y = 4 + LINE * (i + 0.5);
      const fill = classColour(label, classes, appearance);
      const opacity = dimmed ? 0.35 : undefined;
      return [s("circle", { cx: 15, cy: y, r: 5, fill, opacity }), s("text", { x: 26, y: y + 4, opacity }, name)];
    }),
  ]);
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} right
 * @param {number} top
 * @param {{paper: string, ink: string, line: string, font: string}} look
 * @param {SVGElement[]} inside
 */
function boxed(width, height, right, top, { paper, ink, line, font }, inside) {
  return s(
    "g",
    { transform: `translate(${right - width} ${top})`, "font-family": font, "font-size": 12, fill: ink },
    s("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 5, fill: paper, "fill-opacity": 0.94, stroke: line }),
    ...inside,
  );
}
