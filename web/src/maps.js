// The map of each pane and what is asked for it: made when the pane opens, taken away when it closes.
import { h } from "./dom.js";
import { initialPane } from "./initial.js";
import { seenBy } from "./panes.js";
import { parts } from "./parts.js";
/** @import {Part} from "./later.js" */
/** @import {Server} from "./server.js" */
/** @import {Dispatch} from "./state.js" */
/** @import {Page, State} from "./types.js" */

/**
 * @typedef {object} OpenPane
 * @property {HTMLElement} element
 * @property {AbortController} leaving
 * @property {ReturnType<typeof parts>} views the map alone
 * @property {ReturnType<typeof parts>} asks
 * @property {State} [asked] as the asks were told it last
 * @property {State} [drawn] as the map was
 */

/**
 * @param {Server} server
 * @param {Dispatch} dispatch
 * @param {HTMLElement} first the element of the first pane's map, which stays
 * @param {(element: HTMLElement, dispatch: Dispatch, signal: AbortSignal) => Part} createMap told by the signal that the
 *   map is taken away
 * @param {((server: Server, dispatch: Dispatch) => Part)[]} createAsks
 */
export function createMaps(server, dispatch, first, createMap, createAsks) {
  /** @type {Map<number, OpenPane>} */
  const open = new Map();

  /** @param {number} pane */
  function add(pane) {
    const attributes = { class: "map", id: `map-${pane}`, tabIndex: -1, "aria-label": "Second map" };
    const element = pane === 1 ? first : h("section", attributes);
    if (element !== first) {
      first.after(element);
    }
    /** @type {Dispatch} */
    const inPane = (action) => dispatch(action, pane);
    for (const event of ["pointerdown", "focusin"]) {
      element.addEventListener(event, () => inPane({ type: "pane-active" }), true);
    }
    const one = { element, leaving: new AbortController(), views: parts(), asks: parts() };
    open.set(pane, one);
    one.views.add(() => createMap(element, inPane, one.leaving.signal));
    const own = withLanes(server, pane);
    createAsks.forEach((create) => one.asks.add(() => create(own, inPane)));
    if (element !== first) {
      element.focus(); // what was pressed to open it is gone
    }
  }

  return {
    /** Tells each pane's asks of what is another for it. @param {Page} page */
    ask(page) {
      page.panes.filter(({ pane }) => !open.has(pane)).forEach(({ pane }) => add(pane));
      for (const [pane, one] of open) {
        if (!page.panes.some((left) => left.pane === pane)) {
          open.delete(pane);
          one.asks.update({ ...page.shared, ...initialPane(pane) }); // nothing is wanted any more
          one.leaving.abort();
          one.element.remove();
          first.focus();
        } else if (one.asked !== seenBy(page, pane)) {
          one.asked = seenBy(page, pane);
          one.asks.update(one.asked);
        }
      }
    },

    /** @param {Page} page */
    draw(page) {
      const several = page.panes.length > 1;
      for (const [pane, one] of open) {
        one.element.classList.toggle("beside", several);
        one.element.classList.toggle("active", several && page.shared.active === pane);
        if (one.drawn !== seenBy(page, pane)) {
          one.drawn = seenBy(page, pane);
          one.views.update(one.drawn);
        }
      }
    },
  };
}

/**
 * A newer request of a pane takes the place of an older one of the same pane alone: lanes, words of letters, end in its number.
 * @param {Server} server
 * @param {number} pane
 * @returns {Server}
 */
function withLanes(server, pane) {
  const end = String(pane).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)]);
  return {
    ...server,
    ask: (op, fields, asked) => server.ask(op, fields.lane ? { ...fields, lane: fields.lane + end } : fields, asked),
  };
}
