// Models by the same figures, as tables: of what may stand in one column, and which is better beyond the errors. Pure.
import { exceeds } from "./compare.js";
import { counted, fixed } from "./numbers.js";

/**
 * @typedef {object} Column of a figure
 * @property {string} name
 * @property {string} title
 * @property {"likelihood" | "reconstruction" | "draws"} kind
 * @property {number} decimals
 * @property {"more" | "less"=} better which is, where either is
 *
 * @typedef {object} Measured a model
 * @property {string} id
 * @property {{data: string, part: string, images: number, seed: number}} setting
 * @property {string} likelihood
 * @property {number} dim
 * @property {string} posterior
 * @property {string} prior
 * @property {Record<string, {value: number, error?: number}>} figures
 * @property {Record<string, string>} estimators how a figure was made
 * @property {Record<string, string>} lacking why it is not there
 *
 * @typedef {{figures: Column[], models: Measured[]}} Comparison
 *
 * @typedef {{text: string, error: string, best: boolean, note: string}} Cell
 *
 * @typedef {object} Table
 * @property {string} title
 * @property {Column[]} columns those of which some model has a figure
 * @property {{model: Measured, cells: Cell[]}[]} rows
 * @property {string[]} notes how columns were made, where all of their figures were made alike
 */

const KINDS = /** @type {const} */ ([
  ["reconstruction", "Reconstructions and speed"],
  ["draws", "Draws of the prior"],
]);
const NO_LIKELIHOOD = "none";

/**
 * Densities and probabilities never share a column, nor do images of different data.
 * @param {Comparison} comparison
 * @returns {{title: string, tables: Table[], without: string[]}[]} by setting; those without a likelihood have no figure in nats
 */
export function tablesOf({ figures, models }) {
  return grouped(models, ({ setting }) => JSON.stringify(setting)).map((same) => {
    const { data, part, images } = same[0].setting;
    const scored = same.filter(({ likelihood }) => likelihood !== NO_LIKELIHOOD);
    const nats = grouped(scored, ({ likelihood }) => likelihood).map((alike) =>
      tableOf(`Nats an image, ${written(alike[0].likelihood)} p(x|z)`, figures.filter(({ kind }) => kind === "likelihood"), ranked(alike)),
    );
    const others = KINDS.map(([kind, title]) => tableOf(title, figures.filter((one) => one.kind === kind), same));
    return {
      title: `${written(data)}, ${images.toLocaleString("en")} images of the ${part} part`,
      tables: [...nats, ...others].filter(({ columns }) => columns.length > 0),
      without: same.filter((one) => !scored.includes(one)).map(({ id }) => id),
    };
  });
}

/** Names that are written otherwise than files have them. @type {Record<string, string>} */
const NAMES = { mnist: "MNIST", bernoulli: "Bernoulli", gaussian: "Gaussian", laplace: "Laplace" };

/** The name of data or of a distribution. @param {string} name */
export function written(name) {
  return NAMES[name] ?? name;
}

/** How long the training took, in words; empty where nobody took the time. @param {Card | undefined} card */
export function trainingOf(card) {
  const time = card?.provenance?.time;
  if (!time) {
    return "";
  }
  const processor = time.processorSeconds === undefined ? "" : ` (${counted(Math.round(time.processorSeconds))} s of processor time)`;
  return `${counted(Math.round(time.seconds))} s on ${time.threads} thread${time.threads > 1 ? "s" : ""}${processor}`;
}

/** Those with the greatest log p(x) first. @param {Measured[]} models */
function ranked(models) {
  const by = (/** @type {Measured} */ { figures }) => (figures["log-likelihood"] ?? figures.bound)?.value ?? -Infinity;
  return [...models].sort((a, b) => by(b) - by(a));
}

/** @param {string} title @param {Column[]} all @param {Measured[]} models @returns {Table} */
function tableOf(title, all, models) {
  const columns = all.filter(({ name }) => models.some((model) => model.figures[name]));
  const rows = models.map((model) => ({ model, cells: columns.map((column) => cellOf(model, column, models)) }));
  return { title, columns, rows, notes: notesOf(columns, rows) };
}

/** @param {Column[]} columns @param {Table["rows"]} rows */
function notesOf(columns, rows) {
  const noted = columns.flatMap((column, i) => {
    const notes = new Set(rows.filter(({ model }) => model.figures[column.name]).map(({ cells }) => cells[i].note));
    const [note] = notes;
    return notes.size === 1 && note !== "" && rows.length > 1 ? [{ column, note }] : [];
  });
  return grouped(noted, ({ note }) => note).map((alike) => `${alike.map(({ column }) => column.title).join(", ")}: ${alike[0].note}.`);
}

/** @param {Measured} model @param {Column} column @param {Measured[]} models @returns {Cell} */
function cellOf(model, { name, decimals, better }, models) {
  const figure = model.figures[name];
  const note = model.estimators[name] ?? model.lacking[name] ?? "";
  if (!figure) {
    return { text: "–", error: "", best: false, note };
  }
  const sign = better === "less" ? -1 : 1;
  const signed = (/** @type {Measured} */ of) => {
    const { value, error = null } = of.figures[name];
    return { value: sign * value, error };
  };
  const rivals = models.filter((other) => other !== model && other.figures[name]);
  const best = better !== undefined && rivals.length > 0 && rivals.every((other) => exceeds(signed(model), signed(other)));
  return { text: fixed(figure.value, decimals), error: figure.error === undefined ? "" : fixed(figure.error, decimals), best, note };
}

/**
 * @template T
 * @param {T[]} all
 * @param {(one: T) => string} key
 * @returns {T[][]} in the order in which keys come first
 */
export function grouped(all, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  all.forEach((one) => groups.set(key(one), [...(groups.get(key(one)) ?? []), one]));
  return [...groups.values()];
}
