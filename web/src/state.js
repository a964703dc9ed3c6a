// Long because all that can happen to the state is easier to follow in one switch. As a pane sees it. Pure: nothing here knows the
// server, the document or the time.
import { watchedAfter } from "./history.js";
import { setExperiment, unset } from "./experiments.js";
import { TABLE } from "./columns/tables.js";
import { taught } from "./lesson/course.js";
import { fresh, initial, NOT_IMPORTING, NOT_TRAINING, rowless, spaceless, unreported } from "./initial.js";
import { bring, encode, rebring, restore, sampleOf, samplesOf, without } from "./own.js";
import { rowsAfter } from "./rows.js";
import { BEGINNING } from "./trajectory.js";
/** @import {LessonAction} from "./lesson/course.js" */
/** @import {Contours, Report} from "./types-report.js" */
/** @import {Importing} from "./types-import.js" */
/**
 * @import {Brought, Card, Connection, Draws, Encoded, Grid, Here, Kept, Looked, Notice, PlaneSpec, Playing, Points, Refusal,
 *   Row, Sent, Settings, Spot, Stage, State, Step, Strip, Table, Taking, Tiles, Traversals, Values, Verdict, Wish} from "./types.js"
 */
/** @import {Watched} from "./types-training.js" */

export { fresh, initial, sampleOf, samplesOf };

/** Steps that undo goes back. */
const MEMORY = 100;
const MOST_TABLES = 8;
const LENT = /** @type {const} */ (["view", "pin", "seed"]); // what following an image changes, and gives back

/**
 * @typedef {{type: "connection", connection: Connection, hello?: Pick<State, "limits" | "build">}
 *   | {type: "catalogue", cards: Card[], refused: Refusal[], imports?: boolean, trains?: boolean}
 *   | {type: "import", change: Partial<Importing> | null} | {type: "train", change: Partial<Training>}
 *   | {type: "results", change: Partial<State["results"]>}
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
 *   | {type: "contours", contours: Contours | null}
 *   | {type: "components", components: State["components"]}
 *   | {type: "here", here: Here | null}
 *   | {type: "rows", rows: Row[], gone: number[]}
 *   | {type: "bring", samples: Omit<Brought, "id">[]}
 *   | {type: "restore", samples: Brought[]}
 *   | {type: "rebring", id: number, change: Partial<Brought>}
 *   | {type: "encoded", id: number, change: Partial<Encoded>}
 *   | {type: "forget", ids: number[]}
 *   | {type: "point", sample: number | null}
 *   | {type: "select", rows: Int32Array}
 *   | {type: "example", rows: Int32Array}
 *   | {type: "follow", spot: Spot & {row: number}, stage: Stage}
 *   | {type: "stage", stage: Stage}
 *   | {type: "unfollow"}
 *   | {type: "tool", tool: State["tool"]}
 *   | {type: "draws", draws: Draws | null}
 *   | {type: "prior-draws", priorDraws: State["priorDraws"]}
 *   | {type: "strip", strip: Strip | null}
 *   | {type: "trajectory", change: Partial<import("./trajectory.js").Trajectory> | null}
 *   | {type: "column-atlas", change: Partial<import("./types-column-atlas.js").ColumnAtlas>}
 *   | {type: "mosaic", change: Partial<import("./mosaic.js").Mosaic>}
 *   | {type: "traversals", traversals: Traversals | null}
 *   | {type: "play", change: Partial<Playing>} | {type: "watch", change: Partial<Watched>}
 *   | {type: "take", wish: Wish | null}
 *   | {type: "taken", wish: Wish, change: Partial<Taking>}
 *   | {type: "notice", notice: Notice}
 *   | {type: "notice-gone", id: number}
 *   | {type: "theme", theme: State["theme"]} | {type: "appearance", appearance: State["appearance"]}
 *   | {type: "size", size: State["size"]}
 *   | {type: "heading", heading: View | null}
 *   | {type: "sheet", sheet: State["sheet"]}
 *   | {type: "dialog", dialog: State["dialog"]}
 *   | {type: "report", change: Partial<Report>}
 *   | {type: "experiment", id: string, change: Settings | null} | LessonAction} Action
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
      return renewed({
        ...state,
        catalogue: "ready",
        sentence: "",
        cards: action.cards,
        refused: action.refused,
        mayImport: action.imports ?? false,
        mayTrain: action.trains ?? false,
      });
    case "import":
      return { ...state, importing: action.change && { ...(state.importing ?? NOT_IMPORTING), ...action.change } };
    case "train":
      return { ...state, training: { ...(state.training ?? NOT_TRAINING), ...action.change } };
    case "results":
      return { ...state, results: { ...state.results, ...action.change } };
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
    case "column":
      return { ...state, columns: { ...state.columns, [action.name]: action.column } };
    case "table":
      return tabled(state, action.table);
    case "rows":
      return { ...state, rows: rowsAfter(state.rows, action.rows, action.gone) };
    case "bring":
      return bring(state, action.samples);
    case "restore":
      return restore(state, action.samples);
    case "rebring":
      return rebring(state, action.id, action.change);
    case "encoded":
      return encode(state, action.id, action.change);
    case "forget":
      return forget(state, action.ids);
    case "point":
      return { ...state, pointed: action.sample };
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
    case "trajectory": // of the finished model's prior, and so never over an earlier step of its training
      return {
        ...state,
        trajectory: action.change && { ...(state.trajectory ?? BEGINNING), ...action.change },
        ...(action.change && state.watched.on && { watched: { ...state.watched, on: false, playing: false } }),
      };
    case "column-atlas":
      return { ...state, columnAtlas: { ...state.columnAtlas, ...action.change } };
    case "mosaic":
      return { ...state, mosaic: { ...state.mosaic, ...action.change } };
    case "play":
      return { ...state, playing: { ...state.playing, ...action.change } };
    case "watch":
      return { ...state, watched: watchedAfter(state.watched, action.change), ...(action.change.on && { trajectory: null }) };
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
    case "size": {
      const { width, height } = action.size;
      return width === state.size.width && height === state.size.height ? state : { ...state, size: action.size };
    }
    case "report":
      // A report that covers a lesson leads back to it.
      return { ...state, report: { ...state.report, ...action.change }, ...(action.change.open === false && state.course && { sheet: null }) };
    case "experiment":
      return { ...state, experiments: setExperiment(state.experiments, action.id, action.change) };
    case "verdict":
    case "space":
    case "measured":
    case "supported":
    case "points":
    case "tiles":
    case "grid":
    case "contours":
    case "here":
    case "tool":
    case "draws":
    case "prior-draws":
    case "components":
    case "strip":
    case "traversals":
    case "theme":
    case "appearance":
    case "heading":
    case "sheet":
    case "dialog": {
      const { type: _, ...brought } = action; // by the names of the state
      return { ...state, ...brought };
    }
    default:
      return taught(state, action);
  }
}

/**
 * Takes own images away, and with them the pin that is one of them.
 * @param {State} state
 * @param {number[]} ids
 */
function forget(state, ids) {
  const { kept } = state;
  const gone = state.brought.filter(({ id }) => ids.includes(id));
  const next = without(state, gone);
  const pinned = gone.some(({ id }) => id === kept?.pin?.sample);
  return kept ? remember(next, pinned ? { ...kept, pin: null } : kept, "", gone) : next;
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
 * @param {Brought[]} [gone] own images that go with it
 */
function remember(state, kept, gesture, gone = []) {
  const { followed } = state;
  const stays = followed && kept.pin?.row === followed.row;
  const parts = /** @type {(keyof Kept)[]} */ (Object.keys(kept));
  const lent = stays && gone.length === 0 && parts.every((part) => kept[part] === state.kept?.[part] || LENT.some((one) => one === part));
  const joined = lent || (gesture !== "" && gesture === state.gesture);
  const past = joined || !state.kept ? state.past : [...state.past, { kept: own(state, state.kept), gone }].slice(-MEMORY);
  return arrive({ ...state, past, future: lent ? state.future : [], gesture, followed: stays ? followed : null }, kept);
}

/**
 * @param {State} state
 * @param {Kept} kept
 */
function arrive(state, kept) {
  const { pin, model, plane } = state.kept ?? {};
  if (kept.model !== model) {
    return within(emptied(state, kept));
  }
  const another = kept.pin?.row !== pin?.row || kept.pin?.sample !== pin?.sample || kept.pin?.entry !== pin?.entry;
  const columnAtlas = kept.plane === plane ? state.columnAtlas : { ...state.columnAtlas, lasso: [] }; // which lies in the plane
  // What was wished of one image is not wished of the next.
  const report = another ? { ...state.report, refine: false, mask: null, noise: 0, evidence: false } : state.report;
  return within({ ...state, report, experiments: another ? unset(state.experiments) : state.experiments, columnAtlas, kept });
}

/** @param {State} state @param {Kept} kept of another model, or another version of it */
function emptied(state, kept) {
  const stays = kept.model === state.kept?.model && state.watched.on; // a training that is watched goes on over versions
  const { space, watched } = state;
  const other = { ...spaceless(), report: unreported(state.report.open), experiments: setExperiment(unset(state.experiments), "filter", null), kept };
  const next = { ...state, ...other, ...(stays && { space, watched }) };
  return { ...next, version: cardOf(next)?.version ?? "" };
}

/**
 * Nothing of one version of a model is shown as another's: what is known is forgotten, and rows are another atlas's. Codes
 * stay what they were where there are as many dimensions.
 * @param {State} state with new cards
 */
function renewed(state) {
  const { kept, version } = state;
  const card = cardOf(state);
  if (!kept || !card || version === "" || version === card.version) {
    return version === "" && card ? { ...state, version: card.version } : state;
  }
  const same = (state.space?.plane.origin.length ?? card.latent.dim) === card.latent.dim;
  const anew = (/** @type {Kept} */ k) => (k.model !== card.id ? k : same ? rowless(k) : fresh(k.model));
  const led = (/** @type {Step} */ one) => ({ ...one, kept: anew(one.kept) });
  return emptied({ ...state, past: state.past.map(led), future: state.future.map(led), gesture: "" }, anew(kept));
}

/** @param {State} state @param {Looked | null} looked as a link says it */
function lookedAt(state, looked) {
  if (!looked) {
    return state;
  }
  const { selection, lasso, experiments, step: watchedAt, ...wished } = looked;
  const watched = { ...state.watched, on: watchedAt !== null, step: watchedAt };
  return { ...state, selection, columnAtlas: { ...state.columnAtlas, lasso }, experiments, watched, report: { ...state.report, ...wished } };
}

/** No more frames than the server decodes. @param {State} state @returns {State} */
function within(state) {
  const most = Number(state.limits.maxPathFrames ?? Infinity);
  return state.kept && state.kept.frames > most ? { ...state, kept: { ...state.kept, frames: most } } : state;
}

/**
 * A step of undo or redo: own images that the step took away come back, or go again.
 * @param {State} state
 * @param {"past" | "future"} from
 * @param {"past" | "future"} to
 */
function step(state, from, to) {
  const next = state[from].at(-1);
  if (!next || !state.kept) {
    return state;
  }
  const { kept, gone } = next;
  const moved = { [from]: state[from].slice(0, -1), [to]: [...state[to], { kept: own(state, state.kept), gone }] };
  const images = gone.length === 0 ? state : from === "past" ? restore(state, gone) : without(state, gone);
  return arrive({ ...images, ...moved, gesture: "", followed: null }, kept);
}
