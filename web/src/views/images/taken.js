// What a lasso took of an atlas of columns: how many rows of each class, how columns are distributed among them, and some rows,
// drawn evenly. What is told of these alone says so, with its error.
import { histogramOf, showsColumnAtlas, labelsOf, meanOf, shownAs, takenOf } from "../../column-atlas.js";
import { columnsOf } from "../../columns/columns.js";
import { iconButton } from "../../controls.js";
import { h, refill, setText } from "../../dom.js";
import { histogram } from "../../histogram.js";
import { counted, fixed, within } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { show, toneOf } from "../../tone.js";
import { bars } from "./bars.js";
/** @import {Counted} from "../../types-column-atlas.js" */

const SHOWN = 32; // pictures

/** @param {Dispatch} dispatch */
export function createTaken(dispatch) {
  const heading = h("h2", { "aria-live": "polite" });
  const share = h("p", { class: "small quiet" });
  const classes = h("ul", { class: "images-bars" });
  const columns = h("div", { class: "images-columns" });
  const caption = h("p", { class: "small quiet" });
  const pictures = h("div", { class: "images-montage", role: "toolbar", "aria-label": "Rows drawn of the selected ones" });
  const clear = iconButton("close", "Clear selection", () => dispatch({ type: "column-atlas", change: { lasso: [] } }));
  const element = h(
    "section",
    { class: "block images-taken", "aria-label": "Selected rows", hidden: true },
    h("div", { class: "images-head" }, heading, h("span", { class: "images-spring" }), clear),
    share,
    classes,
    columns,
    caption,
    pictures,
  );

  const counts = selector(({ columnAtlas, kept, appearance }, /** @type {Card} */ card, /** @type {Counted | null} */ taken) => {
    setText(heading, taken ? `${counted(taken.count)} selected` : "Counting…");
    const of = columnAtlas.shown?.count ?? 0;
    setText(share, taken && of > 0 ? `${fixed((100 * taken.count) / of, taken.count < of / 10 ? 2 : 1)}% of the ${counted(of)} rows shown` : "");
    classes.replaceChildren(...(taken ? bars(taken.classes, labelsOf(card, columnAtlas, kept), appearance) : []));
  });
  const distributions = selector((state, /** @type {Card} */ card, /** @type {Counted | null} */ taken) => {
    const { columnAtlas: { all, entries, images } } = state;
    const known = taken?.sample.flatMap((row) => entries[row] ?? []) ?? [];
    const count = taken?.count ?? 0;
    const whole = count > 0 && known.length === taken?.sample.length;
    refill(
      columns,
      ...(count > 0 ? columnsOf(card, state) : []).map(({ id, title }) => {
        const [everywhere, here] = [histogramOf(all, id), histogramOf(taken, id)];
        if (!everywhere || !here) {
          return null;
        }
        const drawing = histogram();
        drawing.show(everywhere, here, true);
        const { mean, error } = meanOf(known, id, count);
        return h("div", {}, h("div", { class: "row between small" }, h("span", {}, title), h("span", { class: "number" }, whole ? `mean ${within(mean, error > 0 ? error : NaN)}` : "")), drawing.element);
      }),
    );
    const as = shownAs(images, taken?.sample ?? []);
    const sampled = whole && known.length < count;
    setText(caption, !whole ? "" : sampled ? `Means are of ${counted(known.length)} rows drawn evenly, ± one standard error. Grey: all rows. Some of the drawn rows, ${as}:` : `Grey: all rows. Rows, ${as}:`);
  });
  const montage = selector(({ columnAtlas: { entries, images }, appearance, kept }, /** @type {Card} */ card, /** @type {Counted | null} */ taken) => {
    const rows = (taken?.sample ?? []).flatMap((row) => (images[row] ? [{ row, ...images[row] }] : [])).slice(0, SHOWN);
    refill(
      pictures,
      ...rows.map(({ row, pixels, input }) => {
        const entry = entries[row];
        const canvas = h("canvas", { class: "image", "aria-hidden": "true" });
        show(canvas, pixels, 0, input, toneOf(card, appearance));
        const spot = entry ? { z: entry.mu, entry: row } : null;
        const name = `Pin ${entry?.label ? `${entry.label}, ` : ""}row ${counted(row)}`;
        return h(
          "button",
          {
            title: name,
            "aria-label": name,
            "aria-pressed": String(kept?.pin?.entry === row),
            onclick: () => spot && dispatch({ type: "pin", spot }),
            onpointerenter: () => dispatch({ type: "hover", spot }),
            onpointerleave: () => dispatch({ type: "hover", spot: null }),
          },
          canvas,
        );
      }),
    );
  });

  return {
    element,
    /** @param {State} state */
    update(state) {
      const card = cardOf(state);
      const { lasso } = state.columnAtlas;
      const taken = takenOf(state.columnAtlas);
      element.hidden = !card || !showsColumnAtlas(card, state.kept) || lasso.length === 0;
      if (card && !element.hidden) {
        counts(state, card, taken);
        distributions(state, card, taken);
        montage(state, card, taken);
      }
    },
  };
}
