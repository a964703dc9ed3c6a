// What data can be coloured by. Pure. To add a column: a file beside this one, and its line in ALL.
import { bound } from "./bound.js";
import { classes } from "./classes.js";
import { factors } from "./factors.js";
import { kl } from "./kl.js";
import { reconstruction } from "./reconstruction.js";
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

/** @type {((card: Card, tables: Table[]) => Column[])[]} */
const ALL = [classes, kl, reconstruction, bound, factors, tables];

/**
 * Those that there are now.
 * @param {Card} card
 * @param {Table[]} brought
 * @returns {Column[]}
 */
export function columnsOf(card, brought) {
  return card.atlas ? ALL.flatMap((columns) => columns(card, brought)) : [];
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
  return all.find(({ id }) => id === kept?.colour) ?? all[0] ?? classes(card)[0];
}
