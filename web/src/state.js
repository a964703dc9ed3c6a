// @ts-check
// The page's state and the one way it changes. Pure: nothing here knows the server, the document or the time.
/** @import {Report} from "./types-report.js" */
/**
 * @import {Card, Connection, Draws, Grid, Here, Kept, Layers, Notice, Playing, Points, Refusal, Row, Sample, Sent, Spot,
 *   State, Strip, Taking, Tiles, Traversals, Verdict, Wish} from "./types.js"
 */

/** Steps that undo goes back. */
const MEMORY = 100;

/**
 * @typedef {{type: "connection", connection: Connection, hello?: Pick<State, "limits" | "build">}
 *   | {type: "catalogue", cards: Card[], refused: Refusal[]}
 *   | {type: "catalogue-wrong", sentence: string}
 *   | {type: "open", kept: Kept, sent?: Sent | null}
 *   | {type: "verdict", verdict: Verdict}
 *   | {type: "model", id: string}
 *   | {type: "keep", change: Partial<Kept>, gesture?: string}
 *   | {type: "layer", layer: keyof Layers, on: boolean}
 *   | {type: "dim", label: number, only?: boolean}
 *   | {type: "pin", spot: Spot | null, gesture?: string}
 *   | {type: "hover", spot: Spot | null}
 *   | {type: "undo"} | {type: "redo"}
 *   | {type: "space", space: State["space"]}
 *   | {type: "measured", measured: State["measured"]}
 *   | {type: "typical", typical: State["typical"]}
 *   | {type: "points", points: Points | null}
 *   | {type: "tiles", tiles: Tiles | null}
 *   | {type: "grid", grid: Grid | null}
 *   | {type: "here", here: Here | null}
 *   | {type: "rows", rows: Row[]}
 *   | {type: "bring", samples: Pick<Sample, "name" | "wish" | "file" | "drawing">[]}
 *   | {type: "sample", id: number, change: Partial<Sample>}
 *   | {type: "forget", id: number}
 *   | {type: "select", rows: Int32Array}
 *   | {type: "want-rows", rows: Int32Array}
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
 * @typedef {(action: Action) => void} Dispatch
 */

/**
 * Closes the report, and what it asked for beyond what opens with it.
 * @type {Action}
 */
export const SHUT_REPORT = { type: "report", change: { open: false, refine: false, holes: false } };

/** @returns {State} */
export function initial() {
  return {
    connection: "connecting",
    catalogue: "loading",
    sentence: "",
    cards: [],
    refused: [],
    limits: {},
    build: "",
    kept: null,
    past: [],
    future: [],
    gesture: "",
    ...spaceless(),
    samples: [],
    nextSample: 1,
    tool: "pan",
    notices: [],
    theme: "auto",
    appearance: "light",
    size: { width: 0, height: 0 },
    sheet: null,
    dialog: null,
    report: unreported(false),
  };
}

/**
 * A report of nothing yet.
 * @param {boolean} open
 * @returns {Report}
 */
function unreported(open) {
  return {
    open,
    again: 0,
    shown: "encoder",
    refine: false,
    mask: null,
    noise: 0,
    holes: false,
    believed: null,
    posterior: null,
    refinement: null,
    completing: null,
    healthy: null,
  };
}

/** All that is known of one model's space, forgotten with the model. */
function spaceless() {
  return {
    space: null,
    measured: null,
    typical: null,
    points: null,
    tiles: null,
    grid: null,
    hover: null,
    here: null,
    rows: {},
    selection: new Int32Array(0),
    wanted: new Int32Array(0),
    draws: null,
    strip: null,
    sent: null,
    verdict: null,
    traversals: null,
    taking: null,
    playing: { on: false, loop: true, speed: 12, at: 0 },
  };
}

/**
 * What is kept of a model that nobody has done anything with.
 * @param {string} model
 * @returns {Kept}
 */
export function fresh(model) {
  return {
    model,
    plane: null,
    view: null,
    layers: { manifold: true, points: true, ellipses: true, prior: false, density: false },
    colour: "class",
    dimmed: [],
    pin: null,
    keyframes: [],
    mode: "lerp",
    frames: 24,
    seed: 1,
  };
}

/** @param {State} state */
export function cardOf(state) {
  return state.cards.find((card) => card.id === state.kept?.model) ?? null;
}

/**
 * A name for what a path decodes to: its strip is of no other.
 * @param {Kept} kept
 */
export function pathKey({ model, mode, frames, keyframes }) {
  return `${model} ${mode} ${frames} ${keyframes.map(({ z }) => z).join(";")}`;
}

/**
 * The path's frames, once all are there.
 * @param {Pick<State, "kept" | "strip">} state
 */
export function wholeStrip({ kept, strip }) {
  return kept && strip && strip.count === strip.of && strip.key === pathKey(kept) ? strip : null;
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
      return { ...state, ...action.hello, connection: action.connection };
    case "catalogue":
      return { ...state, catalogue: "ready", sentence: "", cards: action.cards, refused: action.refused };
    case "catalogue-wrong":
      return { ...state, catalogue: "wrong", sentence: action.sentence };
    case "open":
      return { ...arrive({ ...state, past: [], future: [], gesture: "" }, action.kept), sent: action.sent ?? null };
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
    case "space":
      return { ...state, space: action.space };
    case "measured":
      return { ...state, measured: action.measured };
    case "typical":
      return { ...state, typical: action.typical };
    case "points":
      return { ...state, points: action.points };
    case "tiles":
      return { ...state, tiles: action.tiles };
    case "grid":
      return { ...state, grid: action.grid };
    case "here":
      return { ...state, here: action.here };
    case "rows":
      return { ...state, rows: { ...state.rows, ...Object.fromEntries(action.rows.map((row) => [row.row, row])) } };
    case "bring":
      return bring(state, action.samples);
    case "sample":
      return {
        ...state,
        samples: state.samples.map((s) => (s.id === action.id ? { ...s, ...action.change } : s)),
      };
    case "forget":
      return { ...state, samples: state.samples.filter((s) => s.id !== action.id) };
    case "select":
      return { ...state, selection: action.rows };
    case "want-rows":
      return { ...state, wanted: action.rows };
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

/**
 * Changes what is kept, so that undo can go back; changes of one gesture go back together.
 * @param {State} state
 * @param {Kept} kept
 * @param {string} gesture empty for a change of its own
 */
function remember(state, kept, gesture) {
  const joined = gesture !== "" && gesture === state.gesture;
  const past = joined || !state.kept ? state.past : [...state.past, state.kept].slice(-MEMORY);
  return arrive({ ...state, past, future: [], gesture }, kept);
}

/**
 * @param {State} state
 * @param {Kept} kept
 */
function arrive(state, kept) {
  const { pin, model } = state.kept ?? {};
  if (kept.model !== model) {
    return { ...state, ...spaceless(), report: unreported(state.report.open), kept };
  }
  const another = kept.pin?.row !== pin?.row || kept.pin?.sample !== pin?.sample;
  // What was wished of one image is not wished of the next.
  return { ...state, report: another ? { ...state.report, refine: false, mask: null, noise: 0 } : state.report, kept };
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
  const moved = { [from]: state[from].slice(0, -1), [to]: [...state[to], state.kept] };
  return arrive({ ...state, ...moved, gesture: "" }, next);
}

/**
 * @param {State} state
 * @param {Pick<Sample, "name" | "wish" | "file" | "drawing">[]} brought
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
