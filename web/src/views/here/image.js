// IMAGE: what the model says of the pinned image, of the atlas or somebody's own: image, reconstruction and residual,
// the bound's two terms, the posterior, and draws of it.
import { boundTerms } from "../../bound.js";
import { h, setText } from "../../dom.js";
import { isDiscrete } from "../../mosaic.js";
import { rowName } from "../../names.js";
import { fixed, natsOf } from "../../numbers.js";
import { residual } from "../../paint.js";
import { picture } from "../../picture.js";
import { isIndependent, klByDimension } from "../../posterior.js";
import { rankOf, worseThan } from "../../rank.js";
import { selector } from "../../selector.js";
import { cardOf, sampleOf } from "../../state.js";
import { term } from "../../terms.js";
import { toneOf } from "../../tone.js";
import { create as draws } from "./draws.js";
import { reportButton } from "./model.js";
import { create as mosaic } from "./mosaic.js";
import { create as posterior } from "./posterior.js";
import { create as shown } from "./shown.js";

/**
 * @typedef {object} Subject an image as this block shows it, wherever it comes from
 * @property {string} name
 * @property {string} says what stands in the place of what is not there yet; empty where all is there
 * @property {boolean} wrong whether that is bad news
 * @property {ArrayLike<number> | null} x
 * @property {string} absent why there is no x
 * @property {ArrayLike<number> | null} mean
 * @property {number[]} mu
 * @property {number[]} logvar empty for a point posterior
 * @property {number[]} klByDimension the same
 * @property {number | null} kl
 * @property {number | null} reconstruction
 * @property {number | null} elboError standard error of reconstruction and bound; null where it is not known
 * @property {string} rank how the bound ranks among those of the data, in words; empty where nobody knows
 */

/** @param {Dispatch} dispatch */
export function create(dispatch) {
  const name = h("span", { class: "small here-image-name" });
  const says = h("p", { class: "small here-says", role: "status" });
  const x = figure(h("span", {}, "x"), "here-x");
  const mean = figure(h("span", {}, "x̂"), "");
  const rest = figure(term("residual", "x − x̂"), "here-rest");
  const least = h("span", { class: "number" });
  const most = h("span", { class: "number" });
  const legend = h("div", { class: "here-legend", "aria-hidden": "true" }, least, h("span", { class: "here-ramp" }), most);
  const absent = h("p", { class: "small quiet here-absent" });
  const sum = boundTerms();
  const rank = h("p", { class: "small quiet here-rank" });
  const point = h("p", { class: "small quiet" });
  const about = posterior();
  const onMap = shown(dispatch);
  const drawn = draws(dispatch);
  const codes = mosaic(dispatch);
  const images = h("div", { class: "here-images" }, x.element, mean.element, rest.element, absent, legend);
  const report = reportButton("Full report", IMAGE, dispatch);
  const body = h("div", {}, images, h("div", { class: "here-part" }, sum.element, rank, point), codes.element, report, about.element, onMap.element, drawn.element);
  const element = h(
    "section",
    { class: "block here-image", hidden: true, "aria-label": "Image" },
    h("div", { class: "row between" }, h("h2", {}, "Image"), name),
    says,
    body,
  );

  /** @type {Row | Sample | null} */
  let known = null;
  /** @type {Subject | null} */
  let current = null;

  /** @param {Card} card @param {Subject} subject @param {State["appearance"]} appearance */
  function show(card, subject, appearance) {
    setText(name, subject.name);
    name.title = subject.name;
    setText(says, subject.says);
    says.classList.toggle("wrong", subject.wrong);
    body.hidden = subject.wrong;
    const tone = toneOf(card, appearance);
    mean.image.show(subject.mean, 0, card.input, tone, "Reconstruction, the decoded μ");
    x.image.show(subject.x, 0, card.input, tone, "Input image x");
    images.classList.toggle("originless", subject.absent !== "");
    setText(absent, subject.absent);
    legend.hidden = subject.absent !== "";
    const painted = subject.x && subject.mean && residual(subject.x, subject.mean, card.input, appearance);
    legend.style.visibility = painted ? "" : "hidden";
    const max = fixed(painted?.max ?? 0, 2);
    rest.image.put(painted, `Residual, from −${max} to ${max}`);
    setText(least, `−${max}`);
    setText(most, `+${max}`);
  }

  const look = selector((state, /** @type {Sample | null} */ own, /** @type {Row | null} */ row) => {
    const card = cardOf(state);
    const pinned = state.kept?.pin?.row;
    element.hidden = !card || (!own && pinned === undefined);
    if ((own ?? row) !== known) {
      known = own ?? row;
      current = null;
    }
    const waiting = { ...NOTHING, name: pinned === undefined ? "" : `row ${pinned}` };
    current = card && (own ? (current ?? ofSample(own)) : row ? (current ?? ofRow(row, card)) : waiting);
    if (card && current && !element.hidden) {
      show(card, current, state.appearance);
      const { reconstruction, kl, elboError } = current;
      sum.element.hidden = card.posterior === "point";
      sum.update(reconstruction ?? NaN, kl ?? NaN, elboError);
      setText(rank, current.rank);
      const searched = SEARCHED[card.kind] ?? "";
      point.hidden = card.posterior !== "point" && searched === "";
      setText(point, searched || pointWords(reconstruction, isDiscrete(card), state.mosaic.logMass?.[0] ?? null));
      about.update(card, current);
    }
  });

  return {
    element,
    /** @param {State} state */
    update(state) {
      const card = cardOf(state);
      const pin = state.kept?.pin ?? null;
      const row = pin?.row === undefined ? null : (state.rows[pin.row] ?? null);
      look(state, sampleOf(state, pin), row);
      if (card && current && !element.hidden) {
        onMap.update(state, card);
        drawn.update(state, card);
        codes.update(state);
      }
    },
  };
}

/** @param {number | null} reconstruction @param {boolean} discrete @param {number | null} logMass log p(z) of its code */
function pointWords(reconstruction, discrete, logMass) {
  const score = reconstruction === null ? "" : natsOf(reconstruction);
  if (!discrete) {
    return `This model's q(z|x) is a point: no KL, and so no bound.${score && ` log p(x|z) is ${score} nats.`}`;
  }
  const bound = reconstruction === null || logMass === null ? "" : `, so log p(x) is at least log p(x|z) + log p(z) = ${score} + (${natsOf(logMass)}) = ${natsOf(reconstruction + logMass)} nats`;
  return `The code is discrete, and certain given the image${bound || (score && `. log p(x|z) is ${score} nats`)}.`;
}

/** Words for kinds of models without a network that encodes. @type {Record<string, string>} */
const SEARCHED = {
  gan: "This model has no encoder and no p(x|z). The code was found by a search: of 1,024 draws the one whose image is nearest, and from there steps down the gradient of the difference.",
  svi: "This model has no encoder: q(z|x) was found for this image alone, by a search with the decoder.",
  mcem: "This model has no encoder: q(z|x) was found for this image alone, by a search with the decoder.",
};

const IMAGE =
  "How likely this image is, its true posterior, and what hidden pixels may be · R";

/** @param {HTMLElement} caption @param {string} kind */
function figure(caption, kind) {
  const image = picture();
  return { image, element: h("figure", { class: kind }, image.element, h("figcaption", { class: "small" }, caption)) };
}

/** @type {Subject} */
const NOTHING = {
  name: "",
  says: "",
  wrong: false,
  x: null,
  absent: "",
  mean: null,
  mu: [],
  logvar: [],
  klByDimension: [],
  kl: null,
  reconstruction: null,
  elboError: null,
  rank: "",
};

/** @param {Row} row @param {Card} card @returns {Subject} */
function ofRow(row, card) {
  const { kl = row.kl, reconstruction, error } = row.estimate ?? { ...row, error: null };
  return {
    ...NOTHING,
    name: rowName(row, card),
    x: row.original,
    absent: row.original ? "" : row.absent,
    mean: row.mean,
    mu: row.mu,
    logvar: row.logvar,
    klByDimension: isIndependent(card) ? klByDimension(row.mu, row.logvar) : [],
    kl: row.logvar.length > 0 ? kl : null,
    reconstruction: card.likelihood ? reconstruction : null,
    elboError: error ?? null,
    rank: worseThan(row),
  };
}

const WRONG = "The model couldn't encode this image.";

/** @param {Sample} sample @returns {Subject} */
function ofSample(sample) {
  const { status, mu = [], logvar = [] } = sample;
  const coming = status === "waiting" || status === "encoding";
  return {
    ...NOTHING,
    name: sample.name,
    says: status === "wrong" ? (sample.sentence ?? WRONG) : coming && !sample.mu ? "Encoding…" : "",
    wrong: status === "wrong",
    x: sample.input ?? null,
    mean: sample.mean ?? null,
    mu,
    logvar,
    klByDimension: sample.klByDimension ?? [],
    kl: sample.kl ?? null,
    reconstruction: sample.reconstruction ?? null,
    elboError: sample.elboError ?? null,
    rank: rankOf(sample)?.text ?? "",
  };
}
