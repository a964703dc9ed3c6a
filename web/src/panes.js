// The whole page: panes, each a map with its model and what was fetched for it, and what they share. A view or an ask is
// told the state as one pane sees it: the pane's part and the shared part in one object. Pure.
import { initialPane, initialShared } from "./initial.js";
import { follows, isImage, twinOf, twinRows, twins } from "./linked.js";
import { lookedOf } from "./looked.js";
import { cardOf, update } from "./state.js";
/** @import {Action} from "./state.js" */
/** @import {Page, Sent, Shared} from "./types.js" */

/** Maps in one window: more would be too narrow to read. */
export const MOST_PANES = 4;

/**
 * @typedef {{kept: Kept, looked?: Looked | null, sent?: Sent | null}} Laid what a pane is to show
 *
 * @typedef {{type: "pane-open"} | {type: "pane-close"} | {type: "pane-swap"} | {type: "pane-active"}
 *   | {type: "panes", panes: Laid[], active: number}} PaneAction opens a pane beside the one it is told of, closes that one,
 *   has it change places with the next, or has the panels show it; or lays out all panes, of which one is active
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

/** @type {Pane[]} */
const NONE = [];

/** The state as a pane sees it. @param {Shared} shared @param {Pane} pane @returns {State} */
function seen(shared, pane) {
  const states = known.get(shared) ?? new WeakMap();
  known.set(shared, states);
  const state = states.get(pane) ?? { ...shared, ...pane, panes: NONE };
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

/** The state as what is about the whole page sees it: the active pane's, and all panes. @param {Page} page @returns {State} */
export function seenByAll(page) {
  return { ...seenBy(page), panes: page.panes };
}

/** What is about the whole page as each pane sees it. @param {State} state @returns {State[]} */
export function statesOf(state) {
  return state.panes.map((pane) => seen(state, pane));
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
  return listed(changed(page, action.type === "lesson" ? { ...action, before: laidNow(page) } : action, id));
}

/** What the maps show, the active one first. @param {Page} page @returns {Laid[]} */
function laidNow({ panes, shared: { active } }) {
  const all = [...panes].sort((a, b) => Number(b.pane === active) - Number(a.pane === active));
  return all.flatMap((pane) => (pane.kept ? [{ kept: pane.kept, looked: lookedOf(pane) }] : []));
}

/** @param {Page} page @param {Action | PaneAction} action @param {number} id @returns {Page} */
function changed(page, action, id) {
  switch (action.type) {
    case "pane-open":
      return page.panes.length < MOST_PANES ? opened(updateOne(page, { type: "unfollow" }, id), id) : page;
    case "pane-close":
      return closed(page, id);
    case "pane-swap":
      return swapped(page, id);
    case "pane-active":
      return page.shared.active === id ? page : { ...page, shared: { ...page.shared, active: id } };
    case "panes":
      return laid(page, action);
    default: {
      const after = page.panes
        .filter(({ pane }) => pane === id || EVERYWHERE.includes(action.type))
        .reduce((now, { pane }) => updateOne(now, action, pane), page);
      return after.panes.length > 1 ? linked(page, after, action, id) : after;
    }
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

/** Says in what is shared which models the panes show. @param {Page} page @returns {Page} */
function listed({ panes, shared }) {
  const models = panes.map(({ kept }) => kept?.model ?? "");
  const same = models.length === shared.models.length && models.every((model, i) => model === shared.models[i]);
  return { panes, shared: same ? shared : { ...shared, models } };
}

/**
 * After an action in one pane, the others with what they have in common with it.
 * @param {Page} before
 * @param {Page} after
 * @param {Action} action
 * @param {number} id
 */
function linked(before, after, action, id) {
  const [was, now] = [seenBy(before, id), seenBy(after, id)];
  switch (action.type) {
    case "hover":
      return action.spot?.echo ? after : others(after, id, (to) => ({ ...to, ...echoed(now, to) }));
    case "here": // once a place is decoded, the others are to encode that image
      return now.hover && now.here?.exact && !now.hover.echo && !isImage(now.hover)
        ? others(after, id, (to) => offered(now, to))
        : after;
    case "take": // what is taken away says how all panes looked
      return now.taking
        ? { ...after, panes: after.panes.map((one) => (one.pane === id ? { ...one, taking: one.taking && { ...one.taking, panes: before.panes } } : one)) }
        : after;
    case "play":
      return id === after.shared.active && action.change.at !== undefined
        ? others(after, id, (to) => ({ ...to, playing: { ...to.playing, at: now.playing.at } }))
        : after;
    case "column":
      return action.name === "index" ? after.panes.reduce((page, { pane }) => adopted(page, pane), after) : after;
    case "points": // by which twins have their places
      return now.points && now.points.count === now.points.of ? adopted(after, id) : after;
    case "encoded": // what an own image is pinned at elsewhere, it is here
      return action.change.mu ? adopted(after, id) : after;
    case "model":
      return adopted(after, id);
    default:
      return now.followed || was.followed || !now.kept || !was.kept || now.version !== was.version || action.type === "open"
        ? after
        : others(after, id, (to) => shares(was, now, to));
  }
}

/**
 * @param {Page} page
 * @param {number} id
 * @param {(to: State) => State} change of the state as each other pane sees it
 * @returns {Page}
 */
function others({ panes, shared }, id, change) {
  return { panes: panes.map((pane) => (pane.pane === id ? pane : part(PANE, pane, change(seen(shared, pane))))), shared };
}

/** What the pointer of another pane is at, here. @param {State} from @param {State} to @returns {Partial<State>} */
function echoed(from, to) {
  const { hover } = from;
  if (!hover) {
    return { hover: null, offered: null };
  }
  if (!isImage(hover)) {
    return to.hover?.echo?.encoded ? {} : { hover: null }; // what it makes of the last place stays until it knows the next
  }
  const twin = twinOf(from, hover, to);
  return { hover: twin && { ...twin, echo: { of: from.kept?.model ?? "" } }, offered: null };
}

/** A decoded image that another pane's pointer is at, to be encoded here. @param {State} from @param {State} to @returns {State} */
function offered(from, to) {
  const [card, here] = [cardOf(from), from.here];
  return card && here && to.offered?.pixels !== here.pixels
    ? { ...to, offered: { of: card.id, shape: card.input, pixels: here.pixels } }
    : to;
}

/** @param {State} was @param {State} now @param {State} to @returns {State} */
function shares(was, now, to) {
  const kept = now.kept !== was.kept && now.kept && was.kept && to.kept
    ? follows({ ...now, kept: now.kept }, was.kept, { ...to, kept: to.kept })
    : to.kept;
  const rows = now.selection !== was.selection ? twinRows(now, now.selection, to) : null;
  const selection = rows && rows.length + to.selection.length > 0 ? rows : to.selection;
  const gesture = kept === to.kept ? to.gesture : "linked"; // what is put right of it later is no step of undo
  return kept === to.kept && selection === to.selection ? to : { ...to, kept, selection, gesture };
}

/**
 * A pane takes over from another what it lacks of what they share. Of images it is done anew as both come to know which
 * they have.
 * @param {Page} page
 * @param {number} id
 */
function adopted(page, id) {
  const to = seenBy(page, id);
  const all = page.panes.filter(({ pane, kept }) => pane !== id && kept).map(({ pane }) => seenBy(page, pane));
  all.sort((a, b) => Number(b.pane === b.active) - Number(a.pane === a.active));
  const from = all.find((one) => twins(one, to)) ?? all[0];
  if (!from?.kept || !to.kept) {
    return page;
  }
  const { pin, keyframes, dimmed } = to.kept;
  /** @type {Kept} what of it counts as new */
  const was = {
    ...from.kept,
    colour: "",
    dimmed: dimmed.length > 0 ? from.kept.dimmed : [],
    pin: pin && !isImage(pin) ? from.kept.pin : null,
    keyframes: keyframes.length > 0 ? from.kept.keyframes : [],
  };
  const selection = to.selection.length > 0 ? from.selection : to.selection;
  const next = part(PANE, /** @type {Pane} */ (page.panes.find(({ pane }) => pane === id)), shares({ ...from, kept: was, selection }, from, to));
  return { ...page, panes: page.panes.map((pane) => (pane.pane === id ? next : pane)) };
}

/** A pane that looks where another does, which becomes the active one. @param {Page} page @param {number} id */
function opened(page, id) {
  const from = seenBy(page, id);
  const bare = bareAfter(page, id);
  const pane = bare.shared.active;
  const { kept, selection } = from;
  return kept
    ? updateOne(updateOne(bare, { type: "open", kept: { ...kept, view: null } }, pane), { type: "select", rows: selection }, pane)
    : bare;
}

/** With an active pane of nothing yet after another. @param {Page} page @param {number} id @returns {Page} */
function bareAfter({ panes, shared }, id) {
  const pane = shared.nextPane;
  const at = 1 + panes.findIndex((one) => one.pane === id);
  return { panes: panes.toSpliced(at, 0, initialPane(pane)), shared: { ...shared, active: pane, nextPane: pane + 1 } };
}

/** The last one stays. @param {Page} page @param {number} id @returns {Page} */
function closed({ panes, shared }, id) {
  const left = panes.filter(({ pane }) => pane !== id);
  return left.length === 0
    ? { panes, shared }
    : { panes: left, shared: { ...shared, active: shared.active === id ? left[0].pane : shared.active } };
}

/** The last one changes places with the first. @param {Page} page @param {number} id @returns {Page} */
function swapped({ panes, shared }, id) {
  const at = panes.findIndex(({ pane }) => pane === id);
  const to = (at + 1) % panes.length;
  return { panes: panes.with(at, panes[to]).with(to, panes[at]), shared };
}

/**
 * Panes that show what they are told to, as many as they are: those that are there stay the same ones, so that undo leads
 * back.
 * @param {Page} page
 * @param {{panes: Laid[], active: number}} action
 */
function laid(page, { panes: wanted, active }) {
  let now = page;
  for (const [i, { kept, looked = null, sent = null }] of wanted.slice(0, MOST_PANES).entries()) {
    now = i < now.panes.length ? now : bareAfter(now, now.panes[i - 1].pane);
    const { pane, kept: before } = now.panes[i];
    const same = before && Object.entries(kept).every(([name, value]) => before[/** @type {keyof Kept} */ (name)] === value);
    if (!before || sent) {
      now = updateOne(now, { type: "open", kept, looked, sent }, pane);
    } else if (!same) {
      now = updateOne(now, { type: "keep", change: kept }, pane);
    }
    now = updateOne(now, { type: "look", looked }, pane);
  }
  const panes = now.panes.slice(0, Math.max(1, wanted.length));
  return { panes, shared: { ...now.shared, active: (panes[active] ?? panes[0]).pane } };
}
