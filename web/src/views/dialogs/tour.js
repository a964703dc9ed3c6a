// A first look around: a slip at the foot of HERE, which is empty at first, and a ring round the part that it speaks of.
// The map stays free. It comes by itself once in a browser, not on a phone, and not to a shared link, which opens to what
// was sent.
import { button, iconButton } from "../../controls.js";
import { changes, h, setText } from "../../dom.js";
import { recall, remember } from "../../remember.js";
import { isPlain } from "../../url.js";
/** @import {Dispatch} from "../../state.js" */
/** @import {State} from "../../types.js" */

const KEY = "isthmus-toured";
const EDGE = 8; // pixels round the slip

/** @type {{at: string, title: string, text: string}[]} */
const STEPS = [
  {
    at: "map",
    title: "A map of codes",
    text: "Each place is a code, drawn as the image that the decoder makes of it. Points are real images, placed by the encoder. Hover over a place or tap it to see it in Here.",
  },
  {
    at: "here",
    title: "Click to pin a place",
    text: "Here then keeps its image, its code and the nearest images of the data. Arrow keys move the pin in small steps, and Esc removes it.",
  },
  {
    at: "images",
    title: "Bring your own images",
    text: "Drop, paste or draw one. The encoder places it on the map, and an ellipse shows how certain it is.",
  },
  {
    at: "path",
    title: "Interpolate",
    text: "Add keyframes to make an interpolation path, then play it. A mark under each frame shows how well the data support it.",
  },
];

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const plain = isPlain(location.search) && location.pathname === "/"; // before the page writes to it
  let asked = !plain || recall(KEY) !== null || matchMedia("(max-width: 760px)").matches;
  let byItself = false; // rather than because somebody asked
  let open = false;
  let step = 0;
  const title = h("h2", { class: "headline" });
  const text = h("p");
  const count = h("span", { class: "number quiet" });
  const back = button("bare", () => go(step - 1), "Back");
  const next = button("main", () => go(step + 1), "Next");
  const slip = h(
    "div",
    { class: "slip tour", role: "region", "aria-label": "Tour", hidden: true },
    h("div", { class: "row between" }, title, iconButton("close", "Close the tour", end)),
    text,
    h("div", { class: "row between" }, count, h("span", { class: "row" }, back, next)),
  );
  const ring = h("div", { class: "tour-ring", hidden: true, "aria-hidden": "true" });
  const element = h("div", {}, ring, slip);
  const sizeNew = changes();
  addEventListener("resize", place);
  document.addEventListener("keydown", escape, true); // before the map, which would let go of its pin

  function end() {
    dispatch({ type: "dialog", dialog: null });
  }

  /** @param {KeyboardEvent} event */
  function escape(event) {
    if (open && event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      end();
    }
  }

  /** @param {number} to */
  function go(to) {
    if (to >= STEPS.length) {
      end();
      return;
    }
    step = Math.max(0, to);
    setText(title, STEPS[step].title);
    setText(text, STEPS[step].text);
    setText(count, `${step + 1} of ${STEPS.length}`);
    setText(next, step === STEPS.length - 1 ? "Done" : "Next");
    back.disabled = step === 0;
    place();
  }

  function place() {
    const part = document.getElementById(STEPS[step].at)?.getBoundingClientRect();
    const home = document.getElementById("here")?.getBoundingClientRect();
    if (!open || !part || !home) {
      return;
    }
    slip.style.left = `${home.left + EDGE}px`;
    slip.style.width = `${home.width - 2 * EDGE}px`;
    slip.style.top = `${home.bottom - EDGE - slip.offsetHeight}px`;
    for (const side of /** @type {const} */ (["left", "top", "width", "height"])) {
      ring.style[side] = `${part[side]}px`;
    }
  }

  return {
    element,
    /** @param {State} state */
    update({ dialog, space, kept, size }) {
      if (!asked && kept && space && dialog === null) {
        asked = byItself = true;
        dispatch({ type: "dialog", dialog: "tour" });
      }
      if (open !== (dialog === "tour")) {
        open = !open;
        slip.hidden = ring.hidden = !open;
        if (open) {
          remember(KEY, "yes");
          go(0);
          if (!byItself) {
            next.focus();
          }
          asked = true;
          byItself = false;
        }
      } else if (sizeNew(size)) {
        place();
      }
    },
  };
}
