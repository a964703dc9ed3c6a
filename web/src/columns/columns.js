// What data can be coloured by. Pure. To add a column: a file like tables.js, and its line in ALL.
import { showsColumnAtlas } from "../column-atlas.js";
import { atlasColumns } from "./column-atlas.js";
import { differences } from "./differences.js";
import { tables } from "./tables.js";

/**
 * @typedef {object} Column
 * @property {string} id in links
 * @property {string} title
 * @property {string=} term its word of terms.js, where it has one
 * @property {string=} unit of its values
 * @property {"classes" | "server" | "table" | "difference" | "column-atlas"} from whether it is the class of each row, a column of the
 *   server's of the same name, one of a table that somebody brought, the bound of one model less that of another, or a
 *   column of the atlas of columns
 * @property {{more: Card, less: Card}=} of which models, of a difference
 *
 * @typedef {Pick<State, "tables" | "cards" | "models" | "kept">} Source of columns
 */

/** @typedef {(card: Card, source: Source) => Column[]} Kind */

/** @param {boolean} labelled @returns {Column} */
const classes = (labelled) => ({ id: "class", title: labelled ? "class" : "none", from: "classes" });

/**
 * The bound and its terms; of a point posterior there is the reconstruction alone, and nothing without a likelihood.
 * @type {Kind}
 */
const terms = ({ posterior, likelihood }) => {
  if (!likelihood) {
    return [];
  }
  /** @type {Column} */
  const reconstruction = { id: "reconstruction", title: "reconstruction", term: "reconstruction", unit: "nats", from: "server" };
  return posterior === "point"
    ? [reconstruction]
    : [
        { id: "kl", title: "KL", term: "kl", unit: "nats", from: "server" },
        reconstruction,
        { id: "elbo", title: "bound (ELBO)", term: "bound", unit: "nats", from: "server" },
      ];
};

/** @type {Kind} */
const factors = ({ atlas }) => (atlas?.factors ?? []).map((name) => ({ id: name, title: name, from: "server" }));

/** @type {Kind[]} in the order that they are listed in */
const ALL = [({ labels }) => [classes(labels.length > 0)], terms, differences, factors, tables];

/** Those that there are now. @type {Kind} */
export function columnsOf(card, source) {
  if (showsColumnAtlas(card, source.kept)) {
    return [classes(!!card.columnAtlas?.labelled), ...atlasColumns(card)];
  }
  return card.atlas ? ALL.flatMap((kind) => kind(card, source)) : [];
}

/**
 * The values that the data are coloured by, once all have come; null for classes.
 * @param {Card} card
 * @param {Source & Pick<State, "columns">} state
 */
export function valuesOf(card, state) {
  const column = columnOf(card, state);
  const found = column.from === "classes" ? null : state.columns[column.id];
  return found && found.count === found.values.length ? found.values : null;
}

/**
 * What the data are coloured by: what was chosen, or the class where there is no such column.
 * @param {Card} card
 * @param {Source} state
 * @returns {Column}
 */
export function columnOf(card, state) {
  const all = columnsOf(card, state);
  return all.find(({ id }) => id === state.kept?.colour) ?? all[0] ?? classes(card.labels.length > 0);
}
