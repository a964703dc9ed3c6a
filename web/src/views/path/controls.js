// How the path goes and how it plays.
import { button, choice, iconButton, press } from "../../controls.js";
import { h } from "../../dom.js";
import { icon } from "../../icons.js";
import { selector } from "../../selector.js";
import { meaning } from "../../terms.js";
import { explain } from "../../tooltip.js";

const FEWEST = 2;
const SPEEDS = [4, 8, 12, 24, 48];
/** @type {[Kept["mode"], string][]} each with a term of its own */
const MODES = [
  ["lerp", "linear"],
  ["slerp", "spherical"],
];

/** @param {Dispatch} dispatch */
export function createControls(dispatch) {
  /** @type {State | null} */
  let state = null;

  const mode = choice("Interpolation", MODES, chooseMode, "");
  mode.buttons.forEach((one, i) => explain(one, meaning(MODES[i][0])));
  const frames = h("input", {
    class: "field number path-number",
    type: "number",
    min: String(FEWEST),
    "aria-label": "Frames",
    oninput: () => {
      const value = Number(frames.value);
      if (Number.isInteger(value) && value >= FEWEST && value <= most()) {
        dispatch({ type: "keep", change: { frames: value }, gesture: "frames" });
      }
    },
    onchange: () => {
      const value = Math.max(FEWEST, Math.min(most(), Math.round(Number(frames.value)) || FEWEST));
      dispatch({ type: "keep", change: { frames: value }, gesture: "frames" });
      frames.value = String(value);
    },
  });
  const play = button("icon", toggle);
  const loop = iconButton("loop", "Loop", () => dispatch({ type: "play", change: { loop: !state?.playing.loop } }), "icon");
  const speed = h(
    "select",
    {
      class: "field number",
      "aria-label": "Frames per second",
      title: "Frames per second",
      onchange: () => dispatch({ type: "play", change: { speed: Number(speed.value) } }),
    },
    ...SPEEDS.map((value) => h("option", { value: String(value) }, `${value}/s`)),
  );
  const scrub = h("input", {
    class: "path-scrub",
    type: "range",
    min: "0",
    step: "any",
    "aria-label": "Frame",
    oninput: () => dispatch({ type: "play", change: { at: Number(scrub.value), on: false } }),
    onkeydown: stepped,
  });
  const reverse = button("bare", turn, icon("reverse"), "Reverse");
  const clear = button(
    "bare",
    () => {
      dispatch({ type: "play", change: { on: false, at: 0 } });
      dispatch({ type: "keep", change: { keyframes: [] } });
    },
    "Clear path",
  );

  /** @param {Kept["mode"]} value */
  function chooseMode(value) {
    if (state?.kept?.mode !== value) {
      dispatch({ type: "keep", change: { mode: value } });
    }
  }

  function most() {
    return Number(state?.limits.maxPathFrames ?? state?.kept?.frames ?? FEWEST); // no more until the server says hello
  }

  function turn() {
    const keyframes = state?.kept?.keyframes;
    if (state && keyframes) {
      const at = state.strip ? state.strip.of - 1 - state.playing.at : 0;
      dispatch({ type: "keep", change: { keyframes: keyframes.slice().reverse() } });
      dispatch({ type: "play", change: { at: Math.max(0, at) } }); // the picture under the cursor stays
    }
  }

  function toggle() {
    const strip = state?.strip;
    if (state && strip) {
      const over = state.playing.at >= strip.of - 1;
      dispatch({ type: "play", change: state.playing.on ? { on: false } : { on: true, ...(over ? { at: 0 } : {}) } });
    }
  }

  /** Whole frames by the keys, from where the last key led, drawn or not. @param {KeyboardEvent} event */
  function stepped(event) {
    const of = state?.strip?.of ?? 1;
    const at = Math.round(Number(scrub.value));
    const next = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: at - Math.ceil(of / 10),
      PageUp: at + Math.ceil(of / 10),
      Home: 0,
      End: of - 1,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      scrub.value = String(Math.max(0, Math.min(of - 1, next)));
      dispatch({ type: "play", change: { at: Number(scrub.value), on: false } });
    }
  }

  const draw = selector(({ kept, playing: { on, loop: loops, speed: rate } }, /** @type {number | undefined} of the strip */ of) => {
    if (kept) {
      frames.max = String(most());
      mode.show(kept.mode);
      if (Number(frames.value) !== kept.frames) {
        frames.value = String(kept.frames);
      }
      reverse.disabled = kept.keyframes.length < 2;
    }
    play.replaceChildren(icon(on ? "pause" : "play"));
    play.setAttribute("aria-label", on ? "Pause" : "Play");
    play.title = on ? "Pause (Space)" : "Play (Space)";
    press(loop, loops);
    speed.value = String(rate);
    play.disabled = scrub.disabled = of === undefined;
    scrub.max = String((of ?? 2) - 1);
  });

  return {
    toggle,
    ways: h(
      "div",
      { class: "path-group path-ways" },
      mode.element,
      h("label", { class: "path-group" }, frames, h("span", { class: "quiet path-word" }, "frames")),
    ),
    player: h("div", { class: "path-group path-player" }, play, loop, speed, scrub),
    ends: h("div", { class: "path-group path-ends" }, reverse, clear),
    /** @param {State} next */
    update(next) {
      const { playing, strip } = next;
      state = next;
      draw(next, strip?.of);
      scrub.value = String(playing.at);
      scrub.setAttribute("aria-valuetext", `frame ${Math.round(playing.at) + 1} of ${strip?.of ?? 0}`);
    },
  };
}
