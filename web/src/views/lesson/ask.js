// What a step asks for: one of three answers, a number on a slider, or something to do on the page.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { icon } from "../../icons.js";
import { fixed } from "../../numbers.js";
import { doneBy } from "../../lesson/step.js";
/** @import {Ask, Done} from "../../lesson/types.js" */

/**
 * @param {Ask} ask
 * @param {(done: Done) => void} tell
 * @param {() => number | null} valueOf the number that is to be guessed, once it is known
 */
export function createAsk(ask, tell, valueOf) {
  switch (ask.kind) {
    case "choose":
      return chosen(ask, tell);
    case "number":
      return guessed(ask, tell, valueOf);
    default:
      return told(ask);
  }
}

/** @param {Extract<Ask, {kind: "choose"}>} ask @param {(done: Done) => void} tell */
function chosen({ say, answers }, tell) {
  const buttons = answers.map(({ say: words, right, reply }, answer) =>
    button("lesson-answer", () => tell({ how: right ? "right" : "wrong", reply, answer }), words),
  );
  return {
    element: h("fieldset", { class: "lesson-ask" }, h("legend", {}, say), ...buttons),
    /** @param {Done | null} done */
    show(done) {
      buttons.forEach((one, i) => {
        one.disabled = done !== null;
        one.classList.toggle("chosen", done?.answer === i);
        one.classList.toggle("right", done !== null && !!answers[i].right);
      });
    },
  };
}

/** @param {Extract<Ask, {kind: "number"}>} ask @param {(done: Done) => void} tell @param {() => number | null} valueOf */
function guessed(ask, tell, valueOf) {
  const { say, least, most, step, unit = "" } = ask;
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const says = h("output", { class: "number" });
  const slider = h("input", {
    type: "range", min: String(least), max: String(most), step: String(step), value: String((least + most) / 2),
    "aria-label": say, oninput: speak,
  });
  const guess = button("", () => {
    const value = valueOf();
    if (value !== null) {
      tell(doneBy(ask, Number(slider.value), value));
    }
  }, "Guess");

  function speak() {
    const words = `${fixed(Number(slider.value), decimals)} ${unit}`.trim();
    setText(says, words);
    slider.setAttribute("aria-valuetext", words);
  }

  speak();
  return {
    element: h("fieldset", { class: "lesson-ask" }, h("legend", {}, say), h("div", { class: "row" }, slider, says, guess)),
    /** @param {Done | null} done */
    show(done) {
      slider.disabled = done !== null;
      guess.disabled = done !== null || valueOf() === null;
    },
  };
}

/** @param {Extract<Ask, {kind: "pin" | "do"}>} ask */
function told(ask) {
  const inHere = ask.kind === "do" && (ask.reading ?? /^(experiments|trajectory|watched|report\.refinement)\./.test(ask.state ?? ""));
  return {
    element: h(
      "p",
      { class: "lesson-ask" },
      icon(ask.kind === "pin" ? "here" : "arrow"),
      h("span", {}, ask.say, inHere ? h("span", { class: "lesson-where quiet" }, " Open Here, below, to find it.") : null),
    ),
    show() {},
  };
}
