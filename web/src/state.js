// Long because all that can happen to the state is easier to read in one place.
// The state as a pane sees it, and the one way it changes. Pure: nothing here knows the server, the document or the time.
import { TABLE } from "./columns/tables.js";
import { fresh, initial, rowless, spaceless, unreported } from "./initial.js";
/** @import {Report} from "./types-report.js" */
/**
 * @import {Card, Code, Connection, Draws, Grid, Here, Kept, Looked, Notice, PlaneSpec, Playing, Points, Refusal, Row,
 *   Sample, Sent, Spot, Stage, State, Strip, Table, Taking, Tiles, Traversals, Values, Verdict, Wish} from "./types.js"
 */

export { fresh, initial };

/** Steps that undo goes back. */
const MEMORY = 100;
const MOST_TABLES = 8;
const LENT = /** @type {const} */ (["view", "pin", "seed"]); // what following an image changes, and gives back

/**
 * @typedef {{type: "connection", connection: Connection, hello?: Pick<State, "limits" | "build">}
 *   | {type: "catalogue", cards: Card[], refused: Refusal[]}
 *   | {type: "catalogue-old"}
 *   | {type: "catalogue-wrong", sentence: string}
 *   | {type: "open", kept: Kept, looked?: Looked | null, sent?: Sent | null}
 *   | {type: "look", looked: Looked | null}
 *   | {type: "verdict", verdict: Verdict}
 *   | {type: "model", id: string}
 *   | {type: "keep", change: Partial<Kept>, gesture?: string}
 *   | {type: "layer", layer: string, on: boolean}
 *   | {type: "dim", label: number, only?: boolean}
 *   | {type: "pin", spot: Spot | null, gesture?: string}
 *   | {type: "hover", spot: Spot | null}
 *   | {type: "undo"} | {type: "redo"}
 *   | {type: "plane-refused", plane: PlaneSpec | null}
 *   | {type: "space", space: State["space"]}
 *   | {type: "measured", measured: State["measured"]}
 *   | {type: "supported", supported: State["supported"]}
 *   | {type: "points", points: Points | null}
 *   | {type: "column", name: string, column: Values}
 *   | {type: "table", table: Table}
 *   | {type: "tiles", tiles: Tiles | null}
 *   | {type: "grid", grid: Grid | null}
 *   | {type: "here", here: Here | null}
 *   | {type: "rows", rows: Row[], gone: number[]}
 *   | {type: "bring", samples: Pick<Sample, "name" | "wish" | "file">[]}
 *   | {type: "sample", id: number, change: Partial<Sample>}
 *   | {type: "forget", id: number}
 *   | {type: "select", rows: Int32Array}
 *   | {type: "example", rows: Int32Array}
 *   | {type: "follow", spot: Spot & {row: number}, stage: Stage}
 *   | {type: "stage", stage: Stage}
 *   | {type: "unfollow"}
 *   | {type: "tool", tool: State["tool"]}
 *   | {type: "draws", draws: Draws | null}
 *   | {type: "strip", strip: Strip | null}
 *   | {type: "traversals", traversals: Traversals | null}
 *   | {type: "play", change: Partial<Playing>}
 *   | {type: "take", wish: Wish | null}
 *   | {type: "taken", wish: Wish, change: Partial<Taking>}
 *   | {type: "notice", notice: Notice}
 *   | {type: "notice-gone", id: number}
 *   | {type: "theme", theme: State["theme"]}
 *   | {type: "appearance", appearance: State["appearance"]}
 *   | {type: "size", size: State["size"]}
 *   | {type: "sheet", sheet: State["sheet"]}
 *   | {type: "dialog", dialog: State["dialog"]}
 *   | {type: "report", change: Partial<Report>}} Action
 * @typedef {(action: Action | import("./panes.js").PaneAction, pane?: number) => void} Dispatch to the active pane where
 *   no other is named
 */

/**
 * Closes the report, and what it asked for beyond what opens with it.
 * @type {Action}
 */
export const SHUT_REPORT = { type: "report", change: { open: false, refine: false, holes: false } };

/** @param {Pick<State, "cards" | "kept">} state */
export function cardOf(state) {
  return state.cards.find((card) => card.id === state.kept?.model) ?? null;
}

/**
 * A name for what a path decodes to: its strip is of no other.
 * @param {Pick<Card, "version">} card
 * @param {Kept} kept
 */
export function pathKey({ version }, { mode, frames, keyframes }) {
  return `${version} ${mode} ${frames} ${keyframes.map(({ z }) => z).join(";")}`;
}

/**
 * The path's frames, once all are there.
 * @param {Pick<State, "cards" | "kept" | "strip">} state
 */
export function wholeStrip(state) {
  const { kept, strip } = state;
  const card = cardOf(state);
  return kept && card && strip && strip.count === strip.of && strip.key === pathKey(card, kept) ? strip : null;
}

/**
 * The spot that HERE shows: under the pointer, or else the pin.
 * @param {State} state
 */
export function spotOf(state) {
  return state.hover ?? state.kept?.pin ?? null;
}

/**
 * The own image that a spot stands for, if any.
 * @param {State} state
 * @param {{sample?: number} | null} spot
 */
export function sampleOf(state, spot) {
  return (spot?.sample !== undefined && state.samples.find((s) => s.id === spot.sample)) || null;
}

/**
 * Own images of the present model.
 * @param {State} state
 */
export function samplesOf(state) {
  return state.samples.filter((sample) => sample.model === state.kept?.model);
}

/**
 * The state after an action.
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function update(state, action) {
  switch (action.type) {
    case "connection":
      return within({ ...state, ...action.hello, connection: action.connection });
    case "catalogue":
      return renewed({ ...state, catalogue: "ready", sentence: "", cards: action.cards, refused: action.refused }, state);
    case "catalogue-old":
      return { ...state, catalogue: "loading" };
    case "catalogue-wrong":
      return { ...state, catalogue: "wrong", sentence: action.sentence };
    case "open":
      return {
        ...lookedAt(arrive({ ...state, past: [], future: [], gesture: "", followed: null }, action.kept), action.looked ?? null),
        sent: action.sent ?? null,
      };
    case "look":
      return lookedAt(state, action.looked);
    case "verdict":
      return { ...state, verdict: action.verdict };
    case "model":
      return action.id === state.kept?.model ? state : remember(state, fresh(action.id), "");
    case "keep":
      return state.kept ? remember(state, { ...state.kept, ...action.change }, action.gesture ?? "") : state;
    case "layer":
      return state.kept
        ? remember(state, { ...state.kept, layers: { ...state.kept.layers, [action.layer]: action.on } }, "")
        : state;
    case "dim":
      return state.kept ? remember(state, { ...state.kept, dimmed: dimmed(state, action) }, "") : state;
    case "pin":
      return state.kept ? remember(state, { ...state.kept, pin: action.spot }, action.gesture ?? "") : state;
    case "hover":
      return { ...state, hover: action.spot };
    case "undo":
      return step(state, "past", "future");
    case "redo":
      return step(state, "future", "past");
    case "plane-refused": // undo does not lead back to it
      return state.kept && state.kept.plane === action.plane ? arrive(state, { ...state.kept, plane: null }) : state;
    case "space":
      return { ...state, space: action.space };
    case "measured":
      return { ...state, measured: action.measured };
    case "supported":
      return { ...state, supported: action.supported };
    case "points":
      return { ...state, points: action.points };
    case "column":
      return { ...state, columns: { ...state.columns, [action.name]: action.column } };
    case "table":
      return tabled(state, action.table);
    case "tiles":
      return { ...state, tiles: action.tiles };
    case "grid":
      return { ...state, grid: action.grid };
    case "here":
      return { ...state, here: action.here };
    case "rows":
      return { ...state, rows: rowsAfter(state.rows, action) };
    case "bring":
      return bring(state, action.samples);
    case "sample":
      return placed(
        { ...state, samples: state.samples.map((s) => (s.id === action.id ? { ...s, ...action.change } : s)) },
        action.id,
        action.change.mu,
      );
    case "forget":
      return { ...state, samples: state.samples.filter((s) => s.id !== action.id) };
    case "select":
      return { ...state, selection: action.rows };
    case "example":
      return { ...state, example: action.rows };
    case "follow":
      return state.kept && !state.followed ? follow(state, state.kept, action) : state;
    case "stage":
      return state.followed ? { ...state, followed: { ...state.followed, stage: action.stage } } : state;
    case "unfollow":
      return state.followed && state.kept
        ? arrive({ ...state, followed: null, selection: state.followed.selection, gesture: "" }, own(state, state.kept))
        : state;
    case "tool":
      return { ...state, tool: action.tool };
    case "draws":
      return { ...state, draws: action.draws };
    case "strip":
      return { ...state, strip: action.strip };
    case "traversals":
      return { ...state, traversals: action.traversals };
    case "play":
      return { ...state, playing: { ...state.playing, ...action.change } };
    case "take":
      return { ...state, taking: action.wish && { wish: action.wish, share: 0, file: null } };
    case "taken": // of one that was cancelled meanwhile, nothing is wanted any more
      return state.taking?.wish === action.wish
        ? { ...state, taking: { ...state.taking, ...action.change } }
        : state;
    case "notice":
      return { ...state, notices: [...state.notices.filter((n) => n.text !== action.notice.text), action.notice] };
    case "notice-gone":
      return { ...state, notices: state.notices.filter((n) => n.id !== action.id) };
    case "theme":
      return { ...state, theme: action.theme };
    case "appearance":
      return { ...state, appearance: action.appearance };
    case "size":
      return { ...state, size: action.size };
    case "sheet":
      return { ...state, sheet: action.sheet };
    case "dialog":
      return { ...state, dialog: action.dialog };
    case "report":
      return { ...state, report: { ...state.report, ...action.change } };
  }
}

/**
 * Where an own image is encoded anew, its pin and keyframes go where it lies now, also those that undo leads to.
 * @param {State} state
 * @param {number} id
 * @param {Code=} z
 * @returns {State}
 */
function placed(state, id, z) {
  /** @template {{sample?: number}} T @param {T} at */
  const moved = (at) => (at.sample === id ? { ...at, z } : at);
  const follows = (/** @type {Kept} */ kept) =>
    [kept.pin, ...kept.keyframes].some((at) => at?.sample === id)
      ? { ...kept, pin: kept.pin && moved(kept.pin), keyframes: kept.keyframes.map(moved) }
      : kept;
  return z && state.kept
    ? { ...state, kept: follows(state.kept), past: state.past.map(follows), future: state.future.map(follows) }
    : state;
}

/**
 * A table takes the place of one of the same name, and the data show its first column.
 * @param {State} state
 * @param {Table} table
 */
function tabled(state, table) {
  const others = state.tables.filter(({ name, model }) => name !== table.name || model !== table.model);
  const columns = Object.fromEntries(Object.entries(state.columns).filter(([name]) => !name.startsWith(TABLE)));
  const next = { ...state, columns, tables: [...others, table].slice(-MOST_TABLES) };
  const colour = `${TABLE}${Object.keys(table.columns)[0]}`;
  return state.kept ? remember(next, { ...state.kept, colour, layers: { ...state.kept.layers, points: true } }, "") : next;
}

/**
 * @param {State} state
 * @param {{label: number, only?: boolean}} action
 */
function dimmed(state, { label, only }) {
  const now = /** @type {Kept} */ (state.kept).dimmed;
  if (!only) {
    return now.includes(label) ? now.filter((l) => l !== label) : [...now, label].sort((a, b) => a - b);
  }
  const others = (cardOf(state)?.labels ?? []).map((_, l) => l).filter((l) => l !== label);
  return now.length === others.length && !now.includes(label) ? [] : others; // a second time brings all back
}

/** @param {State} state @param {Kept} kept @param {{spot: Spot & {row: number}, stage: Stage}} action */
function follow(state, kept, { spot, stage }) {
  const followed = { row: spot.row, stage, kept, selection: state.selection };
  return arrive({ ...state, followed, selection: new Int32Array(0) }, { ...kept, pin: spot });
}

/** Without what following an image has changed. @param {State} state @param {Kept} kept @returns {Kept} */
function own({ followed }, kept) {
  return followed ? { ...kept, ...Object.fromEntries(LENT.map((part) => [part, followed.kept[part]])) } : kept;
}

/**
 * Changes what is kept, so that undo can go back; changes of one gesture go back together. Whoever pins something else
 * than the image that is followed has left it: what they see stays, and undo leads to what was before it.
 * @param {State} state
 * @param {Kept} kept
 * @param {string} gesture empty for a change of its own
 */
function remember(state, kept, gesture) {
  const { followed } = state;
  const stays = followed && kept.pin?.row === followed.row;
  const parts = /** @type {(keyof Kept)[]} */ (Object.keys(kept));
  const lent = stays && parts.every((part) => kept[part] === state.kept?.[part] || LENT.some((one) => one === part));
  const joined = lent || (gesture !== "" && gesture === state.gesture);
  const past = joined || !state.kept ? state.past : [...state.past, own(state, state.kept)].slice(-MEMORY);
  return arrive({ ...state, past, future: lent ? state.future : [], gesture, followed: stays ? followed : null }, kept);
}

/**
 * @param {State} state
 * @param {Kept} kept
 */
function arrive(state, kept) {
  const { pin, model } = state.kept ?? {};
  if (kept.model !== model) {
    return within(emptied(state, kept));
  }
  const another = kept.pin?.row !== pin?.row || kept.pin?.sample !== pin?.sample;
  // What was wished of one image is not wished of the next.
  return within({ ...state, report: another ? { ...state.report, refine: false, mask: null, noise: 0 } : state.report, kept });
}

/** @param {State} state @param {Kept} kept of another model, or another version of it */
function emptied(state, kept) {
  const next = { ...state, ...spaceless(), report: unreported(state.report.open), kept };
  return { ...next, version: cardOf(next)?.version ?? "" };
}

/**
 * Nothing of one version of a model is shown as another's: what is known is forgotten, rows are another atlas's, own
 * images are encoded again. Codes stay what they were where there are as many dimensions.
 * @param {State} state with new cards
 * @param {State} before
 */
function renewed(state, { cards }) {
  const { kept, version } = state;
  const card = cardOf(state);
  const other = !!card && version !== "" && version !== card.version;
  const changed = cards.filter((was) => state.cards.some((now) => now.id === was.id && now.version !== was.version));
  const ids = [...changed.map(({ id }) => id), ...(other ? [card.id] : [])];
  const waiting = (/** @type {Sample} */ s) => (ids.includes(s.model) ? { ...s, status: /** @type {const} */ ("waiting") } : s);
  const next = ids.length > 0 ? { ...state, samples: state.samples.map(waiting) } : state;
  if (!other || !kept) {
    return version === "" && card ? { ...next, version: card.version } : next;
  }
  const same = (state.space?.plane.origin.length ?? card.latent.dim) === card.latent.dim;
  const anew = (/** @type {Kept} */ k) => (k.model !== card.id ? k : same ? rowless(k) : fresh(k.model));
  return emptied({ ...next, past: next.past.map(anew), future: next.future.map(anew), gesture: "" }, anew(kept));
}

/** @param {State} state @param {Looked | null} looked as a link says it */
function lookedAt(state, looked) {
  if (!looked) {
    return state;
  }
  const { selection, ...wished } = looked;
  return { ...state, selection, report: { ...state.report, ...wished } };
}

/** No more frames than the server decodes. @param {State} state @returns {State} */
function within(state) {
  const most = Number(state.limits.maxPathFrames ?? Infinity);
  return state.kept && state.kept.frames > most ? { ...state, kept: { ...state.kept, frames: most } } : state;
}

/** @param {State["rows"]} rows @param {{rows: Row[], gone: number[]}} action */
function rowsAfter(rows, { rows: come, gone }) {
  /** @type {State["rows"]} */
  const after = { ...rows, ...Object.fromEntries(come.map((row) => [row.row, row])) };
  gone.forEach((row) => delete after[row]);
  return after;
}

/**
 * @param {State} state
 * @param {"past" | "future"} from
 * @param {"past" | "future"} to
 */
function step(state, from, to) {
  const next = state[from].at(-1);
  if (!next || !state.kept) {
    return state;
  }
  const moved = { [from]: state[from].slice(0, -1), [to]: [...state[to], own(state, state.kept)] };
  return arrive({ ...state, ...moved, gesture: "", followed: null }, next);
}

/**
 * @param {State} state
 * @param {Pick<Sample, "name" | "wish" | "file">[]} brought
 */
function bring(state, brought) {
  if (!state.kept) {
    return state;
  }
  const model = state.kept.model;
  const made = brought.map((sample, i) => ({
    ...sample,
    id: state.nextSample + i,
    model,
    status: /** @type {const} */ ("waiting"),
  }));
  return { ...state, samples: [...made.reverse(), ...state.samples], nextSample: state.nextSample + made.length };
}
