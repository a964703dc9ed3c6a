// What colours mean, under a figure of the map. Pure but for making elements.
import { showsColumnAtlas, labelsOf, rangeOfColumn } from "../column-atlas.js";
import { columnOf, valuesOf } from "../columns/columns.js";
import { rgb } from "../d3.js";
import { s } from "../dom.js";
import { classColour, ownColours, ramp, rangeOf } from "../palette.js";
import { cardOf } from "../state.js";
import { token } from "../tokens.js";

const LINE = 17; // pixels from one to the next
const GAP = 14; // pixels between two names
const STOPS = 24; // of a ramp
const RAMP = 130; // pixels of its length

/**
 * The legend with its top left corner at a place, in as many lines as it takes; null where colours mean nothing.
 * @param {State} state
 * @param {number} left
 * @param {number} top
 * @param {number} width pixels of a line
 * @param {string} font of its texts
 */
export function legendOf(state, left, top, width, font) {
  const card = cardOf(state);
  const { kept, points, columnAtlas, appearance } = state;
  const all = showsColumnAtlas(card, kept);
  if (!card || !kept || !(all || (kept.layers.points && points?.count))) {
    return null;
  }
  /** @param {number} lines @param {SVGElement[]} inside */
  const placed = (lines, inside) => ({
    height: lines * LINE + 5,
    element: s("g", { transform: `translate(${left} ${top})`, fill: token("ink", appearance) }, ...inside),
  });
  const ruler = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext("2d"));
  ruler.font = font;
  const long = (/** @type {string} */ text) => ruler.measureText(text).width;
  const labels = labelsOf(card, columnAtlas, kept);
  const classes = labels.length;
  const { id, from, title, unit } = columnOf(card, state);
  if (from !== "classes") {
    const [low, high] = (all ? rangeOfColumn(columnAtlas, id) : null) ?? rangeOf(valuesOf(card, state) ?? []);
    const ends = [low, high].map((value) => value.toFixed(high - low < 10 ? 1 : 0).replace("-", "−"));
    const start = long(ends[0]) + 6;
    const step = RAMP / STOPS;
    const stops = Array.from({ length: STOPS }, (_, i) => rgb(ramp(i / (STOPS - 1), appearance)).formatHex());
    return placed(1, [
      s("text", { y: 13 }, ends[0]),
      ...stops.map((fill, i) => s("rect", { x: start + i * step, y: 4, width: step + 0.3, height: 9, fill })),
      s("text", { x: start + RAMP + 6, y: 13 }, `${ends[1]} · ${unit ? `${title}, ${unit} an image` : title}`),
    ]);
  }
  const own = ownColours(classes);
  if (own < 1) {
    return null;
  }
  const names = labels.slice(0, own).map((name, label) => ({ name, label, dimmed: kept.dimmed.includes(label) }));
  if (own < classes) {
    names.push({ name: `${classes - own} others`, label: own, dimmed: false });
  }
  let [x, line] = [0, 0];
  const inside = names.flatMap(({ name, label, dimmed }) => {
    const wide = 13 + long(name);
    if (x > 0 && x + wide > width) {
      [x, line] = [0, line + 1];
    }
    const [at, y] = [x, LINE * line + 9];
    x += wide + GAP;
    const opacity = dimmed ? 0.35 : undefined;
    const fill = classColour(label, classes, appearance);
    return [s("circle", { cx: at + 4, cy: y, r: 4, fill, opacity }), s("text", { x: at + 13, y: y + 4, opacity }, name)];
  });
  return placed(line + 1, inside);
}
