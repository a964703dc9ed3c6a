// One image followed through the model: a slip at the foot of the map, which shows each stage of the image that is
// followed in place. What it speaks of is on the map above it.
import { button, iconButton } from "../../controls.js";
import { interpolateZoom } from "../../d3.js";
import { h, setText, SHEETS } from "../../dom.js";
import { exampleOf } from "../../example.js";
import { drawOf, stagesOf, viewOf, wholeOf } from "../../follow.js";
import { FIRST_LESSON } from "../../lesson/course.js";
import { recall, remember } from "../../remember.js";
import { selector } from "../../selector.js";
import { isTyping } from "../../shortcuts.js";
import { cardOf } from "../../state.js";
import { prose } from "../../terms.js";
import { toneOf } from "../../tone.js";
import { viewportOf } from "../../viewport.js";
import { createChain } from "./follow-chain.js";
import { SEEN } from "./follow-door.js";
import { figuresOf } from "./follow-figures.js";

const EDGE = 8; // pixels round the slip
const AXES = { side: 46, foot: 22 }; // pixels at the map's edges
const ZOOM = 44; // pixels of its buttons at the right
const WIDE = 780; // pixels of a map that has room for words and figures side by side
const LONGEST = 900; // milliseconds of a glide

/** @type {MakePanel} */
export function create(dispatch) {
  /** @type {State} */
  let now;
  let shown = false;
  /** @type {View | null} */
  let led = null; // where the map was led last
  let glide = 0;
  const chain = createChain();
  const title = h("h2", { class: "headline" });
  const text = h("p");
  const figures = h("div", { class: "follow-figures" });
  const count = h("span", { class: "number quiet" });
  const again = button("", drawAgain, "Draw again");
  const lesson = button("bare", teach, "First lesson");
  const back = button("bare", () => go(-1), "Back");
  const next = button("main", () => go(1), "Next");
  const doors = h(
    "div",
    { class: "row follow-doors" },
    button("small", explore, "Explore the map"),
    button("small", bring, "Bring an image"),
    button("small", interpolate, "Interpolate"),
    button("small", teach, "First lesson"),
  );
  const element = h(
    "div",
    { class: "slip follow", role: "region", "aria-label": "One image, followed", hidden: true },
    h("div", {}, chain.element, h("div", { "aria-live": "polite" }, h("div", { class: "row" }, title, count), text), doors),
    h("div", {}, figures, h("div", { class: "row follow-ways" }, again, lesson, back, next)),
    iconButton("close", "Stop following", end),
  );
  document.body.addEventListener("keydown", escape, true); // before the map, which would let go of its pin

  /** @param {KeyboardEvent} event */
  function escape(event) {
    const target = /** @type {Element} */ (event.target);
    const here = target === document.body || (target.closest("#desk, .follow") && !isTyping(target));
    if (shown && event.key === "Escape" && here) {
      event.stopPropagation();
      event.preventDefault();
      end();
    }
  }

  function end() {
    if (element.contains(document.activeElement)) {
      mapOf(now)?.focus();
    }
    cancelAnimationFrame(glide);
    dispatch({ type: "unfollow" });
  }

  /** @param {number} by */
  function go(by) {
    const card = cardOf(now);
    const { followed } = now;
    if (card && followed) {
      const stages = stagesOf(card);
      const to = stages[stages.findIndex(({ stage }) => stage === followed.stage) + by];
      to ? dispatch({ type: "stage", stage: to.stage }) : end();
    }
  }

  function drawAgain() {
    dispatch({ type: "keep", change: { seed: (now.kept?.seed ?? 0) + 1 } });
  }

  function explore() {
    end();
    mapOf(now)?.focus();
  }

  function bring() {
    end();
    dispatch({ type: "sheet", sheet: SHEETS.matches ? "images" : null });
    /** @type {HTMLElement | null} */ (document.querySelector("#images .images-drop button"))?.click();
  }

  function interpolate() {
    end();
    dispatch({ type: "sheet", sheet: SHEETS.matches ? "path" : null });
    if (now.points && now.kept?.keyframes.length === 0) {
      dispatch({ type: "example", rows: Int32Array.from(exampleOf(now.points)) });
    } else {
      dispatch({ type: "play", change: { on: true } });
    }
  }

  function teach() {
    end();
    dispatch({ type: "lesson", at: { id: FIRST_LESSON, step: 0 } });
  }

  /** Leads the map to where the stage is seen, each time that one is followed or more or less is to be seen. */
  const lead = selector((_, /** @type {Kept} on loan */ _lent, /** @type {boolean} */ isWhole, /** @type {State["size"]} */ size) => {
    const row = now.rows[now.followed?.row ?? -1];
    const from = viewportOf(now);
    if (!now.space || !row || !from) {
      return;
    }
    const covered = size.height - free();
    const to = isWhole ? wholeOf(now.space.plane, size, covered) : viewOf(now.space.plane, row, size, covered);
    const span = Math.min(from.width, from.height) / from.scale;
    const way = interpolateZoom([from.x, from.y, span], [to.x, to.y, to.span]);
    const time = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : Math.min(LONGEST, way.duration);
    const start = performance.now();
    cancelAnimationFrame(glide);
    led = now.kept?.view ?? null;
    const step = () => {
      const share = time === 0 ? 1 : Math.min(1, (performance.now() - start) / time);
      if (now.kept?.view !== led || !now.followed) {
        return; // a hand has the map, or it is over
      }
      const [x, y, width] = way(share);
      led = share < 1 ? { x, y, span: width } : to;
      dispatch({ type: "keep", change: { view: led }, gesture: "look" });
      if (share < 1) {
        glide = requestAnimationFrame(step);
      }
    };
    step();
  });

  /** Pixels of the map above the slip. */
  function free() {
    const map = mapOf(now)?.getBoundingClientRect();
    return map ? element.getBoundingClientRect().top - map.top : 0;
  }

  const place = selector((_, /** @type {State["size"]} */ _size, /** @type {boolean} */ _shown) => {
    const map = mapOf(now)?.getBoundingClientRect();
    if (map) {
      const foot = SHEETS.matches ? 0 : AXES.foot + EDGE;
      element.style.setProperty("--foot", `${innerHeight - map.bottom + foot}px`);
      element.style.setProperty("--right", `${innerWidth - map.right + ZOOM + EDGE}px`);
      element.style.setProperty("--room", `${map.width - AXES.side - ZOOM - 2 * EDGE}px`);
      element.classList.toggle("wide", map.width > WIDE);
    }
  });

  const draw = selector((state, /** @type {Card} */ card, /** @type {Stage} */ stage, /** @type {Row | undefined} */ row) => {
    const { space, draws, appearance } = state;
    const drawn = drawOf(row, draws);
    const tone = toneOf(card, appearance);
    next.disabled = !row;
    if (space) {
      chain.show(stage, card, tone, space.plane, row, drawn);
    }
    figures.replaceChildren(...(row ? figuresOf(stage, card, tone, row, drawn).filter((part) => part instanceof Node) : []));
  });

  const speak = selector((_, /** @type {Card} */ card, /** @type {Stage} */ stage) => {
    const stages = stagesOf(card);
    const at = stages.findIndex((one) => one.stage === stage);
    const last = at === stages.length - 1;
    setText(title, stages[at].title);
    text.replaceChildren(...prose(stages[at].text));
    setText(count, `${at + 1} of ${stages.length}`);
    setText(next, last ? "Done" : "Next");
    back.disabled = at === 0;
    lesson.hidden = at > 0;
    again.hidden = card.posterior === "point" || (stage !== "draw" && stage !== "decoding");
    doors.hidden = !last;
  });

  /** Keeps that a stage was seen, once it was. */
  const note = selector((_, /** @type {Card} */ card, /** @type {Stage} */ stage) => {
    const stages = stagesOf(card);
    const at = stages.findIndex((one) => one.stage === stage) + 1;
    remember(SEEN, at === stages.length ? "all" : String(at));
  });

  let greeted = false; // whether the focus was given to whoever asked for it

  return {
    element,
    update(state) {
      now = state;
      const { followed, sheet, report, size, rows } = state;
      const card = cardOf(state);
      shown = !!followed && !!card && sheet === null && !report.open;
      element.hidden = !shown;
      if (!followed) {
        greeted = false;
      }
      place(state, size, shown);
      if (!shown || !followed || !card) {
        return;
      }
      const row = rows[followed.row];
      element.style.setProperty("--aspect", String(card.input.width / card.input.height));
      speak(state, card, followed.stage);
      draw(state, card, followed.stage, row);
      if (!row) {
        return;
      }
      if (!greeted && recall(SEEN) !== null) {
        next.focus(); // not where it came by itself
      }
      greeted = true;
      note(state, card, followed.stage);
      lead(state, followed.kept, followed.stage === "image", size);
    },
  };
}

/**
 * The map of the pane that is looked at, without the card beside it.
 * @param {State} state
 * @returns {HTMLElement | null}
 */
function mapOf({ pane }) {
  return document.querySelector(`#${pane === 1 ? "map" : `map-${pane}`} > .surface`);
}
