// The keyframes as chips: pin one, take it away, or move it, by hand or with Alt and an arrow.
import { entitle } from "../../controls.js";
import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { letterOf } from "../../numbers.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { show, toneOf } from "../../tone.js";
import { pictureOf } from "./words.js";
/** @import {Keyframe} from "../../types.js" */

const START = 5; // pixels after which a press is a drag

/** @typedef {{element: HTMLElement, pin: HTMLButtonElement, picture: HTMLCanvasElement}} Chip */

/** @param {Dispatch} dispatch */
export function createChips(dispatch) {
  /** @type {Keyframe[]} */
  let keyframes = [];
  /** @type {Chip[]} */
  let chips = [];
  /** @type {{from: number, to: number, x: number, y: number, id: number, moved: boolean} | null} */
  let drag = null;
  /** @type {number | null} the chip that gets the focus once the keyframes have changed */
  let focus = null;
  const element = h("ol", { class: "path-chips", "aria-label": "Keyframes" });
  const said = h("span", { class: "unseen", role: "status" });

  /** @param {number} from @param {number} to */
  function move(from, to) {
    if (to < 0 || to >= keyframes.length || to === from) {
      return;
    }
    const next = keyframes.slice();
    next.splice(to, 0, ...next.splice(from, 1));
    dispatch({ type: "keep", change: { keyframes: next } });
    said.textContent = `Keyframe ${letterOf(from)} is now ${letterOf(to)}`;
  }

  /** @param {number} i */
  function chip(i) {
    const picture = h("canvas", { class: "image empty", "aria-hidden": "true" });
    const pin = h(
      "button",
      {
        class: "path-pin",
        "aria-label": `Pin keyframe ${letterOf(i)}`,
        title: "Click to pin; drag or Alt-arrow to reorder",
        onclick: () => !drag?.moved && dispatch({ type: "pin", spot: { ...keyframes[i] } }),
        onkeydown: (/** @type {KeyboardEvent} */ event) => onKey(event, i),
        onpointerdown: (/** @type {PointerEvent} */ event) => {
          if (event.button === 0) {
            drag = { from: i, to: i, x: event.clientX, y: event.clientY, id: event.pointerId, moved: false };
          }
        },
        onpointermove: dragged,
        onpointerup: dropped,
        onpointercancel: () => drop(null),
      },
      picture,
      h("span", {}, letterOf(i)),
    );
    const remove = h("button", { class: "path-remove", onclick: () => take(i) }, icon("close"));
    entitle(remove, `Remove keyframe ${letterOf(i)}`);
    return { element: h("li", { class: "path-chip" }, pin, remove), pin, picture };
  }

  /** @param {number} i */
  function take(i) {
    dispatch({ type: "keep", change: { keyframes: keyframes.filter((_, k) => k !== i) } });
    focus = Math.max(0, Math.min(i, keyframes.length - 2));
  }

  /** @param {KeyboardEvent} event @param {number} i */
  function onKey(event, i) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      const to = Math.max(0, Math.min(keyframes.length - 1, i + step));
      if (event.altKey) {
        move(i, to);
        focus = to;
      } else {
        chips[to]?.pin.focus();
      }
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      take(i);
    }
  }

  /** @param {PointerEvent} event */
  function dragged(event) {
    if (!drag || event.pointerId !== drag.id) {
      return;
    }
    const { clientX: x, clientY: y } = event;
    if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) > START && keyframes.length > 1) {
      drag.moved = true;
      chips[drag.from].pin.setPointerCapture(drag.id);
      chips[drag.from].element.classList.add("dragged");
    }
    if (drag.moved) {
      chips[drag.from].element.style.transform = `translate(${x - drag.x}px, ${y - drag.y}px)`;
      const { from } = drag;
      const to = chips.filter((one, k) => {
        const box = one.element.getBoundingClientRect();
        const before = box.bottom < y || (box.top <= y && box.left + box.width / 2 < x); // chips may stand in several rows
        return k !== from && before;
      }).length;
      drag.to = to;
      chips.forEach((one, k) => {
        one.element.classList.toggle("makes-room-right", k < from && k >= to);
        one.element.classList.toggle("makes-room-left", k > from && k <= to);
      });
    }
  }

  /** @param {PointerEvent} event */
  function dropped(event) {
    if (drag && event.pointerId === drag.id) {
      drop(drag);
    }
  }

  /** @param {typeof drag} done null where it is called off */
  function drop(done) {
    for (const one of chips) {
      one.element.style.transform = "";
      one.element.classList.remove("dragged", "makes-room-right", "makes-room-left");
    }
    if (done?.moved) {
      move(done.from, done.to);
    }
    setTimeout(() => (drag = null)); // the click that ends a drag pins nothing
  }

  const rebuild = selector((_state, /** @type {number} */ count, /** @type {Card | null} */ _card) => {
    const grown = chips.length > 0 && count > chips.length;
    chips = Array.from({ length: count }, (_, i) => chip(i));
    element.replaceChildren(...chips.map((c) => c.element));
    element.scrollLeft = grown ? element.scrollWidth : 0; // to the new one
  });

  const paint = selector((state, /** @type {Chip[]} */ all) => {
    const card = cardOf(state);
    all.forEach((c, i) => {
      const known = card && pictureOf(state, i);
      if (known) {
        show(c.picture, known.values, known.from, card.input, toneOf(card, state.appearance));
        c.picture.classList.remove("empty"); // and stays until there is another, so that nothing blinks
      }
    });
  });

  return {
    element: h("div", { class: "path-keyframes" }, element, said),
    /** @param {State} state */
    update(state) {
      keyframes = state.kept?.keyframes ?? [];
      rebuild(state, keyframes.length, cardOf(state));
      paint(state, chips);
      const pin = state.kept?.pin;
      chips.forEach((c, i) => c.element.classList.toggle("pinned", pin?.z === keyframes[i].z));
      if (focus !== null) {
        chips[focus]?.pin.focus();
        focus = null;
      }
    },
  };
}
