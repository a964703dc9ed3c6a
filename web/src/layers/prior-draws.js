// Draws of the prior, decoded: an image at the place of each.
import { s } from "../dom.js";
import { project } from "../plane.js";
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { toneOf } from "../tone.js";
import { translation } from "../viewport.js";
import { picture } from "./picture.js";

const SIDE = 30; // pixels of the longer side of an image

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "prior-draws",
  shown: { title: "Draws of the prior", term: "prior draws", on: false, isOffered: ({ latent }) => latent.dim > 1 },
  create({ labels }) {
    const group = labels.appendChild(s("g", { class: "prior-draws", "aria-hidden": "true" }));
    /** @type {Place[]} */
    let places = [];
    const lay = selector((state) => {
      const { priorDraws, space, appearance } = state;
      const card = cardOf(state);
      if (!priorDraws || !space || !card) {
        places = [];
        group.replaceChildren();
        return;
      }
      const { codes, pixels } = priorDraws;
      const { latent: { dim }, input } = card;
      const tone = toneOf(card, appearance);
      places = Array.from({ length: codes.length / dim }, (_, i) => project(space.plane, codes.subarray(i * dim, (i + 1) * dim)));
      group.replaceChildren(...places.map((_, i) => picture(pixels, (i * pixels.length) / places.length, input, tone, SIDE)));
    });
    return {
      draw(state, v) {
        lay(state);
        places.forEach((place, i) => group.children[i].setAttribute("transform", translation(v, place)));
      },
    };
  },
};
