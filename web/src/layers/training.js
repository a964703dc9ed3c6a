// The training of the model: where its codes lay after some step, gliding from one snapshot to the next, and in two
// dimensions what was decoded then of codes of the prior. It stands in the place of what the model is now.
import { h } from "../dom.js";
import { placesAt } from "../history.js";
import { classColour } from "../palette.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { imageData, toneOf } from "../tone.js";
import { toPixels } from "../viewport.js";
/** @import {History} from "../types-training.js" */

const RADIUS = 2.6; // CSS pixels
const SIDE = 28; // CSS pixels of a decoded image
const OPACITY = 0.85;

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "training",
  create({ cloud }) {
    const canvas = h("canvas", { class: "training", "aria-hidden": "true", hidden: true });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const picture = new OffscreenCanvas(1, 1);

    /** @param {State} state @param {Viewport} v @param {number} width @param {number} height */
    function paint(state, v, width, height) {
      const { watched: { on, history, at }, space, appearance } = state;
      const card = cardOf(state);
      canvas.hidden = !on || !history || !card || !space;
      cloud.parentElement?.classList.toggle("watching", !canvas.hidden);
      if (!history || !card || !space || !on) {
        return;
      }
      if (!canvas.parentElement) {
        cloud.after(canvas);
      }
      if (canvas.width !== width || canvas.height !== height) {
        Object.assign(canvas, { width, height });
      }
      const ratio = width / v.width;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, v.width, v.height);
      if (card.latent.dim === 2) {
        paintDraws(history, card, space.plane, Math.floor(at), v, appearance);
      }
      const places = placesAt(history, space.plane, at).map((place) => toPixels(v, place));
      context.globalAlpha = OPACITY;
      for (const label of new Set(history.label)) {
        context.fillStyle = classColour(label, card.labels.length, appearance);
        context.beginPath();
        places.forEach(([x, y], i) => {
          if (history.label[i] === label) {
            context.moveTo(x + RADIUS, y);
            context.arc(x, y, RADIUS, 0, 2 * Math.PI);
          }
        });
        context.fill();
      }
      context.globalAlpha = 1;
    }

    /**
     * @param {History} history
     * @param {Card} card
     * @param {Plane} plane
     * @param {number} snapshot
     * @param {Viewport} v
     * @param {State["appearance"]} appearance
     */
    function paintDraws({ code, dim, draws, draw }, card, plane, snapshot, v, appearance) {
      const { input } = card;
      const size = input.channels * input.height * input.width;
      const tone = toneOf(card, appearance);
      // Their paper is the map's, so that neither grid nor neighbours are cut.
      context.globalCompositeOperation = tone.key === "light" ? "multiply" : tone.key === "dark" ? "lighten" : "source-over";
      const scale = SIDE / Math.max(input.width, input.height);
      Object.assign(picture, { width: input.width, height: input.height });
      const painting = /** @type {OffscreenCanvasRenderingContext2D} */ (picture.getContext("2d"));
      for (let i = 0; i < draws; i++) {
        const [x, y] = toPixels(v, project(plane, code.subarray(i * dim, (i + 1) * dim)));
        const [width, height] = [input.width * scale, input.height * scale];
        painting.putImageData(imageData(draw, (snapshot * draws + i) * size, input, tone), 0, 0);
        context.drawImage(picture, x - width / 2, y - height / 2, width, height);
      }
      context.globalCompositeOperation = "source-over";
    }

    const gated = selector(paint);
    return { draw: (state, v) => void gated(state, v, cloud.width, cloud.height) };
  },
};
