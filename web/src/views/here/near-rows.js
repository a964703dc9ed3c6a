// The rows of an atlas of columns that lie nearest to the pin, as their decoded images, to go to.
import { isCorpus } from "../../corpus.js";
import { h, setText } from "../../dom.js";
import { neighbours } from "../../neighbours.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Row, State} from "../../types.js" */

const COUNT = 6;

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const images = neighbours(COUNT, "Pin", "here-nearest", dispatch, ({ row, mu }) => ({ z: mu, entry: row }));
  const head = h("span");
  const element = h("div", { class: "here-part" }, h("div", { class: "row between small quiet" }, h("span", {}, "Nearest of all rows"), head), images.element);
  /** @type {State} */
  let now;
  const draw = selector((state) => {
    const { kept, appearance, corpus: { near, entries, images: decoded, order } } = state;
    const card = cardOf(state);
    element.hidden = !card || !isCorpus(card, kept) || order?.share !== 1;
    if (!card || element.hidden) {
      return;
    }
    const shown = near && String(near.z) === String(kept?.pin?.z) ? near.rows : [];
    const known = shown.flatMap(({ row }) => (entries[row] && decoded[row] ? [[row, rowOf(card.labels, entries[row], decoded[row])]] : []));
    images.update({ ...now, appearance, rows: Object.fromEntries(known) }, shown);
    setText(head, shown.length > 0 ? "reconstructions, distance" : "");
  });
  return {
    element,
    /** @param {State} state */
    update(state) {
      now = state;
      draw(state);
    },
  };
}

/** @param {string[]} labels @param {import("../../types-corpus.js").Entry} entry @param {Uint8Array} mean @returns {Row} */
function rowOf(labels, { row, mu, label }, mean) {
  return { row, index: row, label: labels.indexOf(label), mu, logvar: [], kl: 0, reconstruction: 0, percentile: null, mean, original: null, absent: "" };
}
