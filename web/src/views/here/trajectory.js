// WATCH DRAWS FLOW INTO PLACE: of a prior that is a flow, draws on their way from noise to where codes lie, on the map and
// decoded.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { fixed } from "../../numbers.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { cardOf } from "../../state.js";
import { toneOf } from "../../tone.js";
import { BEGINNING, frameAt } from "../../trajectory.js";
import { folded } from "./folded.js";
/** @import {Trajectory} from "../../trajectory.js" */

const WATCH = "Watch draws flow into place";
const HINT = "Noise is carried, a little at a time, to where the codes of data lie";
const AT_ONCE = "Each draw of this model’s prior is made in one step: there is no way to watch.";
const COUNT = 12;
const STEP = 1 / 16; // of a key

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const change = (/** @type {Partial<Trajectory> | null} */ to) => dispatch({ type: "trajectory", change: to });
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
  const again = button("small", () => change({ ...BEGINNING, seed: (draw.state.trajectory?.seed ?? 0) + 1 }), "New noise");
  const frame = folded(
    WATCH,
    HINT,
    "Draws flow into place",
    "here-trajectory",
    (opens) => change(opens ? {} : null),
    says,
    h("div", { class: "row" }, play, scrub, time),
    h("div", { class: "here-flow-images" }, ...places),
    h("div", { class: "row between" }, h("span", { class: "small quiet" }, "Numbers as on the map."), again),
  );
  const atOnce = h("p", { class: "small quiet" }, AT_ONCE);
  frame.open.after(atOnce);

  function toggle() {
    const { on, at = 0 } = draw.state.trajectory ?? {};
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
    atOnce.hidden = family === "flow-matching";
    const isOpen = frame.update(family !== "standard" && family !== "codebook", !!trajectory);
    frame.open.hidden ||= !atOnce.hidden;
    if (!card || !trajectory || !isOpen) {
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
  });

  return { element: frame.element, update: draw };
}
