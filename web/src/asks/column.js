// The values that the data are coloured by, apart from where a plane shows them: the server's, or those of a table that
// somebody brought, joined to the atlas.
import { columnOf } from "../columns/columns.js";
import { TABLE } from "../columns/tables.js";
import { cardOf } from "../state.js";
import { joined } from "../table.js";
import { latest } from "./latest.js";
/** @import {Card, Values} from "../types.js" */

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
        onFrame({ head: { from, of }, arrays: { value } }) {
          values = from > 0 ? values : new Float32Array(of);
          values.set(value, from);
          dispatch({ type: "column", name, column: { values, count: from + value.length } });
        },
      };
    });
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
      if (table?.by === "index" && !isWhole(index)) {
        ask(card, INDEX);
      } else if (table) {
        const values = joined(table, table.columns[wanted.title], card.atlas.count, index?.values ?? null);
        dispatch({ type: "column", name: `${TABLE}${wanted.title}`, column: { values, count: values.length } });
      }
    },
  };
}

/** @param {Values | undefined} column */
function isWhole(column) {
  return !!column && column.count === column.values.length;
}
