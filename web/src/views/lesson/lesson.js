// The lesson beside the map: one step at a time, what it asks for, and the answer.
import { button, iconButton } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { hashOf } from "../../lesson/course.js";
import { doneOn, filled, guessesShown, mapsWords, modelsAfter, modelsAt, shownOf, valueOf } from "../../lesson/step.js";
import { notice } from "../../notice.js";
import { statesOf } from "../../panes.js";
import { prose } from "../../terms.js";
import { BEGINNING } from "../../trajectory.js";
import { createAsk } from "./ask.js";
import { codeOf } from "./code.js";
import { formulaOf } from "./formula.js";
import { createGiven } from "./given.js";
import { createHandout } from "./handout.js";
/** @import {Course, Lesson, Step} from "../../lesson/types.js" */
/** @import {Action, Dispatch} from "../../state.js" */
/** @import {State} from "../../types.js" */

/** What plays by itself for a reader who asks to be shown, by what a step waits for. @type {Record<string, Action>} */
const PLAYS = {
  "playing.on": { type: "play", change: { on: true } },
  "watched.at": { type: "watch", change: { playing: true } },
  dialog: { type: "dialog", dialog: "paper" },
  "trajectory.at": { type: "trajectory", change: { ...BEGINNING, on: true } },
};

/** @param {HTMLElement} element @param {Dispatch} dispatch */
export function create(element, dispatch) {
  /** @type {State} */
  let now;
  /** @type {Step | null} */
  let shown = null;
  /** @type {Course["done"]} */
  let told = null;
  let spoken = ""; // the texts as they stand
  let called = false; // whether the reader has turned to another step, so that the focus goes there
  const name = h("span", { class: "lesson-name" });
  const count = h("span", { class: "number quiet" });
  const bar = h("span", { class: "lesson-progress", "aria-hidden": "true" }, h("span"));
  const question = h("p", { class: "lesson-question quiet" });
  const title = h("h2", { class: "headline", id: "lesson-title" });
  const say = h("p", { id: "lesson-say" });
  const given = createGiven();
  const maps = h("p", { class: "lesson-maps small quiet", id: "lesson-maps" });
  const head = h("div", { tabIndex: -1, role: "group", "aria-labelledby": "lesson-title", "aria-describedby": "lesson-maps lesson-say" }, title, maps, say);
  const formula = h("div");
  const room = h("div"); // for what is asked
  const reply = h("p", { class: "lesson-reply" });
  const more = h("p");
  const also = h("div");
  const mapsAfter = h("p", { class: "lesson-maps small quiet" });
  const live = h("div", { "aria-live": "polite" }, reply, more, mapsAfter, also);
  const papers = h("p", { class: "lesson-papers small quiet" });
  const code = h("div");
  const back = button("bare", () => go(-1), "Back");
  const skip = button("bare", show, "Show me");
  const next = button("main", () => go(1), "Next");
  const another = button("main", () => other && dispatch({ type: "lesson", at: { id: other.id, step: 0 } }), "");
  const handout = createHandout(dispatch, () => now);
  const link = h("a", { class: "small" }, "Link to this step");
  const before = button("bare small", comeBack, "Leave, back to my map");
  before.title = "The maps and layers as they were before the lesson";
  const foot = h(
    "div",
    { class: "row lesson-foot small" },
    button("bare small", leave, "Leave here"),
    before,
    link,
    button("bare small", handout.begin, icon("print"), "Handout"),
  );
  const body = h("div", { class: "lesson-body" }, question, given.element, head, formula, room, live, papers, code, foot);
  element.append(
    h("header", { class: "lesson-head" }, name, count, iconButton("close", "Leave the lesson", leave), bar),
    body,
    h("div", { class: "row lesson-ways" }, back, skip, next, another),
  );
  /** @type {Lesson | null} the one that follows this */
  let other = null;
  /** @type {ReturnType<typeof createAsk> | null} */
  let ask = null;

  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      leave();
      event.preventDefault();
    }
  });

  function leave() {
    dispatch({ type: "lesson", at: null });
    dispatch(notice("info", "You have left the lesson. The address is a link to what you see."));
    const map = document.querySelector(".map.active > .surface") ?? document.querySelector("#map > .surface");
    /** @type {HTMLElement | null} */ (map)?.focus();
  }

  function show() {
    if (shown) {
      const plays = shown.ask?.kind === "do" ? PLAYS[shown.ask.state ?? ""] : null;
      const { history, playing } = now.watched;
      const waits = plays?.type === "watch" && history !== null;
      if (waits && playing) {
        dispatch({ type: "watch", change: { at: history.steps.length - 1, playing: false } });
      } else if (plays) {
        dispatch(plays);
      }
      if (!waits) { // or the answer would come before what it tells of
        dispatch({ type: "lesson-done", done: shownOf(shown) });
      }
    }
  }

  function comeBack() {
    const { before: was } = /** @type {Course} */ (now.course);
    leave();
    dispatch({ type: "panes", panes: was, active: 0 });
  }

  /** @param {number} by */
  function go(by) {
    const { course } = now;
    if (course) {
      called = true;
      dispatch({ type: "lesson", at: { id: course.id, step: Math.max(0, course.step + by) } });
    }
  }

  /** @param {Lesson} lesson @param {Course} course */
  function begin(lesson, course) {
    const step = lesson.steps[course.step];
    shown = step;
    setText(name, lesson.title);
    setText(count, `${course.step + 1} of ${lesson.steps.length}`);
    /** @type {HTMLElement} */ (bar.firstChild).style.width = `${(100 * (course.step + 1)) / lesson.steps.length}%`;
    setText(question, lesson.question);
    question.hidden = course.step > 0;
    setText(title, step.title);
    const [had, has] = [course.step > 0 ? modelsAfter(lesson, course.step - 1) : [], modelsAt(lesson, course.step)];
    setText(maps, mapsWords(had, has));
    maps.hidden = maps.textContent === "";
    before.hidden = course.before.length === 0;
    formula.replaceChildren(...(step.formula ? [formulaOf(step.formula)] : []));
    ask = step.ask
      ? createAsk(step.ask, (done) => dispatch({ type: "lesson-done", done }), () => valueOf(lesson, step.ask?.kind === "number" ? step.ask.claim : "", knownBy(now)))
      : null;
    room.replaceChildren(...(ask ? [ask.element] : []));
    papers.hidden = !step.papers;
    papers.replaceChildren(...(step.papers ?? []).flatMap(({ say: words, href }, i) => [
      i > 0 ? " · " : "", h("a", { href, target: "_blank", rel: "noopener" }, words),
    ]));
    code.replaceChildren(...(step.code ? [codeOf(lesson.begin, lesson.code[step.code])] : []));
    back.disabled = course.step === 0;
    link.href = new URL(hashOf(course), document.baseURI).href;
    body.scrollTop = 0;
    spoken = "";
    if (called) {
      head.focus({ preventScroll: true });
      called = false;
    }
  }

  /** @param {Lesson} lesson @param {Course} course */
  function speak(lesson, course) {
    const step = lesson.steps[course.step];
    const { done } = course;
    const known = knownBy(now);
    ask?.show(done);
    const reveal = done && step.reveal ? step.reveal : null;
    const texts = [step.say, done?.reply ?? "", reveal?.say ?? ""].map((words) => filled(words, lesson, known));
    if (texts.join("\n") === spoken && done === told) {
      return;
    }
    const wasDone = told !== null && told === done;
    spoken = texts.join("\n");
    told = done;
    say.replaceChildren(...prose(texts[0]));
    reply.className = `lesson-reply ${done?.how ?? ""}`;
    const verdict = done?.how === "right" && step.ask?.kind !== "do" ? "Yes. " : done?.how === "wrong" ? "Not quite. " : "";
    reply.replaceChildren(h("b", {}, verdict), ...prose(texts[1]));
    reply.hidden = texts[1] === "";
    more.replaceChildren(...prose(texts[2]));
    more.hidden = texts[2] === "";
    setText(mapsAfter, reveal ? mapsWords(modelsAt(lesson, course.step), modelsAfter(lesson, course.step)) : "");
    mapsAfter.hidden = mapsAfter.textContent === "";
    also.replaceChildren(...(reveal?.formula ? [formulaOf(reveal.formula)] : []));
    const open = step.ask !== undefined && done === null;
    const hadFocus = document.activeElement === skip || document.activeElement === document.body || room.contains(document.activeElement);
    skip.hidden = !open;
    next.hidden = open || course.step === lesson.steps.length - 1;
    if (done && !wasDone) {
      live.scrollIntoView({ block: "nearest" });
    }
    if (done && hadFocus) {
      (next.hidden ? another : next).focus({ preventScroll: true });
    }
  }

  function follow() {
    const { course, lessons } = now;
    const at = lessons.order.indexOf(course?.id ?? "");
    const last = course && shown === lessons.byId[course.id]?.steps.at(-1);
    other = lessons.byId[lessons.order[at + 1]] ?? null;
    another.hidden = !last || !other || !skip.hidden;
    setText(another, other ? `Next: ${other.title}` : "");
  }

  return {
    /** @param {State} state */
    update(state) {
      now = state;
      const { course, lessons } = state;
      const lesson = course && lessons.byId[course.id];
      const step = lesson?.steps[course?.step ?? 0];
      element.classList.toggle("under", state.sheet !== null);
      const guesses = !!course && !!step && course.done === null && guessesShown(lesson, course.step);
      element.parentElement?.classList.toggle("guessing", guesses);
      if (!course || !lesson || !step) {
        shown = null;
        return;
      }
      if (step !== shown) {
        begin(lesson, course);
      }
      given.update(state);
      setText(skip, step.ask?.kind === "do" && step.ask.state === "watched.at" && state.watched.playing ? "Skip to its end" : "Show me");
      speak(lesson, course);
      follow();
      if (step.ask && !course.done && course.laid) {
        const done = doneOn(step.ask, course.laid, statesOf(state));
        if (done) {
          dispatch({ type: "lesson-done", done });
        }
      }
    },
  };
}

/** Of the maps only once the step is laid out: until then they tell of the one before. @param {State} state */
function knownBy(state) {
  return { cards: state.cards, panes: state.course?.laid ? statesOf(state) : [], values: state.course?.values ?? {} };
}
