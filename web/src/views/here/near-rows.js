// The rows of an atlas of columns that lie nearest to the pin, as their images where these lie at hand and decoded elsewhere, to go to.
import { showsColumnAtlas, shownAs } from "../../column-atlas.js";
import { h, setText } from "../../dom.js";
import { neighbours } from "../../neighbours.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
/** @import {Entry, Pictured} from "../../types-column-atlas.js" */

const COUNT = 6;

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const images = neighbours(COUNT, "Pin", "here-nearest", dispatch, ({ row, mu }) => ({ z: mu, entry: row }));
  const head = h("span");
  const element = h("div", { class: "here-part" }, h("div", { class: "row between small quiet" }, h("span", {}, "Nearest of all rows"), head), images.element);
  const draw = selector((state) => {
    const { kept, appearance, columnAtlas: { near, entries, images: known, order } } = state;
    const card = cardOf(state);
    element.hidden = !card || !showsColumnAtlas(card, kept) || order?.share !== 1;
    if (!card || element.hidden) {
      return;
    }
    const shown = near && String(near.z) === String(kept?.pin?.z) ? near.rows : [];
    const rows = shown.flatMap(({ row }) => (known[row] && entries[row] ? [[row, rowOf(card.labels, entries[row], known[row])]] : []));
    images.update({ ...draw.state, appearance, rows: Object.fromEntries(rows) }, shown);
    setText(head, rows.length > 0 ? `${shownAs(known, shown.map(({ row }) => row))}, distance` : "");
  });
  return { element, update: draw };
}

/** @param {string[]} labels @param {Entry} entry @param {Pictured} image @returns {Row} */
function rowOf(labels, { row, mu, label }, { pixels, input, original }) {
  const known = { logvar: [], kl: 0, reconstruction: 0, percentile: null, absent: "" };
  return { ...known, row, index: row, label: labels.indexOf(label), mu, mean: pixels, original: original ? pixels : null, input };
}
