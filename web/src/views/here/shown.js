// Which posterior of the pinned image the map draws over the encoder's: none, the one refined for this image, or the true one.
import { coverageWords } from "../../coverage.js";
import { h, setText } from "../../dom.js";
import { fixed } from "../../numbers.js";
import { subjectOf } from "../../report.js";
import { selector } from "../../selector.js";
import { status } from "../../status.js";
import { prose } from "../../terms.js";
/** @import {Asked, Report} from "../../types-report.js" */

/** @type {[Report["shown"], string][]} value, its name here */
const CHOICES = [
  ["encoder", "encoder q(z|x)"],
  ["refined", "refined q(z|x)"],
  ["true", "true p(z|x)"],
  ["draws", "draws of the true p(z|x)"],
];
const TWO = "The true posterior is computed on a grid, for two latent dimensions only.";
const NO_GAIN = "Same as the encoder's: fresh draws confirm no gain.";
/** @type {Asked} */
const FETCHING = { key: "", stage: "asking", sentence: "" }; // while the code that asks is on its way
const MUCH = 0.01; // share of the mass at the grid's edge from which it is said

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const choices = CHOICES.map(([value, name]) => {
    const button = h("input", {
      type: "radio",
      name: "posterior-on-map",
      value,
      onchange: () => dispatch({ type: "report", change: { shown: value } }),
    });
    return { value, button, label: h("label", {}, button, name) };
  });
  const working = status(dispatch);
  const says = h("span", { class: "small quiet" });
  const element = h(
    "fieldset",
    { class: "here-part here-shown" },
    h("legend", { class: "small quiet" }, ...prose("[[posterior|Posterior]] on the map")),
    ...choices.map(({ label }) => label),
    h("div", { class: "here-shown-says" }, says, working.element),
  );
  const draw = selector((state, /** @type {Card} */ card, /** @type {string} */ absent) => {
    const { shown, refinement, posterior, posteriorDraws } = state.report;
    element.hidden = card.posterior === "point";
    for (const { value, button, label } of choices) {
      const why = value === "encoder" ? "" : value === "true" && card.latent.dim !== 2 ? TWO : absent;
      button.checked = value === shown;
      button.disabled = why !== "";
      button.setAttribute("aria-description", why);
      label.title = why;
    }
    const there = { encoder: null, refined: refinement, true: posterior, draws: posteriorDraws }[shown];
    const asked = state.kept?.layers.ellipses && shown !== "encoder" && !absent ? (there ?? FETCHING) : null;
    working.update(state, asked, `${workingWords(state)} Showing the encoder's until then.`);
    setText(says, asked && asked.stage !== "done" ? "" : wordsOf(state, card, absent));
  });
  return {
    element,
    /** @param {State} state @param {Card} card */
    update(state, card) {
      draw(state, card, subjectOf(state)?.absent ?? "");
    },
  };
}

/** @param {State} state */
function workingWords({ report: { shown, refinement } }) {
  const step = refinement?.trail.at(-1)?.step;
  return shown === "draws" ? "Drawing…" : shown === "true" ? "Computing on a grid…" : step === undefined ? "Refining…" : `Refining, step ${step}…`;
}

/** @param {State} state @param {Card} card @param {string} absent why there is nothing but the encoder's */
function wordsOf({ kept, report: { shown, refinement, posterior, posteriorDraws } }, card, absent) {
  if (!kept?.layers.ellipses) {
    return "Posteriors are off in Layers.";
  }
  const { refined } = refinement ?? {};
  const { truth } = posterior ?? {};
  const words = ["The lines hold 50 and 90% of it."];
  if (shown === "encoder") {
    words.push(coverageWords(card.figures));
  } else if (absent) {
    words.unshift(absent);
  } else if (shown === "draws" && posteriorDraws) {
    words.push(`Dots: ${posteriorDraws.codes.length} draws, reposteriorDraws. ${posteriorDraws.worth}`);
  } else if (shown === "refined" && refined) {
    words.push(refined.kept ? `Its bound is ${fixed(refined.gain, 2)} nats higher.` : NO_GAIN);
  } else if (shown === "true" && truth && truth.edge > MUCH) {
    words.push(`${fixed(100 * truth.edge, 1)}% of it lies at the grid's edge, so part of it is cut off.`);
  }
  return words.join(" ");
}
