// What data can be coloured by. Pure. To add a column: its line in columnsOf.
import { tables } from "./tables.js";
/** @import {Card, State, Table} from "../types.js" */

/**
 * @typedef {object} Column
 * @property {string} id in links
 * @property {string} title
 * @property {string=} term its word of terms.js, where it has one
 * @property {string=} unit of its values
 * @property {"classes" | "server" | "table"} from whether it is the class of each row, a column of the server's of the
 *   same name, or one of a table that somebody brought
 */

/** @param {Card} card @returns {Column} */
const classes = ({ labels }) => ({ id: "class", title: labels.length > 0 ? "class" : "none", from: "classes" });
/** @type {Column} */
const kl = { id: "kl", title: "KL", term: "kl", unit: "nats", from: "server" };
/** @type {Column} */
const bound = { id: "elbo", title: "bound (ELBO)", term: "bound", unit: "nats", from: "server" };
/** @type {Column} */
const reconstruction = {
  id: "reconstruction",
  title: "reconstruction",
  term: "reconstruction",
  unit: "nats",
  from: "server",
};

/**
 * Those that there are now.
 * @param {Card} card
 * @param {Table[]} brought
 * @returns {Column[]}
 */
export function columnsOf(card, brought) {
  if (!card.atlas) {
    return [];
  }
  const known = card.posterior === "point" ? [reconstruction] : [kl, reconstruction, bound];
  const factors = (card.atlas.factors ?? []).map((name) => ({ id: name, title: name, from: /** @type {const} */ ("server") }));
  return [classes(card), ...known, ...factors, ...tables(card, brought)];
}

/**
 * The values that the data are coloured by, once all have come; null for classes.
 * @param {Card} card
 * @param {Pick<State, "kept" | "tables" | "columns">} state
 */
export function valuesOf(card, state) {
  const column = columnOf(card, state);
  const found = column.from === "classes" ? null : state.columns[column.id];
  return found && found.count === found.values.length ? found.values : null;
}

/**
 * What the data are coloured by: what was chosen, or the class where there is no such column.
 * @param {Card} card
 * @param {Pick<State, "kept" | "tables">} state
 * @returns {Column}
 */
export function columnOf(card, { kept, tables: brought }) {
  const all = columnsOf(card, brought);
  return all.find(({ id }) => id === kept?.colour) ?? all[0] ?? classes(card);
}
