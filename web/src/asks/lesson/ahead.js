// Asks for what the next step of a lesson will show, while the reader reads this one: by the map's own asks, in panes that nobody
// sees, whose answers are remembered.
import { initialPane } from "../../initial.js";
import { initialPage, seenBy, updatePage } from "../../panes.js";
import { parts } from "../../parts.js";
import { create as atlas } from "../atlas.js";
import { create as column } from "../column.js";
import { create as rows } from "../rows.js";
import { create as space } from "../space.js";
import { create as support } from "../support.js";
import { create as tiles } from "../tiles.js";
/** @import {Laid} from "../../panes.js" */
/** @import {Server} from "../../server.js" */
/** @import {Page, State} from "../../types.js" */

const ASKS = [space, atlas, column, tiles, support, rows];

/** @param {Server} server */
export function createAhead(server) {
  /** @type {{page: Page, asks: ReturnType<typeof parts>}[]} a page for each map, with one pane */
  let all = [];

  /** @param {Laid} laid @param {State} state @param {State["size"]} size @param {string} lane */
  function open(laid, state, size, lane) {
    const { cards, limits, connection, catalogue, models } = state;
    const initial = initialPage();
    const one = { page: { ...initial, shared: { ...initial.shared, cards, limits, connection, catalogue, models } }, asks: parts() };
    /** @type {Dispatch} */
    const dispatch = (action) => {
      if (action.type !== "notice" && all.includes(one)) { // whatever is wrong is said when it is shown
        one.page = updatePage(one.page, action);
        one.asks.update(seenBy(one.page));
      }
    };
    /** @type {Server} */
    const apart = { ...server, ask: (op, fields, asked) => server.ask(op, fields.lane ? { ...fields, lane: `${fields.lane}${lane}` } : fields, asked) };
    all.push(one);
    ASKS.forEach((create) => one.asks.add(() => create(apart, dispatch)));
    dispatch({ type: "size", size });
    dispatch({ type: "panes", panes: [laid], active: 0 });
  }

  return {
    /** @param {Laid[]} panes @param {State} state */
    begin(panes, state) {
      this.end();
      const size = sizeAmong(panes.length, state.panes);
      panes.forEach((laid, i) => open(laid, state, size, `ahead${"abcd"[i]}`));
    },

    /** Nothing of it is wanted any more. */
    end() {
      const ended = all;
      all = [];
      ended.forEach(({ page, asks }) => asks.update({ ...page.shared, ...initialPane(1), panes: [] }));
    },
  };
}

/**
 * How large each of so many maps will be, in two columns where they are several: on a narrow screen more or less.
 * @param {number} count
 * @param {Pane[]} panes
 */
function sizeAmong(count, panes) {
  const { width, height } = (panes.find(({ size }) => size.width > 0) ?? panes[0]).size;
  const columns = (/** @type {number} */ many) => (many > 1 ? 2 : 1);
  const lines = (/** @type {number} */ many) => (many > 2 ? 2 : 1);
  return { width: (width * columns(panes.length)) / columns(count), height: (height * lines(panes.length)) / lines(count) };
}
