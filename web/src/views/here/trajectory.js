// WATCH DRAWS FLOW INTO PLACE: of a prior that is a flow, draws on their way from noise to where codes lie, on the map and
// decoded.
import { button, iconButton } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { fixed } from "../../numbers.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { toneOf } from "../../tone.js";
import { explain } from "../../tooltip.js";
import { BEGINNING, frameAt } from "../../trajectory.js";
/** @import {Trajectory} from "../../trajectory.js" */

const WATCH = "Watch draws flow into place";
const HINT = "Noise is carried, a little at a time, to where the codes of data lie";
const AT_ONCE = "Each draw of this model’s prior is made in one step: there is no way to watch.";
const COUNT = 12;
const STEP = 1 / 16; // of a key

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const change = (/** @type {Partial<Trajectory> | null} */ to) => dispatch({ type: "trajectory", change: to });
  const title = h("h2", { tabIndex: -1 }, "Draws flow into place");
  const says = h("p", { class: "small" });
  const play = button("icon", toggle);
  const time = h("span", { class: "number small" });
  const scrub = h("input", {
    class: "path-scrub",
    type: "range",
    min: "0",
    max: "1",
    step: "any",
    "aria-label": "Time of the flow",
    oninput: () => change({ at: Number(scrub.value), on: false }),
    onkeydown: stepped,
  });
  const images = Array.from({ length: COUNT }, () => picture());
  const places = images.map((image, i) => h("figure", { class: "here-flowing" }, image.element, h("figcaption", { class: "small number" }, String(i + 1))));
  const again = button("small", () => change({ ...BEGINNING, seed: (now?.trajectory?.seed ?? 0) + 1 }), "New noise");
  const open = button("here-report", () => change({}), WATCH);
  explain(open, HINT);
  const atOnce = h("p", { class: "small quiet" }, AT_ONCE);
  const content = h(
    "div",
    { class: "here-trajectory" },
    h("div", { class: "row between" }, title, iconButton("close", "Close", close)),
    says,
    h("div", { class: "row" }, play, scrub, time),
    h("div", { class: "here-flow-images" }, ...places),
    h("div", { class: "row between" }, h("span", { class: "small quiet" }, "Numbers as on the map."), again),
  );
  const element = h("section", { class: "block", hidden: true, "aria-label": WATCH }, open, atOnce, content);
  content.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  let left = false; // from within, so that the focus goes back to what opened it
  /** @type {State | null} */
  let now = null;

  function close() {
    left = true;
    change(null);
  }

  function toggle() {
    const { on, at = 0 } = now?.trajectory ?? {};
    change(on ? { on: false } : { on: true, at: at >= 1 ? 0 : at });
  }

  /** @param {KeyboardEvent} event */
  function stepped(event) {
    const at = Number(scrub.value); // ahead of the state where keys come faster than frames
    const by = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, Home: -1, End: 1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      scrub.value = String(Math.min(1, Math.max(0, at + by)));
      change({ at: Number(scrub.value), on: false });
    }
  }

  const draw = selector((state) => {
    const { trajectory, appearance } = state;
    const card = cardOf(state);
    const family = card?.prior?.family ?? "standard";
    const opens = content.hidden && !!trajectory;
    element.hidden = family === "standard" || family === "codebook";
    atOnce.hidden = family === "flow-matching";
    open.hidden = !atOnce.hidden || !!trajectory;
    content.hidden = !trajectory;
    if (!card || !trajectory) {
      if (left) {
        open.focus();
      }
      left = false;
      return;
    }
    const { way, at, on } = trajectory;
    setText(says, `${way ? `${way.count} draws` : "Draws"} of noise, carried by the flow dz/dt = v(z, t) that was learned from the codes.`);
    setText(time, `t = ${fixed(at, 2)}`);
    play.replaceChildren(icon(on ? "pause" : "play"));
    play.setAttribute("aria-label", on ? "Pause" : "Play");
    play.title = on ? "Pause" : "Play";
    play.disabled = scrub.disabled = !way;
    scrub.value = String(at);
    scrub.setAttribute("aria-valuetext", `t = ${fixed(at, 2)}`);
    const size = card.input.channels * card.input.height * card.input.width;
    const tone = toneOf(card, appearance);
    const from = way ? frameAt(way, at) * way.decoded : 0;
    images.forEach((image, i) => {
      const known = way && i < way.decoded ? way.pixels : null;
      image.show(known, (from + i) * size, card.input, tone, `Draw ${i + 1}, decoded`);
    });
    if (opens) {
      title.focus();
      content.scrollIntoView({ block: "nearest" });
    }
  });

  return {
    element,
    /** @param {State} state */
    update(state) {
      now = state;
      draw(state);
    },
  };
}
