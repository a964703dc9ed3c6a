// What a film of the path is to be like, before it is made.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { selector } from "../../selector.js";
import { cardOf, wholeStrip } from "../../state.js";
import { encodingOf } from "../../take/film.js";
import { order } from "../../take/motion.js";
import { line, numbers, slip } from "./slip.js";
/** @import {Motion} from "../../types.js" */

const SCALES = [1, 2, 4, 8, 12, 16];
const SPEEDS = [4, 8, 12, 24, 48];
const LARGEST = 1024; // pixels of a side
const NAMES = { webm: "WebM", mp4: "MP4" };

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  /** @type {State | null} */
  let state = null;
  const retell = () => state && tell(state);
  const scale = numbers("film-scale", SCALES, (value) => `${value}×`, 8, retell);
  const speed = numbers("film-speed", SPEEDS, String, 12, retell);
  const back = h("input", { type: "checkbox", id: "film-back", onchange: retell });
  const size = h("span", { class: "number quiet" });
  const outcome = h("p", { class: "small quiet", role: "status" });
  const videos = /** @type {const} */ (["webm", "mp4"]).map((kind) => ({
    kind,
    make: button("", () => start(kind), `Make ${NAMES[kind]}`),
  }));
  const makeGif = button("main", () => start("gif"), "Make GIF");
  const card = slip(
    dispatch,
    "export",
    "film",
    "Film of the path",
    { show, begin },
    line("Size", scale, size),
    line("Frames per second", speed),
    h("label", { class: "export-line" }, back, "There and back, for a seamless loop"),
    outcome,
    h("div", { class: "row ends" }, ...videos.map((video) => video.make), makeGif),
  );

  function motion() {
    return { scale: Number(scale.value), speed: Number(speed.value), back: back.checked };
  }

  /** @param {State} next */
  function tell(next) {
    const input = cardOf(next)?.input;
    if (!next.kept || !input) {
      return;
    }
    const chosen = motion();
    for (const option of scale.options) {
      option.disabled = Number(option.value) * Math.max(input.width, input.height) > LARGEST;
    }
    setText(size, `${input.width * chosen.scale} × ${input.height * chosen.scale} pixels`);
    const shown = order(next.kept.frames, chosen.back).length;
    setText(outcome, `${shown} frames, ${(shown / chosen.speed).toFixed(1)} seconds per loop.`);
    const coming = wholeStrip(next) === null;
    makeGif.disabled = coming;
    offer(input, chosen, coming);
  }

  /**
   * Offers the films that this browser can encode.
   * @param {Card["input"]} input
   * @param {Motion} chosen
   * @param {boolean} coming whether frames are still to come
   */
  async function offer(input, chosen, coming) {
    for (const { kind, make } of videos) {
      const can = (await encodingOf(kind, input, chosen)) !== null;
      make.disabled = coming || !can;
      make.title = can ? "" : `This browser can't encode ${NAMES[kind]} at this size`;
    }
  }

  /** @param {"gif" | "webm" | "mp4"} kind */
  function start(kind) {
    card.close();
    dispatch({ type: "take", wish: { kind, motion: motion() } });
  }

  const follow = selector(tell);
  /** @param {State} next */
  function show(next) {
    state = next;
    follow(next);
  }

  /** @param {State} next */
  function begin(next) {
    speed.value = String(next.playing.speed);
    tell(next);
    makeGif.focus();
  }

  return card;
}
