// The drawing pad: it is encoded while one draws, and the pin follows the drawing over the map.
import { button, entitle } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { createPen } from "../../pen.js";
import { showKnown } from "../../picture.js";
import { selector } from "../../selector.js";
import { cardOf, samplesOf } from "../../state.js";
import { toneOf } from "../../tone.js";
import { explain } from "../../tooltip.js";
import { AS_IT_IS, LIKE_DATA } from "./fitting.js";
import { brushOf, figureOf, pictureOf, trace } from "./strokes.js";
/** @import {Stroke} from "./strokes.js" */

const PAUSE = 80; // milliseconds between two drawings that are encoded
const PATIENCE = 600; // milliseconds after which an answer is not waited for

/** @param {Dispatch} dispatch */
export function createPad(dispatch) {
  /** @type {Card | null} */
  let card = null;
  /** @type {State | null} */
  let state = null;
  /** @type {Stroke[]} */
  let strokes = [];
  /** @type {Sample | null} as it was last told */
  let sample = null;
  /** @type {Uint8Array | null} the drawing as it was last brought */
  let sent = null;
  let sentAt = 0;
  let turn = 0; // counts the drawings that are made into pictures: an older one is not sent after a newer
  let timer = 0;
  /** @type {Code | undefined} where the pin was last led */
  let led;
  let follows = true; // whether the pin does
  /** @type {State["appearance"]} */
  let appearance = "light";

  const canvas = h("canvas", {
    class: "images-pad",
    role: "img",
    "aria-label": "Drawing pad for mouse, pen or touch. Without one, choose files instead.",
  });
  createPen(canvas, () => card?.input, begin, move, send); // the last point is never left out
  const hint = h("span", { class: "images-hint small", "aria-hidden": "true" });
  const fitted = h("canvas", { class: "image images-small", role: "img", "aria-label": "The drawing as the model sees it" });
  const rebuilt = h("canvas", { class: "image images-small", role: "img", "aria-label": "Reconstruction of the drawing" });
  const undo = button("bare", () => keep(strokes.slice(0, -1)), icon("undo"), "Undo");
  entitle(undo, "Undo the last stroke");
  const clear = button("bare", () => keep([]), icon("close"), "Clear");
  const another = button("bare", reset, icon("plus"), "New");
  explain(another, "Keeps this drawing and starts another.");
  const fit = h("input", {
    type: "checkbox",
    onchange: () => {
      if (sample) {
        dispatch({ type: "rebring", id: sample.id, change: { wish: wish() } });
      }
      send();
    },
  });
  const fitLabel = h("label", { class: "images-centre small" }, fit, h("span", {}, "Fit like the data"));
  explain(fit, () => (card ? fittedAs(card.input) : ""));
  const element = h(
    "section",
    { class: "block images-draw", "aria-label": "Draw" },
    h("h2", {}, "Draw"),
    h(
      "div",
      { class: "images-drawing" },
      h("div", { class: "images-sheet" }, canvas, hint),
      h(
        "div",
        { class: "images-seen" },
        h("figure", {}, fitted, h("figcaption", { class: "small quiet" }, "input")),
        h("figure", {}, rebuilt, h("figcaption", { class: "small quiet" }, "decoded")),
      ),
    ),
    h("div", { class: "images-tools" }, undo, clear, another),
    fitLabel,
  );

  /** @param {[number, number]} at */
  function begin(at) {
    strokes = [...strokes, [at]];
    follows = true;
    led = undefined;
    draw();
    later();
  }

  /** @param {Stroke} through */
  function move(through) {
    strokes.at(-1)?.push(...through); // none where the pad was cleared meanwhile
    draw();
    later();
  }

  function draw() {
    if (!card) {
      return;
    }
    const { input } = card;
    const { zero, one } = toneOf(card, appearance);
    const [ink, paper] = figureOf(input) === 1 ? [one, zero] : [zero, one];
    const width = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
    const height = Math.max(1, Math.round((width * input.height) / input.width));
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.setTransform(width / input.width, 0, 0, height / input.height, 0, 0);
    context.fillStyle = `rgb(${paper})`;
    context.fillRect(0, 0, input.width, input.height);
    context.strokeStyle = `rgb(${ink})`;
    trace(context, strokes, brushOf(input));
    hint.hidden = strokes.length > 0;
    undo.disabled = clear.disabled = another.disabled = strokes.length === 0;
  }

  /** Sends the drawing soon: not more often than it can be answered. */
  function later() {
    if (timer) {
      return;
    }
    const pause = Math.max(0, PAUSE - (performance.now() - sentAt));
    timer = setTimeout(() => {
      timer = 0;
      const waits = sent !== null && sample?.status !== "ready" && sample?.status !== "wrong";
      if (waits && performance.now() - sentAt < PATIENCE) {
        later();
      } else {
        send();
      }
    }, Math.max(pause, 16));
  }

  const wish = () => (fit.checked ? LIKE_DATA : AS_IT_IS);

  async function send() {
    clearTimeout(timer);
    timer = 0;
    if (!card || strokes.length === 0 || state?.kept?.model !== card.id) {
      return;
    }
    if (sent && !sample) {
      later(); // it has been brought, and its id is told with the next frame
      return;
    }
    const mine = ++turn;
    const drawn = await pictureOf(strokes, card.input);
    if (mine !== turn) {
      return;
    }
    const first = sent === null;
    sent = drawn;
    sentAt = performance.now();
    if (first) {
      dispatch({ type: "bring", samples: [{ name: "drawing", wish: wish(), file: sent }] });
    } else if (sample) {
      sample = { ...sample, status: "waiting" };
      dispatch({ type: "rebring", id: sample.id, change: { file: sent } });
    }
  }

  /** @param {Stroke[]} left */
  function keep(left) {
    strokes = left;
    if (left.length > 0) {
      draw();
      send();
    } else {
      if (sample) {
        dispatch({ type: "forget", ids: [sample.id] });
      }
      reset();
    }
  }

  /** Starts with an empty pad; what was drawn stays in the list. */
  function reset() {
    clearTimeout(timer);
    timer = 0;
    turn++;
    strokes = [];
    sample = sent = null;
    led = undefined;
    follows = true;
    draw();
    preview();
  }

  function preview() {
    if (card) {
      fitted.width = rebuilt.width = 0; // the last drawing is not this one's
      showKnown(fitted, sample?.input, card.input, toneOf(card, appearance));
      showKnown(rebuilt, sample?.mean, card.input, toneOf(card, appearance));
    }
  }

  /** @param {State} next */
  function follow(next) {
    const known = sample?.id;
    const found = samplesOf(next).find((s) => (known === undefined ? s.file === sent : s.id === known));
    if (!found) {
      if (known !== undefined) {
        reset(); // it was removed from the list
      }
      return;
    }
    sample = found;
    preview();
    if (led && next.kept?.pin?.sample !== found.id) {
      follows = false; // somebody pinned another place, or went back; the next stroke leads the pin again
    }
    if (follows && found.mu && found.mu !== led) {
      led = found.mu;
      dispatch({ type: "pin", spot: { z: found.mu, sample: found.id }, gesture: `draw ${found.id}` });
    }
  }

  const refresh = selector((next) => {
    const before = card?.id;
    card = cardOf(next);
    appearance = next.appearance;
    element.hidden = card?.input.channels !== 1;
    if (card && card.id !== before) {
      const digits = /mnist/i.test(card.atlas?.data ?? "") && !/fashion/i.test(card.atlas?.data ?? "");
      fit.checked = card.input.fit.centring !== "none";
      fitLabel.hidden = !fit.checked; // other data were not made that way
      for (const sheet of [canvas, fitted, rebuilt]) {
        sheet.style.aspectRatio = `${card.input.width} / ${card.input.height}`;
      }
      setText(hint, digits ? "Draw a digit" : "Draw here");
      reset();
    }
    draw();
    preview();
  });

  new ResizeObserver(draw).observe(canvas);

  return {
    element,
    /** @param {State} next */
    update(next) {
      state = next;
      refresh(next);
      if (sent && next.kept?.model === card?.id) {
        follow(next);
      }
    },
  };
}

/** @param {Card["input"]} input whose data are centred */
function fittedAs({ fit: { box, centring }, height, width }) {
  const what = centring === "mass" ? "its centre of mass" : "its box";
  return `Scales the drawing to ${box} of ${Math.max(height, width)} pixels and moves ${what} to the middle, as the data were made.`;
}
