// Columns of the tables that somebody brought. Pure.

/** What ids of such columns begin with. */
export const TABLE = "table: ";

/** @type {import("./columns.js").Kind} */
export const tables = ({ id: model }, { tables: brought }) =>
  [...new Set(brought.filter((table) => table.model === model).flatMap(({ columns }) => Object.keys(columns)))].map(
    (name) => ({ id: `${TABLE}${name}`, title: name, from: "table" }),
  );
