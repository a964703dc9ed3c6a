// Panels of which one shows at a time where latent space has more than two dimensions; below that, an image's alone.
import { h } from "../../dom.js";
import { isDiscrete } from "../../mosaic.js";
import { cardOf, sampleOf } from "../../state.js";
import { create as codebook } from "./codebook.js";
import { create as dimensions } from "./dimensions.js";
import { create as image } from "./image.js";
import { create as plane } from "./plane.js";

/** @typedef {{element: HTMLElement, update(state: State): void}} Tab */

/**
 * The image's first; `empty` is said where there is nothing to show.
 * @type {{name: string, make: (dispatch: Dispatch) => Tab, empty: string, of?: (card: Card) => boolean}[]}
 */
const TABS = [
  { name: "Image", make: image, empty: "Pin an image, of the data or your own, to see what the model makes of it." },
  { name: "Dimensions", make: dimensions, empty: "", of: (card) => !isDiscrete(card) },
  { name: "Codebook", make: codebook, empty: "Reading the codebook…", of: isDiscrete },
  { name: "Plane", make: plane, empty: "" },
];

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const tabs = TABS.map(({ name, make, empty, of = () => true }, i) => {
    const part = make(dispatch);
    const says = h("p", { class: "here-empty quiet" }, empty);
    const panel = h("div", { id: `here-panel-${i}` }, part.element, says);
    const button = h("button", { id: `here-tab-${i}`, role: "tab", class: "here-tab", onclick: () => choose(i) }, name);
    button.setAttribute("aria-controls", panel.id);
    return { part, says, panel, button, of };
  });
  const list = h("div", { class: "here-tabs", role: "tablist", "aria-label": "About", onkeydown: move });
  list.append(...tabs.map(({ button }) => button));
  const element = h("div", { class: "here-tabbed" }, list, ...tabs.map(({ panel }) => panel));
  /** @type {number | null} */
  let chosen = null; // by the reader; until then the image's where one is pinned, or else the next
  /** @type {State | null} */
  let now = null;

  /** @param {number} i */
  function choose(i) {
    chosen = i;
    draw();
  }

  /** @param {KeyboardEvent} event */
  function move(event) {
    const at = tabs.findIndex(({ button }) => button === document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (at >= 0 && step) {
      const there = tabs.filter(({ button }) => !button.hidden);
      const next = there[(there.indexOf(tabs[at]) + step + there.length) % there.length];
      choose(tabs.indexOf(next));
      next.button.focus();
      event.preventDefault();
    }
  }

  function draw() {
    const card = now && cardOf(now);
    if (!now || !card) {
      return;
    }
    const several = card.latent.dim > 2;
    const pin = now.kept?.pin ?? null;
    const hasImage = sampleOf(now, pin) !== null || pin?.row !== undefined;
    const first = tabs.findIndex(({ of }, i) => i > 0 && of(card));
    const open = !several ? 0 : chosen !== null && tabs[chosen].of(card) ? chosen : hasImage ? 0 : first;
    element.classList.toggle("several", several);
    list.hidden = !several;
    tabs[0].button.classList.toggle("pinned", hasImage);
    for (const [i, { part, says, panel, button, of }] of tabs.entries()) {
      button.hidden = !of(card);
      button.setAttribute("aria-selected", String(i === open));
      button.tabIndex = i === open ? 0 : -1;
      panel.hidden = i !== open;
      if (i === open) {
        part.update(now);
        says.hidden = !several || !part.element.hidden;
      }
      if (several) {
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", button.id);
      } else {
        panel.removeAttribute("role");
        panel.removeAttribute("aria-labelledby");
      }
    }
  }

  return {
    element,
    /** @param {State} state */
    update(state) {
      now = state;
      draw();
    },
  };
}
