// Beside the map: which layers are shown, what colours mean. Folded it is a row above the map; on a phone the sheet of
// layers.
import { showsColumnAtlas } from "../../column-atlas.js";
import { columnOf, columnsOf } from "../../columns/columns.js";
import { button } from "../../controls.js";
import { h, setText, SHEETS } from "../../dom.js";
import { icon } from "../../icons.js";
import { isShown, LAYERS } from "../../layers/layers.js";
import { counted } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { explain } from "../../tooltip.js";
import { meaning } from "../../terms.js";
import { create as legend } from "./legend.js";

const OF_SMALL = ["points"]; // layers of the small atlas alone
const NARROW = 640; // pixels of a map, beside which the card would take too much

/** @param {HTMLElement} parent @param {Dispatch} dispatch */
export function create(parent, dispatch) {
  const inOrder = [...LAYERS].sort((a, b) => Number(b.shown?.on ?? false) - Number(a.shown?.on ?? false));
  const switches = inOrder.flatMap((layer) => {
    const { id, shown } = layer;
    if (!shown) {
      return [];
    }
    const box = h("input", {
      type: "checkbox",
      role: "switch",
      "data-layer": id,
      onchange: () => dispatch({ type: "layer", layer: id, on: box.checked }),
    });
    box.setAttribute("aria-description", meaning(shown.term));
    const label = h("span", { class: "name term" }, shown.title);
    explain(label, meaning(shown.term)); // not the whole row: the tooltip would lie over the next switches
    const row = h("label", { class: "layer" }, box, label);
    return [{ layer, box, row }];
  });
  const colour = h("select", {
    class: "field",
    "aria-label": "Colour data by",
    onchange: () => dispatch({ type: "keep", change: { colour: colour.value } }),
  });
  const key = h("div", { class: "legend" });
  const source = h("p", { class: "small quiet" });
  const body = h(
    "div",
    { class: "body", id: `${parent.id}-card-body` },
    h(
      "div",
      { class: "more", id: `${parent.id}-card-more` },
      h("div", { class: "layers" }, ...switches.map(({ row }) => row)),
      source,
      h("label", { class: "colour" }, h("span", { class: "quiet" }, "Colour"), colour),
    ),
    key,
  );
  const fold = button("bare fold", toggle, icon("layers"), h("span", {}, "Layers"), icon("down"));
  fold.setAttribute("aria-controls", `${parent.id}-card-more`);
  const card = h("section", { class: "map-card", "aria-label": "Layers and colours" }, fold, body);
  parent.append(card);
  const shown = legend(key, dispatch);
  const check = selector(({ kept }) => switches.forEach(({ layer, box }) => (box.checked = isShown(kept, layer))));
  /** What a model without an atlas, or without posteriors, cannot show is not offered. */
  const offer = selector(({ tables, cards, models, kept }, /** @type {Card} */ model) => {
    const all = showsColumnAtlas(model, kept); // in place of those of the small atlas
    switches.forEach(({ layer, row }) => (row.hidden = !layer.shown?.isOffered(model) || (all && OF_SMALL.includes(layer.id))));
    const ofSmall = all && model.atlas && kept?.layers.density;
    setText(source, ofSmall ? `Density is that of the ${counted(model.atlas?.count ?? 0)} images of atlas.npz, not of all rows.` : "");
    source.hidden = !ofSmall;
    const options = columnsOf(model, { tables, cards, models, kept }).map(({ id, title }) => h("option", { value: id }, title));
    colour.replaceChildren(...options);
    /** @type {HTMLElement} */ (colour.parentElement).hidden = !model.atlas && !all;
    key.hidden = !model.atlas && !all;
  });
  const choose = selector(({ tables, cards, models, kept }, /** @type {Card} */ model) => (colour.value = columnOf(model, { tables, cards, models, kept }).id));
  let chosen = false; // whether somebody folded or unfolded it
  foldTo(parent.previousElementSibling !== null); // beside another map there is hardly room
  new ResizeObserver(([{ contentRect: { width } }]) => {
    if (!chosen) {
      foldTo(width < NARROW && !SHEETS.matches);
    }
  }).observe(parent);

  function toggle() {
    chosen = true;
    foldTo(!card.classList.contains("folded"));
  }

  /** @param {boolean} shut */
  function foldTo(shut) {
    card.classList.toggle("folded", shut);
    fold.setAttribute("aria-expanded", String(!shut));
  }

  return {
    /** @param {State} state */
    update(state) {
      const { kept, sheet } = state;
      const model = cardOf(state);
      card.classList.toggle("open", sheet === "layers" && state.pane === state.active);
      card.hidden = !kept || !model;
      check(state);
      if (model) {
        offer(state, model);
      }
      if (kept && model) {
        choose(state, model);
        shown.update(state);
      }
    },
  };
}
