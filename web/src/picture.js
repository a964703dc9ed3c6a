// A place for one image: it keeps its size while there is none, and paints only what is new.
import { changes, h } from "./dom.js";
import { show } from "./tone.js";
/** @import {Card} from "./types.js" */
/** @import {Tone} from "./tone.js" */

/**
 * @param {string} [kind] a class more
 */
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
     * @param {ArrayLike<number>} values
     * @param {number} from
     * @param {Card["input"]} input
     * @param {Tone} tone
     * @param {string} [name]
     */
    show(values, from, input, tone, name = "") {
      if (other(values, from, input, tone.key)) {
        show(canvas, values, from, input, tone);
      }
      canvas.hidden = false;
      call(name);
    },
    /**
     * Shows what somebody else painted.
     * @param {ImageData} image
     * @param {string} name
     */
    put(image, name) {
      other(image);
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d")?.putImageData(image, 0, 0);
      canvas.hidden = false;
      call(name);
    },
    clear() {
      other(null);
      canvas.hidden = true;
    },
  };
}
