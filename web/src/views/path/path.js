// The path: keyframes, the way between them, and the decoded frames along it.
import { showsColumnAtlas } from "../../column-atlas.js";
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { exampleOf } from "../../example.js";
import { icon } from "../../icons.js";
import { cardOf } from "../../state.js";
import { prose } from "../../terms.js";
import { explain } from "../../tooltip.js";
import { createChips } from "./chips.js";
import { createControls } from "./controls.js";
import { createStrip } from "./strip.js";

/** How the sender's frames compare with those here, in a word. */
const GRADES = { identical: "same as sent", near: "nearly as sent", other: "not as sent" };

const ONE = "Add a second keyframe: pin a place on the map and add it.";

/** @type {MakeView} */
export function create(element, dispatch) {
  /** @type {State | null} */
  let state = null;
  let verdictText = ""; // the verdict's

  const chips = createChips(dispatch);
  const controls = createControls(dispatch);
  const strip = createStrip(dispatch);
  const add = button("path-add", addPin, icon("plus"), "Add pin");
  const exampleButton = button("main", start, "Show an example");
  const hint = h("p", { class: "path-hint quiet" });
  const sentence = h(
    "span",
    { class: "path-empty quiet" },
    ...prose("Make an [[path]] from one image to another: "),
    h("span", { class: "path-key" }, "press P and click the map, or "),
    "pin places and add them.",
  );
  const verdict = h("span", { class: "path-verdict small", role: "note", tabIndex: 0, hidden: true });
  explain(verdict, () => verdictText);
  const row = h("div", { class: "path-row" }, h("h2", {}, "Path"), verdict, chips.element, add, sentence, exampleButton);
  const more = h("div", { class: "path-more" }, controls.ways, controls.player, controls.ends);
  row.append(more);
  element.append(row, hint, strip.element);
  // Space plays, but where it presses, ticks or types.
  element.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === " " && state?.strip && !target.closest("button, select, input:not([type=range])")) {
      event.preventDefault();
      event.stopPropagation();
      controls.toggle();
    }
  });

  function addPin() {
    const kept = state?.kept;
    if (kept?.pin) {
      dispatch({ type: "keep", change: { keyframes: [...kept.keyframes, { ...kept.pin }] } });
    }
  }

  function start() {
    const card = state && cardOf(state);
    const count = card?.atlas?.count ?? 0;
    if (state?.points && state.points.count > 1) {
      dispatch({ type: "example", rows: Int32Array.from(exampleOf(state.points)) });
    } else if (state && showsColumnAtlas(card, state.kept) && count > 1) {
      dispatch({ type: "example", rows: Int32Array.of(0, count >> 1) }); // any two, of rows that are not here
    }
  }

  /** Lays the example once both of its images are known. @param {State} now */
  function finishExample(now) {
    const ends = Array.from(now.example, (one) => now.rows[one]);
    if (ends.length > 0 && ends.every(Boolean)) {
      dispatch({ type: "example", rows: new Int32Array(0) });
      dispatch({ type: "keep", change: { keyframes: ends.map((end) => ({ z: end.mu, row: end.row })) } });
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
        dispatch({ type: "play", change: { at: 0, on: true } });
      }
    }
  }

  /** Says, as long as it is so, how the frames compare with those of the link's sender. @param {State} now */
  function showVerdict({ verdict: judged, strip: whole }) {
    const shown = judged && judged.key === whole?.key ? judged : null;
    verdict.hidden = !shown;
    verdict.dataset.grade = shown?.grade ?? "";
    setText(verdict, shown ? GRADES[shown.grade] : "");
    verdictText = shown?.text ?? "";
  }

  return {
    update(next) {
      state = next;
      const kept = next.kept;
      element.classList.toggle("open", next.sheet === "path");
      const count = kept?.keyframes.length ?? 0;
      element.classList.toggle("laid", count > 0);
      sentence.hidden = exampleButton.hidden = count > 0;
      more.hidden = strip.element.hidden = count === 0;
      add.disabled = !kept?.pin;
      add.title = kept?.pin ? "Add the pin to the path" : "Pin a place first: click the map";
      exampleButton.disabled = next.example.length > 0 || !next.points || next.points.count < 2;
      const waits = count > 1 && !next.strip && next.connection !== "open";
      setText(hint, count === 1 ? ONE : waits ? "The frames load once the server is back." : "");
      hint.hidden = hint.textContent === "";
      showVerdict(next);
      chips.update(next);
      controls.update(next);
      strip.update(next);
      finishExample(next);
    },
  };
}
