// The decoded frames in a row, each with a mark for its support; a cursor that is the map's too; and the frame under it
// in large.
import { entitle } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { differenceOf, levelsOf, SUPPORT_NAMES, SUPPORT_RULE, supportAmong, supportLength } from "../../support.js";
import { term } from "../../terms.js";
import { show, toneOf } from "../../tone.js";
import { explain } from "../../tooltip.js";
import { createOthers } from "./others.js";
import { codeOf } from "./words.js";
/** @import {Support} from "../../support.js" */

const NARROWEST = 22; // pixels of a frame; more frames than fit scroll
const AMONG = 52; // pixels that frames are high at most where there are rows of other models under them

const GRADES = /** @type {Support[]} */ (Object.keys(SUPPORT_NAMES));

/** @param {Support | ""} grade */
function markOf(grade) {
  return h("span", { class: "path-mark", "data-support": grade });
}

/** @param {Dispatch} dispatch */
export function createStrip(dispatch) {
  /** @type {State | null} */
  let state = null;
  /** @type {{element: HTMLElement, canvas: HTMLCanvasElement, mark: HTMLElement}[]} */
  const cells = [];
  /** frames that are painted already, of the strip and tone below */
  let painted = 0;
  let paintedKey = "";
  /** @type {number | null} where the cursor was before the pointer came */
  let before = null;
  /** @type {{frame: number, moved: boolean} | null} the press that goes on */
  let press = null;
  let room = 0;

  const large = h("canvas", { class: "image empty", "aria-hidden": "true" });
  const pin = h("button", { class: "path-large", onclick: () => pinAt(now()) }, large);
  entitle(pin, "Pin this frame");
  const which = h("div", { class: "number" });
  const figure = h("span", { class: "number quiet" });
  const unit = h("span", { class: "small quiet" }, term("grey levels"));
  const level = h("div", { class: "path-level small", role: "note", tabIndex: 0 });
  explain(level, SUPPORT_RULE);
  const supported = h("div", {}, h("div", { class: "small quiet" }, term("support")), h("div", {}, figure, " ", unit), level);
  const readout = h("div", { class: "path-readout" }, which, supported);
  const row = h("div", { class: "path-frames", role: "img" });
  const cursor = h("div", { class: "path-cursor", "aria-hidden": "true" });
  const others = createOthers();
  let among = 0; // rows of other models
  const track = h(
    "div",
    {
      class: "path-track",
      onpointerdown: down,
      onpointermove: move,
      onpointerup: up,
      onpointercancel: leave,
      onpointerleave: leave,
    },
    row,
    others.element,
    cursor,
  );
  const scroller = h("div", { class: "path-scroller", role: "group", "aria-label": "Decoded frames" }, track);
  const words = h("span", { class: "row" }, ...GRADES.map((grade) => h("span", {}, markOf(grade), SUPPORT_NAMES[grade])));
  const wordless = h("span", {}, "The taller a bar, the better the data support its frame.");
  const legend = h("div", { class: "path-legend small quiet" }, words, wordless);
  const element = h("div", { class: "path-strip" }, pin, readout, h("div", { class: "path-film" }, scroller, legend));

  function now() {
    return state?.strip ? Math.max(0, Math.min(state.strip.of - 1, Math.round(state.playing.at))) : 0;
  }

  /** The frame under the pointer, with its share. @param {PointerEvent} event */
  function at(event) {
    const box = row.getBoundingClientRect();
    const of = state?.strip?.of ?? 1;
    return Math.max(0, Math.min(of - 1, ((event.clientX - box.left) / box.width) * of - 0.5));
  }

  /** @param {number} frame */
  function preview(frame) {
    const strip = state?.strip;
    dispatch({ type: "play", change: { at: frame, on: false } });
    if (strip && frame < strip.count) {
      dispatch({ type: "hover", spot: { z: codeOf(strip, frame) } });
    }
  }

  /** @param {number} frame */
  function pinAt(frame) {
    const strip = state?.strip;
    if (strip && frame < strip.count) {
      dispatch({ type: "hover", spot: null });
      dispatch({ type: "pin", spot: { z: codeOf(strip, frame) } });
    }
  }

  /** @param {PointerEvent} event */
  function down(event) {
    if (event.button === 0 && state?.strip) {
      press = { frame: Math.round(at(event)), moved: false };
      before = null; // what is pressed stays
      if (event.pointerType === "mouse" || !track.classList.contains("scrolls")) {
        track.setPointerCapture(event.pointerId);
      }
      preview(press.frame);
    }
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (!state?.strip || (state.playing.on && !press) || (event.pointerType !== "mouse" && !press)) {
      return;
    }
    if (!press && before === null) {
      before = state.playing.at;
    }
    const frame = Math.round(at(event));
    if (press && frame !== press.frame) {
      press.moved = true;
    }
    if (frame !== state.playing.at) {
      preview(frame);
    }
  }

  /** @param {PointerEvent} event */
  function up(event) {
    if (press && !press.moved) {
      pinAt(Math.round(at(event)));
    }
    press = null;
  }

  function leave() {
    press = null;
    if (before !== null) {
      dispatch({ type: "play", change: { at: before } });
      before = null;
    }
    if (state?.hover) {
      dispatch({ type: "hover", spot: null });
    }
  }

  /** @param {number} of */
  function fitCells(of) {
    while (cells.length > of) {
      cells.pop()?.element.remove();
    }
    while (cells.length < of) {
      const canvas = h("canvas", { class: "image" });
      const mark = markOf("");
      const cell = { element: h("div", { class: "path-frame" }, canvas, mark), canvas, mark };
      cells.push(cell);
      row.append(cell.element);
    }
  }

  /** As wide as fits, not wider than the row is high, and not narrower than can be seen. @param {Card} card @param {number} of */
  function measure(card, of) {
    const { width, height } = card.input;
    const tallest = among > 0 ? AMONG : Math.max(NARROWEST, scroller.clientHeight - 20);
    const widest = (tallest * width) / height;
    const each = Math.max(NARROWEST, Math.min(widest, scroller.clientWidth / of));
    track.style.width = `${each * of}px`;
    const scrolls = each * of > scroller.clientWidth + 1;
    track.classList.toggle("scrolls", scrolls);
    scroller.toggleAttribute("tabindex", scrolls); // what scrolls is reached by keys too
    if (scrolls) {
      scroller.tabIndex = 0;
    }
  }

  /** @param {Strip} strip @param {Card} card @param {State["appearance"]} appearance */
  function paint(strip, card, appearance) {
    const tone = toneOf(card, appearance);
    const key = `${strip.key} ${tone.key}`;
    if (key !== paintedKey) {
      paintedKey = key;
      painted = 0;
    }
    const size = strip.pixels.length / strip.of;
    for (; painted < strip.count; painted++) {
      show(cells[painted].canvas, strip.pixels, painted * size, card.input, tone);
    }
  }

  const rate = selector((next) => {
    const { strip } = next;
    const card = cardOf(next);
    const levels = card ? levelsOf(card) : null;
    legend.style.visibility = levels && strip?.support ? "" : "hidden"; // its place is kept
    words.hidden = !levels?.told;
    wordless.hidden = !words.hidden;
    cells.forEach(({ mark }, i) => {
      const value = strip?.support && levels && i < strip.count ? strip.support[i] : NaN;
      mark.hidden = Number.isNaN(value);
      if (levels && !mark.hidden) {
        mark.dataset.support = supportAmong(value, levels) ?? "";
        mark.style.height = `${Math.round(100 * supportLength(value, levels))}%`;
      }
    });
  });

  const enlarge = selector((next, /** @type {number} */ frame) => {
    const { strip } = next;
    const card = cardOf(next);
    if (!card || !strip) {
      return;
    }
    const here = frame < strip.count;
    setText(which, `${frame + 1} of ${strip.of}`);
    pin.disabled = !here;
    if (here) {
      const size = strip.pixels.length / strip.of;
      show(large, strip.pixels, frame * size, card.input, toneOf(card, next.appearance));
      large.classList.remove("empty");
    }
    const value = here && strip.support ? strip.support[frame] : NaN;
    const grade = supportAmong(value, levelsOf(card));
    setText(figure, differenceOf(value));
    setText(level, grade ? SUPPORT_NAMES[grade] : "");
    level.dataset.support = grade ?? "";
    level.hidden = !grade;
    supported.hidden = !strip.support;
  });

  new ResizeObserver(() => {
    const card = state && cardOf(state);
    if (card && state?.strip) {
      measure(card, state.strip.of);
    }
  }).observe(scroller);

  return {
    element,
    /** @param {State} next */
    update(next) {
      state = next;
      const card = cardOf(next);
      const strip = next.strip;
      element.classList.toggle("bare", !strip);
      if (!card || !strip) {
        return;
      }
      const more = others.update(next);
      element.classList.toggle("among", more > 0);
      if (more !== among) {
        among = more;
        measure(card, strip.of);
      }
      if (cells.length !== strip.of || room !== card.input.width / card.input.height) {
        room = card.input.width / card.input.height;
        fitCells(strip.of);
        measure(card, strip.of);
        row.setAttribute("aria-label", `${strip.of} decoded frames of the path`);
        paintedKey = "";
      }
      paint(strip, card, next.appearance);
      rate(next);
      enlarge(next, now());
      cursor.style.left = `${(100 * (Math.min(strip.of - 1, next.playing.at) + 0.5)) / strip.of}%`;
      if (next.playing.on && track.classList.contains("scrolls")) {
        const x = (track.clientWidth * (next.playing.at + 0.5)) / strip.of;
        if (x < scroller.scrollLeft + 24 || x > scroller.scrollLeft + scroller.clientWidth - 24) {
          scroller.scrollLeft = x - 48;
        }
      }
    },
  };
}
