// What kind of file the figure of the map is to be, how wide and how fine, and on what ground.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { LONGEST, MOST_PIXELS } from "../../take/sheet.js";
import { line, numbers, slip } from "./slip.js";
/** @import {FigureWish} from "../../types.js" */

const FILES = { pdf: "PDF", svg: "SVG", png: "PNG" };
const GROUNDS = { white: "White", transparent: "Transparent", page: "As on the page" };
const [LEAST, MOST] = [40, 400]; // millimetres
const BESIDE = 1.5; // of the map's height, for what axis and legend take at most, about

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {State | null} */
  let state = null;
  const file = choice("picture-file", FILES);
  const width = h("input", {
    class: "field number grid-edge",
    id: "picture-width",
    type: "number",
    min: String(LEAST),
    max: String(MOST),
    value: "85",
    oninput: tell,
  });
  const dpi = numbers("picture-dpi", [150, 300, 600, 1200], String, 300, tell);
  const fineness = line("Dots per inch", dpi);
  const legend = h("input", { type: "checkbox", id: "picture-legend", checked: true });
  const all = h("input", { type: "checkbox", id: "picture-all", checked: true });
  const several = h("label", { class: "export-line", hidden: true }, all, "All maps, side by side");
  const ground = choice("picture-ground", GROUNDS);
  const outcome = h("p", { class: "small quiet", role: "status" });
  const make = button("main", start, "Save");
  const card = slip(
    dispatch,
    "export",
    "picture",
    "Picture of the map",
    { show, begin: () => file.focus() },
    line("File", file),
    line("Width", width, h("span", { class: "quiet" }, "mm")),
    fineness,
    line("Background", ground),
    h("label", { class: "export-line" }, legend, "Colour legend"),
    several,
    outcome,
    h("div", { class: "row ends" }, make),
  );

  /** @param {string} id @param {Record<string, string>} names */
  function choice(id, names) {
    const options = Object.entries(names).map(([value, name]) => h("option", { value }, name));
    return h("select", { class: "field", id, onchange: tell }, ...options);
  }

  function tell() {
    const millimetres = Number(width.value);
    const fits = millimetres >= LEAST && millimetres <= MOST;
    const isPng = file.value === "png";
    fineness.hidden = !isPng;
    const across = Math.round((millimetres / 25.4) * Number(dpi.value));
    const down = state ? (BESIDE * across * state.size.height) / state.size.width : 0;
    const isDrawn = !isPng || (Math.max(across, down) <= LONGEST && across * down <= MOST_PIXELS);
    make.disabled = !fits || !isDrawn;
    const made = isPng ? `${across.toLocaleString("en")} pixels wide` : "Vectors, with the decoded images inside";
    const lacking = fits ? "More pixels than a browser draws. Choose fewer dots per inch." : `Enter ${LEAST} to ${MOST} mm.`;
    setText(outcome, make.disabled ? lacking : `${made}; text is 7 to 8 points.`);
  }

  function start() {
    card.close();
    const chosen = /** @type {Pick<FigureWish, "file" | "ground">} */ ({ file: file.value, ground: ground.value });
    const size = { width: Number(width.value), dpi: Number(dpi.value) };
    dispatch({ type: "take", wish: { kind: "figure", ...chosen, ...size, legend: legend.checked, all: all.checked && !several.hidden } });
  }

  /** @param {State} next */
  function show(next) {
    state = next;
    several.hidden = next.models.length < 2;
    tell();
  }

  return card;
}
