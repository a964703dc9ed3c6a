// A place for one image: it keeps its size while there is none, and paints only what is new.
import { changes, h } from "./dom.js";
import { show } from "./tone.js";
/** @import {Shape} from "./types.js" */

/**
 * Shows an image, or that there is none, on a canvas that has its place without one.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number> | null | undefined} values
 * @param {Shape} input
 * @param {Tone} tone
 */
export function showKnown(canvas, values, input, tone) {
  canvas.classList.toggle("empty", !values);
  if (values) {
    show(canvas, values, 0, input, tone);
  }
}

/** @param {string} [kind] further classes */
export function picture(kind = "") {
  const canvas = h("canvas", { class: "image", width: 1, height: 1, hidden: true });
  const element = h("span", { class: `here-picture ${kind}` }, canvas);
  const other = changes();

  /** @param {string} name as it is read out; empty where what holds the picture says it */
  function call(name) {
    if (name === "") {
      canvas.setAttribute("aria-hidden", "true");
    } else if (canvas.getAttribute("aria-label") !== name) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", name);
    }
  }

  return {
    element,
    canvas,
    /**
     * @param {ArrayLike<number> | null | undefined} values none to show nothing
     * @param {number} from
     * @param {Shape} input
     * @param {Tone} tone
     * @param {string} [name]
     */
    show(values, from, input, tone, name = "") {
      if (other(values, from, input, tone.key) && values) {
        show(canvas, values, from, input, tone);
      }
      canvas.hidden = !values;
      call(name);
    },
    /**
     * Shows differences that are painted already.
     * @param {{image: ImageData, max: number} | null} painted
     * @param {string} name
     */
    put(painted, name) {
      if (other(painted) && painted) {
        Object.assign(canvas, { width: painted.image.width, height: painted.image.height });
        canvas.getContext("2d")?.putImageData(painted.image, 0, 0);
      }
      canvas.hidden = !painted;
      call(name);
    },
    clear() {
      other(null);
      canvas.hidden = true;
    },
  };
}
