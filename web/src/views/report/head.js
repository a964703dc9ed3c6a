// The head of the report: the image, what the code keeps of it, and what it leaves, with the image's name and the seed.
import { button } from "../../controls.js";
import { h, setText } from "../../dom.js";
import { rowName } from "../../names.js";
import { fixed } from "../../numbers.js";
import { residual } from "../../paint.js";
import { picture } from "../../picture.js";
import { selector } from "../../selector.js";
import { cardOf, sampleOf } from "../../state.js";
import { prose } from "../../terms.js";
import { toneOf } from "../../tone.js";
/** @import {Subject} from "../../report.js" */
/** @import {Likelihood} from "../../types-report.js" */

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const pictures = [picture(), picture(), picture()];
  const from = h("span");
  const captions = [["image x"], ["x̂, from ", from], prose("[[residual|x − x̂]]")];
  const images = h(
    "div",
    { class: "report-images" },
    ...pictures.map(({ element }, i) =>
      h("figure", {}, element, h("figcaption", { class: "small quiet" }, ...captions[i])),
    ),
  );
  const name = h("p", { class: "report-name" });
  const model = h("p", { class: "small quiet" });
  const seed = h("span", { class: "number" });
  let next = 1;
  const again = button("small", () => dispatch({ type: "keep", change: { seed: next } }), "New draws");
  const seeded = h("p", { class: "row small quiet report-seed" }, h("span", {}, ...prose("[[seed]] "), seed), again);
  const element = h(
    "div",
    { class: "block report-head" },
    images,
    h("div", { class: "report-who" }, name, model, seeded),
  );
  const draw = selector(
    (state, /** @type {Subject | null} */ subject, /** @type {Row} */ row, /** @type {Likelihood | null} */ image) => {
      const card = cardOf(state);
      if (!card) {
        return;
      }
      next = (state.kept?.seed ?? 0) + 1;
      images.hidden = seeded.hidden = !subject;
      setText(name, subject ? nameOf(state, row, card) : card.title);
      setText(model, subject ? `${card.title} · ${card.latent.dim} latent dimensions` : (card.description ?? ""));
      setText(seed, String(state.kept?.seed ?? ""));
      const x = image?.input ?? subject?.x;
      const mean = image?.mean ?? subject?.mean;
      setText(from, card.posterior === "point" ? "z" : "μ");
      const tone = toneOf(card, state.appearance);
      pictures[0].show(x, 0, card.input, tone, "The image x");
      pictures[1].show(mean, 0, card.input, tone, "Its reconstruction, decoded");
      const painted = x && mean ? residual(x, mean, card.input, state.appearance) : null;
      const max = fixed(painted?.max ?? 0, 2);
      pictures[2].put(painted, `Residual, from −${max} to ${max}`);
    },
  );
  return {
    element,
    /** @param {State} state @param {Subject | null} subject */
    update: (state, subject) =>
      void draw(state, subject, state.rows[state.kept?.pin?.row ?? -1], state.report.believed?.image ?? null),
  };
}

/** @param {State} state @param {Row} row @param {Card} card */
function nameOf(state, row, card) {
  const pin = state.kept?.pin ?? null;
  return sampleOf(state, pin)?.name ?? (row ? rowName(row, card) : `row ${pin?.row}`);
}
