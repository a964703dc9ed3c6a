// What the report is about, and what it asks of the server. Pure.
import { isDiscrete } from "./mosaic.js";
import { cardOf, sampleOf } from "./state.js";
/** @import {Sent} from "./types-wire.js" */

/**
 * @typedef {object} Subject the image that the report is about
 * @property {string} key the same for the same image of the same model
 * @property {Card} card
 * @property {ArrayLike<number> | null} x the image, as far as the page has it
 * @property {ArrayLike<number> | null} mean the decoded mean of q(z|x), as far as the page has it
 * @property {number} reconstruction as encoding said; NaN while it is not known
 * @property {number} kl the same
 * @property {string} absent why nothing can be asked about it; empty where it can
 * @property {{row?: number}} fields of a request
 * @property {Sent[]} arrays of a request
 */

/**
 * The pinned sample; null where none is pinned.
 * @param {State} state
 * @returns {Subject | null}
 */
export function subjectOf(state) {
  const card = cardOf(state);
  const pin = state.kept?.pin;
  const own = sampleOf(state, pin ?? null);
  if (!card || !pin || (!own && pin.row === undefined)) {
    return null;
  }
  const { channels, height, width } = card.input;
  const row = own ? undefined : state.rows[/** @type {number} */ (pin.row)];
  const known = own ?? row;
  const absent = own ? (own.input ? "" : (own.sentence ?? "The image is being encoded.")) : row?.original ? "" : row?.absent;
  return {
    key: `${card.version} ${own ? `own ${own.id} ${numberOf(own.input)}` : `row ${pin.row}`}`,
    card,
    x: (own ? own.input : row?.original) ?? null,
    mean: known?.mean ?? null,
    reconstruction: known?.reconstruction ?? NaN,
    kl: known?.kl ?? NaN,
    absent: card.posterior === "point" ? (isDiscrete(card) ? DISCRETE : card.likelihood ? POINT : NONE) : (absent ?? ""),
    fields: own ? {} : { row: pin.row },
    arrays: own?.input ? [{ name: "images", values: own.input, shape: [1, channels, height, width] }] : [],
  };
}

const POINT =
  "This model's q(z|x) is a point: it has neither a bound on log p(x) nor a posterior.";
const DISCRETE =
  "This model's code is discrete, and certain given the image. So nothing is drawn of a posterior: the bound on log p(x) is log p(x|z) + log p(z) of that one code, which the panel “Image” has.";
const NONE =
  "This model has no encoder and no p(x|z): the code of the image was found by a search, and there is neither a bound on log p(x) nor a posterior.";

/**
 * A number for each array, so that another image has another key.
 * @type {WeakMap<object, number>}
 */
const numbers = new WeakMap();
let last = 0;

/** @param {object | undefined} array */
function numberOf(array) {
  if (!array) {
    return 0;
  }
  const known = numbers.get(array) ?? ++last;
  numbers.set(array, known);
  return known;
}

/**
 * Which posterior of the pinned image the map is to draw over the encoder's; the encoder's where it draws none.
 * @param {Pick<State, "report" | "kept">} state
 */
export function wishedOnMap({ report, kept }) {
  return kept?.layers.ellipses ? report.shown : "encoder";
}

/**
 * Which it draws over it: the encoder's until another is there, and under draws of the true one.
 * @param {Pick<State, "report" | "kept">} state
 */
export function drawnOnMap(state) {
  const wished = wishedOnMap(state);
  const { refinement, posterior } = state.report;
  return { encoder: true, refined: refinement?.refined, true: posterior?.truth, draws: null }[wished] ? wished : "encoder";
}

/**
 * The key under which a part of the report is asked for; null while it is not to be asked.
 * @param {State} state
 * @param {Subject | null} subject
 * @param {boolean} [wanted]
 */
export function askedKey({ report, kept }, subject, wanted = report.open) {
  return wanted && kept && subject && subject.absent === ""
    ? `${subject.key} seed ${kept.seed} ${report.again}`
    : null;
}
