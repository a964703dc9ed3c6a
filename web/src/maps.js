// The map of each pane and what is asked for it: made when the pane opens, taken away when it closes. Where there is room for
// one alone, tabs choose it.
import { button, press } from "./controls.js";
import { h } from "./dom.js";
import { initialPane } from "./initial.js";
import { seenBy } from "./panes.js";
import { parts } from "./parts.js";
/** @import {Part} from "./later.js" */
/** @import {Page} from "./types.js" */
/** @import {Server} from "./server.js" */

const SWIPE = 40; // pixels across the tabs

/** @typedef {(server: Server, dispatch: Dispatch) => Part} CreateAsk */

/**
 * @typedef {object} OpenPane
 * @property {HTMLElement} element
 * @property {AbortController} leaving
 * @property {(create: CreateAsk) => void} addAsk
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
 * @param {CreateAsk[]} firstAsks
 */
export function createMaps(server, dispatch, first, createMap, firstAsks) {
  let createAsks = firstAsks;
  /** @type {Map<number, OpenPane>} */
  const open = new Map();
  const all = /** @type {HTMLElement} */ (first.parentElement);
  const tabs = h("nav", { class: "map-tabs", "aria-label": "Maps", onpointerdown: touch, onpointerup: swipe });
  let from = 0; // where a finger came down on them
  all.before(tabs);
  let named = ""; // what the tabs say
  /** @type {Page | undefined} */
  let now; // as it is drawn
  /** @type {Page} */
  let told; // as the asks were told it last

  /** @param {PointerEvent} event */
  function touch({ clientX }) {
    from = clientX;
  }

  /** @param {PointerEvent} event */
  function swipe({ clientX: to }) {
    const { panes = [], shared } = now ?? {};
    const next = panes[panes.findIndex(({ pane }) => pane === shared?.active) + Math.sign(from - to)];
    if (Math.abs(to - from) > SWIPE && next) {
      dispatch({ type: "pane-active" }, next.pane);
    }
  }

  /** @param {Page} page */
  function name({ panes, shared: { active, models } }) {
    const words = `${active} ${panes.map(({ pane }, i) => `${pane} ${models[i]}`)}`;
    if (words !== named) {
      named = words;
      tabs.replaceChildren(
        ...panes.map(({ pane }, i) => {
          const tab = button("bare", () => dispatch({ type: "pane-active" }, pane), models[i]);
          press(tab, pane === active);
          return tab;
        }),
      );
    }
  }

  /** @param {(one: OpenPane) => boolean} isMeant */
  function show(isMeant) {
    for (const [pane, one] of open) {
      if (isMeant(one) && one.drawn !== seenBy(told, pane)) {
        one.drawn = seenBy(told, pane);
        one.views.update(one.drawn);
      }
    }
  }

  /** Tells how large maps are, before what watches their size does. */
  function measure() {
    for (const [pane, { element }] of open) {
      const { width = 0, height = 0 } = element.querySelector(".surface")?.getBoundingClientRect() ?? {};
      dispatch({ type: "size", size: { width, height } }, pane);
    }
  }

  /** @param {number} pane @param {boolean} isActive */
  function add(pane, isActive) {
    const attributes = { class: "map", id: `map-${pane}`, tabIndex: -1, "aria-label": `Map ${pane}` };
    const element = pane === 1 ? first : h("section", attributes);
    if (element !== first) {
      all.append(element);
    }
    /** @type {Dispatch} */
    const inPane = (action) => dispatch(action, pane);
    for (const event of ["pointerdown", "focusin"]) {
      element.addEventListener(event, () => inPane({ type: "pane-active" }), true);
    }
    const own = withLanes(server, pane);
    const one = {
      element,
      leaving: new AbortController(),
      views: parts(),
      asks: parts(),
      addAsk: (/** @type {CreateAsk} */ create) => void one.asks.add(() => create(own, inPane)),
    };
    open.set(pane, one);
    one.views.add(() => createMap(element, inPane, one.leaving.signal));
    createAsks.forEach(one.addAsk);
    if (isActive && now?.panes[0].kept) {
      element.focus(); // but not where a link opens it
    }
  }

  return {
    /** Adds asks to panes that are open and to come, and tells all anew. @param {CreateAsk[]} others */
    also(others) {
      createAsks = [...createAsks, ...others];
      for (const one of open.values()) {
        others.forEach(one.addAsk);
        one.asked = one.drawn = undefined;
      }
    },

    /** Tells each pane's asks of what is another for it. @param {Page} page */
    ask(page) {
      told = page;
      for (const { pane } of page.panes) {
        if (!open.has(pane)) { // also by what was told of the one before
          add(pane, pane === page.shared.active && !page.shared.course); // a lesson keeps the focus
        }
      }
      for (const [pane, one] of open) {
        if (!page.panes.some((left) => left.pane === pane)) {
          open.delete(pane);
          one.asks.update({ ...page.shared, ...initialPane(pane), panes: [] }); // nothing is wanted any more
          one.leaving.abort();
          const had = one.element.contains(document.activeElement);
          one.element.remove();
          if (had || !page.shared.course) {
            open.get(page.shared.active)?.element.focus();
          }
        } else if (one.asked !== seenBy(page, pane)) {
          one.asked = seenBy(page, pane);
          one.asks.update(one.asked);
        }
      }
    },

    /** @param {Page} page */
    draw(page) {
      now = page;
      const several = page.panes.length > 1;
      const others = all.dataset.count !== String(page.panes.length);
      all.dataset.count = String(page.panes.length);
      page.panes.forEach(({ pane }, i) => {
        const element = /** @type {OpenPane} */ (open.get(pane)).element;
        if (all.children[i] !== element) {
          all.insertBefore(element, all.children[i]);
        }
        element.id = i === 0 ? "map" : `map-${pane}`; // where the page's first link leads
      });
      name(page);
      for (const [pane, { element }] of open) {
        element.classList.toggle("beside", several);
        element.classList.toggle("active", several && page.shared.active === pane);
      }
      if (others) {
        show((one) => !one.drawn); // which have no size yet
        measure(); // or the others would be drawn as large as they were first
      }
      show(() => true);
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
