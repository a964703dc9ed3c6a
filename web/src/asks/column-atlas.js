// Where the plane shows the rows of an atlas of columns: first the server puts them in order, which it says how far it is
// with; then tiles of what the map shows, coarse ones at once and the exact ones right after.
import { addressesOf, bytesOf, cloudOf, filterOf, showsColumnAtlas, levelOf, rangeOfColumn, tilesSeen } from "../column-atlas.js";
import { columnOf } from "../columns/columns.js";
import { planeKey, specOf } from "../plane.js";
import { selector } from "../selector.js";
import { cardOf } from "../state.js";
import { viewportOf } from "../viewport.js";
import { latest } from "./latest.js";
import { tiling } from "./tiling.js";
/** @import {CountTile, CountTiles, Order} from "../types-column-atlas.js" */

const COARSER = 2; // levels between the first picture and the exact one
const TOGETHER = 12; // tiles of one request
const PAUSE = 50; // milliseconds between looks at a moving map
const AROUND = 0.25; // of the map's size, fetched beyond each of its edges
const LARGEST = 48 << 20; // bytes of tiles that the page holds

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  const ordering = latest(server, dispatch);
  /** @type {ReturnType<typeof sight>} */
  let seen = null;
  /** @type {ReturnType<typeof tiling<CountTile>>} */
  const held = tiling(dispatch, look, told, bytesOf, LARGEST);
  let timer = 0;

  /** @param {Card} card @param {Kept} kept */
  function order(card, kept) {
    const key = `${planeKey(card, kept)} ${card.columnAtlas?.rows}`;
    /** @param {Partial<Order>} known */
    const tell = (known) =>
      dispatch({ type: "column-atlas", change: { order: { key, share: 0, sentence: "", of: card.columnAtlas?.rows ?? 0, square: [0, 0, 1], labels: [], ...known } } });
    const wanted = ordering.want(key, () => ({
      op: "points",
      fields: { model: card.id, plane: specOf(kept, card), lane: "points" },
      onFrame({ head }) {
        if (head.progress === undefined) {
          const { of, square, labels } = head;
          tell({ share: 1, of, square, labels });
        } else {
          tell({ share: head.progress });
        }
      },
      onError({ code, message }) {
        if (code !== "BUSY") {
          tell({ sentence: message });
        }
        return code === "BAD_INPUT"; // which stays so until somebody makes another atlas
      },
    }));
    if (wanted) {
      dispatch({ type: "column-atlas", change: { tiles: null, cloud: null, all: null, shown: null, taken: null } });
      tell({});
    }
  }

  function look() {
    timer = 0;
    if (!seen) {
      return;
    }
    const { model, plane, v, column, filter, square, level, fine } = seen;
    held.begin(seen.key);
    const above = Math.max(0, level - COARSER);
    const shown = ["0/0/0", ...addressesOf(above, tilesSeen(square, above, v)), ...fine];
    const missing = held.missing(shown);
    for (const at of new Set(missing.map((address) => address.split("/")[0]))) {
      const here = missing.filter((address) => address.startsWith(`${at}/`));
      for (let from = 0; from < here.length; from += TOGETHER) {
        const some = here.slice(from, from + TOGETHER);
        const tiles = some.map((address) => address.split("/").slice(1).map(Number));
        const fields = { model, plane, level: Number(at), tiles, ...(column && { column }), filter };
        held.request(some, ({ onTile, ...rest }, lane) =>
          server.ask("cells", { ...fields, lane: `cells${lane}` }, {
            ...rest,
            onFrame({ head, arrays: { x: px, y: py, row: rows, ...arrays } }) {
              onTile(`${head.level}/${head.x}/${head.y}`, { ...head, px, py, rows, ...arrays });
            },
          }),
        );
      }
    }
    held.drop(new Set(shown));
    held.tell();
  }

  let clouded = ""; // what the cloud was made for
  /** @param {CountTiles} tiles */
  function told(tiles) {
    const at = seen;
    const whole = at?.key === tiles.key && at.fine.every((address) => tiles.byAddress.has(address));
    const wanted = whole ? `${at.key} ${at.fine} ${at.range}` : "";
    if (whole && wanted !== clouded) {
      clouded = wanted;
      const pixels = at.v.width * at.v.height * (1 + 2 * AROUND) ** 2;
      dispatch({ type: "column-atlas", change: { tiles, cloud: cloudOf(tiles, at.fine, pixels, at.range) } });
    } else {
      dispatch({ type: "column-atlas", change: { tiles } });
    }
  }

  return {
    update: selector((state) => {
      const card = cardOf(state);
      const { kept } = state;
      seen = card && kept && showsColumnAtlas(card, kept) ? sight(state, card, kept) : null;
      if (!card || !kept || !showsColumnAtlas(card, kept)) {
        ordering.want(null);
        return;
      }
      timer ||= setTimeout(look, PAUSE * Number(held.key() !== null));
      order(card, kept); // last, for the state is another then
    }),
  };
}

/** What is looked at, or null where there is nothing to ask for yet. @param {State} state @param {Card} card @param {Kept} kept */
function sight(state, card, kept) {
  const v = viewportOf(state);
  const { space, columnAtlas, experiments } = state;
  const known = columnAtlas.order;
  if (!v || !known || known.share < 1 || space?.key !== planeKey(card, kept) || !known.key.startsWith(`${space.key} `)) {
    return null;
  }
  const { from, id } = columnOf(card, state);
  const column = from === "column-atlas" ? id : undefined;
  const filter = filterOf(card, experiments);
  const { square } = known;
  const level = levelOf(square, v);
  return {
    key: `${known.key} ${column ?? ""} ${JSON.stringify(filter)}`,
    model: card.id,
    plane: specOf(kept, card),
    v,
    column,
    range: rangeOfColumn(columnAtlas, column),
    filter,
    square,
    level,
    fine: addressesOf(level, tilesSeen(square, level, v, AROUND)),
  };
}
