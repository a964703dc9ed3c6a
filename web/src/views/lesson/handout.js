// A lesson on paper: its texts with the maps of each step. The steps are gone through once, so that each has its figure.
import { h } from "../../dom.js";
import { figure } from "../../figure/figure.js";
import { hashOf } from "../../lesson/course.js";
import { claimsOf, filled, shownOf, valueOf } from "../../lesson/step.js";
import { statesOf } from "../../panes.js";
import { prose } from "../../terms.js";
import { recipeOf } from "../../take/recipe.js";
import { viewportOf } from "../../viewport.js";
import { formulaOf } from "./formula.js";
/** @import {Lesson, Step} from "../../lesson/types.js" */

const WIDTH = 80; // millimetres of a map
const PATIENCE = 5000; // milliseconds that a map may take
const SETTLES = 350; // milliseconds in which it glides

/** @param {Dispatch} dispatch @param {() => State} stateNow */
export function createHandout(dispatch, stateNow) {
  let walking = false;
  /** @type {HTMLElement[]} */
  let made = [];

  /** A step as it is now on the page. @param {Lesson} lesson @param {Step} step */
  function drawn(lesson, step) {
    const state = stateNow();
    const { panes, cards, course } = state;
    const known = { cards, panes: statesOf(state), values: course?.values ?? {} };
    const words = (/** @type {string} */ text) => prose(filled(text, lesson, known));
    const { ask, reveal, formula, papers = [] } = step;
    const maps = statesOf(state).flatMap((one) => {
      const v = viewportOf(one);
      const side = v ? Math.min(v.width, v.height) : 0; // what the step looks at, whatever the window's shape
      const wish = /** @type {const} */ ({ kind: "figure", file: "svg", width: WIDTH, dpi: 0, ground: "white", legend: false });
      return v && one.space ? [h("figure", {}, figure({ ...one, size: { width: side, height: side } }, wish, recipeOf({ ...one, panes }, "map")), h("figcaption", {}, one.kept?.model ?? ""))] : [];
    });
    return h(
      "section",
      {},
      h("div", { class: "handout-maps" }, ...maps),
      h("h2", {}, step.title),
      h("p", {}, ...words(step.say)),
      formula && formulaOf(formula),
      ask && h("p", { class: "handout-ask" }, ask.say),
      ask?.kind === "choose" && h("ul", {}, ...ask.answers.map(({ say }) => h("li", {}, say))),
      ask && h("p", {}, ...words(shownOf(step).reply)),
      reveal && h("p", {}, ...words(reveal.say)),
      reveal?.formula && formulaOf(reveal.formula),
      ...papers.map(({ say, href }) => h("p", {}, `${say}, ${href}`)),
    );
  }

  async function begin() {
    const { course, lessons } = stateNow();
    const lesson = course && lessons.byId[course.id];
    if (!course || !lesson || walking) {
      return;
    }
    walking = true;
    made = [];
    for (const [i, step] of lesson.steps.entries()) {
      dispatch({ type: "lesson", at: { id: lesson.id, step: i } });
      await settled(stateNow);
      if (step.ask) {
        dispatch({ type: "lesson-done", done: shownOf(step) });
        await settled(stateNow);
      }
      if (stateNow().course?.id !== lesson.id) {
        walking = false;
        return; // left meanwhile
      }
      made.push(drawn(lesson, step));
    }
    walking = false;
    print(lesson);
    dispatch({ type: "lesson", at: { id: lesson.id, step: course.step } });
  }

  /** @param {Lesson} lesson */
  function print(lesson) {
    const sheet = h(
      "article",
      { class: "handout" },
      h("h1", {}, lesson.title),
      h("p", { class: "handout-question" }, lesson.question),
      ...made,
      h("p", { class: "handout-link" }, new URL(hashOf({ id: lesson.id, step: 0 }), document.baseURI).href),
    );
    document.body.append(sheet);
    addEventListener("afterprint", () => sheet.remove(), { once: true });
    window.print();
  }

  return { begin };
}

/** When the maps show what the step asks for, or do not come. @param {() => State} stateNow */
async function settled(stateNow) {
  const end = performance.now() + PATIENCE;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => setTimeout(done, SETTLES));
  const numbers = () => {
    const { course, lessons, cards } = stateNow();
    const lesson = course && lessons.byId[course.id];
    const known = { cards, panes: statesOf(stateNow()), values: course?.values ?? {} };
    return !lesson || claimsOf(lesson, course.step).every((name) => valueOf(lesson, name, known) !== null);
  };
  const whole = () => stateNow().course?.laid && numbers() && [...document.querySelectorAll(".maps > .map")].every((map) => map.hasAttribute("data-ready"));
  while (!whole() && performance.now() < end) {
    await frame();
  }
}
