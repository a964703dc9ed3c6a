// The same path as the models of the other panes decode it, a row each under the frames of the active one.
import { h, setText } from "../../dom.js";
import { cardOf } from "../../state.js";
import { paint, toneOf } from "../../tone.js";

const NONE = "its data don’t have all of these keyframes";

export function createOthers() {
  const element = h("div", { class: "path-others" });
  /** @type {Map<number, {row: HTMLElement, name: HTMLElement, canvas: HTMLCanvasElement, drawn: string}>} by pane */
  const rows = new Map();

  /** @param {number} pane */
  function rowOf(pane) {
    const canvas = h("canvas", { class: "image", role: "img" });
    const name = h("span", { class: "small" });
    const made = { row: h("div", { class: "path-other" }, name, canvas), name, canvas, drawn: "" };
    rows.set(pane, made);
    return made;
  }

  return {
    element,
    /** @param {State} state @returns {number} how many there are */
    update(state) {
      const shown = state.panes.filter(({ pane, kept, strip }) => pane !== state.pane && kept && (!strip || strip.of === state.strip?.of));
      for (const [pane, { row }] of rows) {
        if (!shown.some((one) => one.pane === pane)) {
          row.remove();
          rows.delete(pane);
        }
      }
      for (const one of shown) {
        const card = cardOf({ ...state, kept: one.kept });
        const made = rows.get(one.pane) ?? rowOf(one.pane);
        const { strip, kept } = one;
        const laid = (kept?.keyframes.length ?? 0) > 1;
        const key = `${card?.id} ${laid} ${strip?.key} ${strip?.count} ${state.appearance}`;
        if (card && made.drawn !== key) {
          made.drawn = key;
          setText(made.name, laid ? card.id : `${card.id}: ${NONE}`);
          made.canvas.hidden = !strip;
          made.canvas.setAttribute("aria-label", `Frames by ${card.id}`);
          if (strip) {
            show(made.canvas, strip, card, state.appearance);
          }
        }
        if (!made.row.isConnected) {
          element.append(made.row);
        }
      }
      return shown.length;
    },
  };
}

/** @param {HTMLCanvasElement} canvas @param {Strip} strip @param {Card} card @param {State["appearance"]} appearance */
function show(canvas, strip, card, appearance) {
  const { width, height } = card.input;
  const image = new ImageData(strip.of * width, height);
  const size = strip.pixels.length / strip.of;
  for (let i = 0; i < strip.count; i++) {
    paint(strip.pixels, i * size, 1, card.input, toneOf(card, appearance), image.data, 4 * i * width, 4 * strip.of * width);
  }
  Object.assign(canvas, { width: image.width, height });
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}
