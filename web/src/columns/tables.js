// Columns of the tables that somebody brought. Pure.
/** @import {Card, Table} from "../types.js" */

/** What ids of such columns begin with. */
export const TABLE = "table: ";

/** @param {Card} card @param {Table[]} brought @returns {import("./columns.js").Column[]} */
export const tables = ({ id: model }, brought) =>
  [...new Set(brought.filter((table) => table.model === model).flatMap(({ columns }) => Object.keys(columns)))].map(
    (name) => ({ id: `${TABLE}${name}`, title: name, from: "table" }),
  );
