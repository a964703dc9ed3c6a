// The values that the data are coloured by, apart from where a plane shows them: the server's, or those of a table that
// somebody brought, joined to the atlas.
import { columnOf } from "../columns/columns.js";
import { TABLE } from "../columns/tables.js";
import { cardOf } from "../state.js";
import { notice } from "../notice.js";
import { joined } from "../table.js";
import { latest } from "./latest.js";
/** @import {Card, Table, Values} from "../types.js" */

const INDEX = "index"; // of each row in its data set

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const column = latest(server, dispatch);

  /** @param {Card} card @param {string} name */
  function ask(card, name) {
    column.want(`${card.version} ${name}`, () => {
      let values = new Float32Array(0);
      return {
        op: "column",
        fields: { model: card.id, name },
        onFrame({ head: { from, of }, arrays: { value = new Float32Array(0) } }) {
          values = from > 0 ? values : new Float32Array(of);
          values.set(value, from);
          dispatch({ type: "column", name, column: { values, count: from + value.length } });
        },
      };
    });
  }

  /** @param {Card} card @param {Table} table @param {string} title */
  function askFiles(card, table, title) {
    column.want(`${card.version} files ${table.name} ${title}`, () => {
      /** @type {string[]} */
      let files = [];
      return {
        op: "column",
        fields: { model: card.id, name: "file" },
        onFrame({ head: { from, of }, arrays: { file } }) {
          files = [...files.slice(0, from), ...new TextDecoder().decode(file).split("\n")];
          if (files.length === of) {
            join(table, title, files);
          }
        },
        onError({ code }) {
          if (code === "NOT_FOUND") {
            dispatch(notice("wrong", `The data of ${card.id} don't come from files. Join ${table.name} by row or index.`));
          }
          return code === "NOT_FOUND";
        },
      };
    });
  }

  /** @param {Table} table @param {string} title @param {ArrayLike<number | string>} images */
  function join(table, title, images) {
    const values = joined(table, table.columns[title], images);
    dispatch({ type: "column", name: `${TABLE}${title}`, column: { values, count: values.length } });
  }

  return {
    update(state) {
      const card = cardOf(state);
      const wanted = card?.atlas && state.kept ? columnOf(card, state) : null;
      if (!card?.atlas || !wanted || wanted.from === "classes" || isWhole(state.columns[wanted.id])) {
        column.want(null);
        return;
      }
      if (wanted.from === "server") {
        ask(card, wanted.id);
        return;
      }
      const table = state.tables.findLast(({ model, columns }) => model === card.id && Object.hasOwn(columns, wanted.title));
      const index = state.columns[INDEX];
      if (table?.by === "file") {
        askFiles(card, table, wanted.title);
      } else if (table?.by === "index" && !isWhole(index)) {
        ask(card, INDEX);
      } else if (table) {
        join(table, wanted.title, table.by === "index" ? index.values : Array.from({ length: card.atlas.count }, (_, row) => row));
      }
    },
  };
}

/** @param {Values | undefined} column */
function isWhole(column) {
  return !!column && column.count === column.values.length;
}
