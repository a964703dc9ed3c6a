// The first of the selected images. One of them takes the focus at a time; arrows lead to the others.
import { entitle, press } from "../../controls.js";
import { h } from "../../dom.js";
import { show } from "../../tone.js";

/** @param {Dispatch} dispatch */
export function createMontage(dispatch) {
  /** @type {Map<number, {element: HTMLButtonElement, canvas: HTMLCanvasElement, painted: string}>} */
  let tiles = new Map();
  const element = h("div", { class: "images-montage", role: "toolbar", "aria-label": "Selected images", onkeydown: arrows });

  /** @param {KeyboardEvent} event */
  function arrows(event) {
    const all = [...element.querySelectorAll("button")];
    const now = all.indexOf(/** @type {any} */ (document.activeElement));
    const across = getComputedStyle(element).gridTemplateColumns.split(" ").length;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }[event.key];
    const next = step !== undefined && now >= 0 ? all[now + step] : undefined;
    if (step !== undefined) {
      event.preventDefault();
      event.stopPropagation(); // arrows move the map's pin elsewhere
    }
    if (next) {
      all[now].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  }

  /** @param {number} row */
  function tile(row) {
    const canvas = h("canvas", { class: "image", "aria-hidden": "true" });
    const button = h("button", { tabIndex: -1, disabled: true }, canvas);
    return { element: button, canvas, painted: "", row };
  }

  return {
    element,
    /**
     * @param {number[]} shown rows
     * @param {Record<number, Row>} rows those that are known
     * @param {Card} card
     * @param {Tone} tone
     * @param {boolean} originals
     * @param {number | undefined} pinned row
     */
    update(shown, rows, card, tone, originals, pinned) {
      const next = new Map();
      for (const row of shown) {
        next.set(row, tiles.get(row) ?? tile(row));
      }
      if (next.size !== tiles.size || shown.some((row) => !tiles.has(row))) {
        element.replaceChildren(...[...next.values()].map((t) => t.element));
      }
      tiles = next;
      for (const [row, t] of tiles) {
        const known = rows[row];
        const painted = `${tone.key} ${originals}`;
        if (known && t.painted !== painted) {
          show(t.canvas, (originals && known.original) || known.mean, 0, card.input, tone);
          if (!t.painted) {
            const label = card.labels[known.label];
            t.element.disabled = false;
            entitle(t.element, `Pin ${label === undefined ? "" : `${label}, `}row ${row}`);
            const spot = { z: known.mu, row };
            t.element.addEventListener("click", () => dispatch({ type: "pin", spot }));
            t.element.addEventListener("pointerenter", () => dispatch({ type: "hover", spot }));
            t.element.addEventListener("pointerleave", () => dispatch({ type: "hover", spot: null }));
          }
          t.painted = painted;
        }
        press(t.element, pinned === row);
      }
      if (!element.querySelector('button[tabindex="0"]')) {
        element.querySelector("button")?.setAttribute("tabindex", "0");
      }
    },
  };
}
