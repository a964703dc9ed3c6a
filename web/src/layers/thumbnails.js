// The samples themselves in place of their dots, where there is room: originals, or reconstructions with a dashed border.
import { labelsOf, pointsIn } from "../column-atlas.js";
import { s } from "../dom.js";
import { classColour } from "../palette.js";
import { cardOf } from "../state.js";
import { SIDE, thumbnailsOf } from "../thumbnails.js";
import { toneOf } from "../tone.js";
import { translation } from "../viewport.js";
import { picture } from "./picture.js";
/** @typedef {Pick<Row, "label" | "original" | "mean" | "input">} Shown */

/** @type {import("./layers.js").Layer} */
export const layer = {
  id: "thumbnails",
  shown: { title: "Thumbnails", term: "thumbnails", on: true, isOffered: ({ atlas, columnAtlas }) => !!atlas || !!columnAtlas },
  create({ labels }) {
    const group = labels.appendChild(s("g", { class: "thumbnails", "aria-hidden": "true" }));
    /** @type {Map<number, {key: string, known: Shown, element: SVGGElement}>} by row */
    let drawn = new Map();
    let missing = 0;
    return {
      draw(state, v) {
        const card = cardOf(state);
        const { rows, appearance } = state;
        const points = pointsIn(state);
        const wanted = card && points ? thumbnailsOf({ ...state, points }) : [];
        const key = `${card?.version} ${appearance}`;
        const next = new Map();
        missing = 0;
        for (const place of wanted) {
          const row = points?.rows?.[place] ?? place;
          const known = points?.rows ? entryShown(state, row) : rows[row];
          const before = drawn.get(row);
          if (!known || !points) {
            missing++;
            continue;
          }
          const same = before?.key === key && before.known.mean === known.mean && before.known.original === known.original;
          const element = same ? before.element : group.appendChild(elementOf(state, known));
          element.setAttribute("transform", translation(v, [points.x[place], points.y[place]]));
          next.set(row, { key, known, element });
          if (same) {
            drawn.delete(row);
          }
        }
        drawn.forEach(({ element }) => element.remove());
        drawn = next;
      },
      ready: () => missing === 0,
    };
  },
};

/** What is shown of a row of the atlas of columns, once it is there. @param {State} state @param {number} row @returns {Shown | undefined} */
function entryShown({ columnAtlas }, row) {
  const [entry, image] = [columnAtlas.entries[row], columnAtlas.images[row]];
  const label = columnAtlas.order?.labels.indexOf(entry?.label ?? "") ?? 0;
  return entry && image ? { label, original: image.original ? image.pixels : null, mean: image.pixels, input: image.input } : undefined;
}

/** @param {State} state @param {Shown} row */
function elementOf(state, { label, original, mean, input }) {
  const card = /** @type {import("../types.js").Card} */ (cardOf(state));
  const stroke = classColour(label, labelsOf(card, state.columnAtlas, state.kept).length, state.appearance);
  return picture(original ?? mean, 0, input ?? card.input, toneOf(card, state.appearance), SIDE, { class: original ? "" : "decoded", stroke });
}
