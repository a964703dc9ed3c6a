// The values that the data are coloured by, apart from where a plane shows them: the server's, those of a table that
// somebody brought, joined to the atlas, or the difference of two models; and which images of the data set these are,
// where panes of several models show them.
import { columnOf } from "../columns/columns.js";
import { TABLE } from "../columns/tables.js";
import { rowsBy, sameData } from "../linked.js";
import { cardOf } from "../state.js";
import { notice } from "../notice.js";
import { joined } from "../table.js";
import { latest } from "./latest.js";
/** @import {Latest} from "./latest.js" */
/** @import {Table} from "../types.js" */

const INDEX = "index"; // of each row in its data set
const PARTS = ["index", "elbo"]; // of each of two models, for their difference

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const column = latest(server, dispatch, true);
  const index = latest(server, dispatch, true);
  const parts = PARTS.flatMap((name) => [0, 1].map((which) => ({ name, which, asking: latest(server, dispatch, true) })));

  /**
   * @param {Latest} request
   * @param {Card} card
   * @param {string} name
   * @param {(values: Float32Array) => void} then told once all have come
   */
  function ask(request, { id, version }, name, then) {
    request.want(`${version} ${name}`, () => {
      let values = new Float32Array(0);
      return {
        op: "column",
        fields: { model: id, name },
        onFrame({ head: { from, of }, arrays: { value = new Float32Array(0) } }) {
          values = from > 0 ? values : new Float32Array(of);
          values.set(value, from);
          if (from + value.length === of) {
            then(values);
          }
        },
      };
    });
  }

  /** @param {string} name @param {Float32Array} values */
  const tell = (name, values) => dispatch({ type: "column", name, column: { values, count: values.length } });

  /** @param {string} name @param {{more: Card, less: Card}} of @param {Float32Array} own index */
  function askDifference(name, { more, less }, own) {
    /** @type {Record<string, Float32Array[]>} */
    const come = { index: [], elbo: [] };
    for (const { name: part, which, asking } of parts) {
      ask(asking, [more, less][which], part, (values) => {
        come[part][which] = values;
        if (PARTS.every((one) => come[one][0] && come[one][1])) {
          const [rows, others] = come.index.map(rowsBy);
          tell(name, own.map((image) => come.elbo[0][rows[image] ?? -1] - come.elbo[1][others[image] ?? -1]));
        }
      });
    }
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

  /** @param {State} state @param {Card} card */
  function wish(state, card) {
    const wanted = columnOf(card, state);
    const known = state.columns[INDEX]?.values;
    const table = state.tables.findLast(({ model, columns }) => model === card.id && Object.hasOwn(columns, wanted.title));
    const shared = state.models.some((id) => id !== card.id && sameData(card, state.cards.find((one) => one.id === id) ?? null));
    if ((shared || (wanted.from === "table" && table?.by === "index")) && !known) {
      ask(index, card, INDEX, (values) => tell(INDEX, values));
    }
    if (wanted.from === "classes" || state.columns[wanted.id]) {
      return false;
    }
    if (wanted.from === "server") {
      ask(column, card, wanted.id, (values) => tell(wanted.id, values));
    } else if (wanted.of && known) {
      askDifference(wanted.id, wanted.of, known);
    } else if (table?.by === "file") {
      askFiles(card, table, wanted.title);
    } else if (table && (table.by === "row" || known)) {
      join(table, wanted.title, table.by === "index" ? known : Array.from({ length: card.atlas?.count ?? 0 }, (_, row) => row));
    }
    return true;
  }

  return {
    update(state) {
      const card = cardOf(state);
      if (!card?.atlas || !state.kept || !wish(state, card)) {
        [column, ...parts.map(({ asking }) => asking)].forEach((asking) => asking.want(null));
      }
      if (!card?.atlas) {
        index.want(null);
      }
    },
  };
}
