// The whole page: panes, each a map with its model and what was fetched for it, and what they share. A view or an ask is
// told the state as one pane sees it: the pane's part and the shared part in one object. Pure.
import { initialPane, initialShared } from "./initial.js";
import { update } from "./state.js";
/** @import {Action} from "./state.js" */
/** @import {Page, Pane, Shared, State} from "./types.js" */

/** Maps side by side: more would be too narrow to read. */
export const MOST_PANES = 2;

/**
 * @typedef {{type: "pane-open"} | {type: "pane-close"} | {type: "pane-active"}} PaneAction opens a pane beside the one it
 *   is told of, closes that one, or has the panels show it
 */

const EVERYWHERE = ["connection", "catalogue"]; // actions after which each pane may hold what is old
const SHARED = /** @type {(keyof Shared)[]} */ (Object.keys(initialShared()));
const PANE = /** @type {(keyof Pane)[]} */ (Object.keys(initialPane(1)));

/** @returns {Page} */
export function initialPage() {
  return { panes: [initialPane(1)], shared: initialShared() };
}

/** @type {WeakMap<Shared, WeakMap<Pane, State>>} so that what has not changed is the same object */
const known = new WeakMap();

/** The state as a pane sees it. @param {Shared} shared @param {Pane} pane */
function seen(shared, pane) {
  const states = known.get(shared) ?? new WeakMap();
  known.set(shared, states);
  const state = states.get(pane) ?? { ...shared, ...pane };
  states.set(pane, state);
  return state;
}

/**
 * The state as a pane sees it; that of the active one where no other is named.
 * @param {Page} page
 * @param {number} [id]
 */
export function seenBy({ panes, shared }, id = shared.active) {
  return seen(shared, /** @type {Pane} */ (panes.find(({ pane }) => pane === id)));
}

/**
 * The page after an action in a pane. Nothing happens in a pane that is gone.
 * @param {Page} page
 * @param {Action | PaneAction} action
 * @param {number} [id] of the pane
 * @returns {Page}
 */
export function updatePage(page, action, id = page.shared.active) {
  if (!page.panes.some(({ pane }) => pane === id)) {
    return page;
  }
  switch (action.type) {
    case "pane-open":
      return page.panes.length < MOST_PANES ? opened(page, id) : page;
    case "pane-close":
      return closed(page, id);
    case "pane-active":
      return page.shared.active === id ? page : { ...page, shared: { ...page.shared, active: id } };
    default:
      return page.panes
        .filter(({ pane }) => pane === id || EVERYWHERE.includes(action.type))
        .reduce((now, { pane }) => updateOne(now, action, pane), page);
  }
}

/** @param {Page} page @param {Action} action @param {number} id */
function updateOne({ panes, shared }, action, id) {
  return {
    panes: panes.map((pane) => (pane.pane === id ? part(PANE, pane, update(seen(shared, pane), action)) : pane)),
    shared: part(SHARED, shared, update(seenBy({ panes, shared }, id), action)),
  };
}

/**
 * Of a state what belongs to a part of the page; the part as it was where nothing in it has changed.
 * @template {object} T
 * @param {(keyof T & keyof State)[]} keys
 * @param {T} before
 * @param {State} state
 * @returns {T}
 */
function part(keys, before, state) {
  const same = keys.every((key) => /** @type {unknown} */ (before[key]) === state[key]);
  return same ? before : /** @type {T} */ (Object.fromEntries(keys.map((key) => [key, state[key]])));
}

/** A pane that looks where another does, which becomes the active one. @param {Page} page @param {number} id */
function opened(page, id) {
  const pane = page.shared.nextPane;
  const { kept } = seenBy(page, id);
  const shared = { ...page.shared, active: pane, nextPane: pane + 1 };
  const bare = { panes: [...page.panes, initialPane(pane)], shared };
  return kept ? updateOne(bare, { type: "open", kept: { ...kept, view: null } }, pane) : bare;
}

/** The last one stays. @param {Page} page @param {number} id @returns {Page} */
function closed({ panes, shared }, id) {
  const left = panes.filter(({ pane }) => pane !== id);
  return left.length === 0
    ? { panes, shared }
    : { panes: left, shared: { ...shared, active: shared.active === id ? left[0].pane : shared.active } };
}
