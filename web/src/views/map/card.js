// @ts-check
// The card over the map: which layers are shown, what colours mean. On a phone it is the sheet of layers.
import { changes, h } from "../../dom.js";
import { icon } from "../../icons.js";
import { cardOf } from "../../state.js";
import { isMeasurable } from "../../support.js";
import { explain } from "../../tooltip.js";
import { meaning } from "../../terms.js";
import { create as legend } from "./legend.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {Card, Colour, Layers, State} from "../../types.js" */

/** @type {[keyof Layers, string, string][]} layer, its name here, its term */
const LAYERS = [
  ["manifold", "Decoded images", "manifold"],
  ["points", "Data", "data"],
  ["ellipses", "Posteriors, 50–90%", "ellipse"],
  ["prior", "Prior, 50–99%", "prior"],
  ["density", "Density, 50–99%", "density"],
];
/** @type {[Colour, string][]} */
const COLOURS = [
  ["class", "class"],
  ["kl", "KL"],
  ["reconstruction", "reconstruction"],
  ["elbo", "bound (ELBO)"],
];

/**
 * @param {HTMLElement} parent
 * @param {Dispatch} dispatch
 */
export function create(parent, dispatch) {
  const switches = LAYERS.map(([layer, name, key]) => {
    const box = h("input", {
      type: "checkbox",
      role: "switch",
      "data-layer": layer,
      onchange: () => dispatch({ type: "layer", layer, on: box.checked }),
    });
    box.setAttribute("aria-description", meaning(key));
    const label = h("span", { class: "name term" }, name);
    explain(label, meaning(key)); // not the whole row: the tooltip would lie over the next switches
    const row = h("label", { class: "layer" }, box, label);
    return { layer, box, row };
  });
  const colour = h("select", {
    class: "field",
    "aria-label": "Colour data by",
    onchange: () => dispatch({ type: "keep", change: { colour: /** @type {Colour} */ (colour.value) } }),
  });
  const key = h("div", { class: "legend" });
  const body = h(
    "div",
    { class: "body", id: "map-card-body" },
    h(
      "div",
      { class: "more", id: "map-card-more" },
      h("div", { class: "layers" }, ...switches.map(({ row }) => row)),
      h("label", { class: "colour" }, h("span", { class: "quiet" }, "Colour"), colour),
    ),
    key,
  );
  const fold = h(
    "button",
    {
      class: "button bare fold",
      type: "button",
      "aria-controls": "map-card-more",
      onclick: () => {
        chosen = true;
        foldTo(!card.classList.contains("folded"));
      },
    },
    icon("layers"),
    h("span", {}, "Layers"),
    icon("down"),
  );
  const card = h("section", { class: "map-float map-card", "aria-label": "Layers and colours" }, fold, body);
  parent.append(card);
  const shown = legend(key, dispatch);
  const other = { kept: changes(), card: changes() };
  let chosen = false; // whether somebody folded or unfolded it
  let narrow = false;

  /** @param {boolean} shut */
  function foldTo(shut) {
    card.classList.toggle("folded", shut);
    fold.setAttribute("aria-expanded", String(!shut));
  }

  return {
    /** @param {State} state */
    update(state) {
      const { kept, sheet, size } = state;
      const model = cardOf(state);
      card.classList.toggle("open", sheet === "layers");
      card.hidden = !kept || !model;
      const small = size.width < 560;
      if (!chosen && (small !== narrow || !fold.hasAttribute("aria-expanded"))) {
        foldTo(small && !phone());
      }
      narrow = small;
      if (kept && other.kept(kept.layers, kept.colour)) {
        switches.forEach(({ layer, box }) => (box.checked = kept.layers[layer]));
      }
      if (model && other.card(model)) {
        offer(model);
      }
      if (kept) {
        colour.value = kept.colour;
        shown.update(state);
      }
    },
  };

  /** What a model without an atlas, or without posteriors, cannot show is not offered. @param {Card} model */
  function offer(model) {
    const spread = model.posterior === "diagonal";
    const atlas = !!model.atlas;
    const there = { manifold: true, points: atlas, ellipses: spread, prior: spread, density: isMeasurable(model) };
    switches.forEach(({ layer, row }) => (row.hidden = !there[layer]));
    const offered = COLOURS.filter(([value]) => (value === "class" || value === "reconstruction" ? true : spread));
    const nameOf = (/** @type {Colour} */ value, /** @type {string} */ name) =>
      value === "class" && model.labels.length === 0 ? "none" : name;
    colour.replaceChildren(...offered.map(([value, name]) => h("option", { value }, nameOf(value, name))));
    /** @type {HTMLElement} */ (colour.parentElement).hidden = !model.atlas;
    key.hidden = !model.atlas;
  }
}

/** Whether panels are sheets, as in layout.css. */
function phone() {
  return matchMedia("(max-width: 760px)").matches;
}
