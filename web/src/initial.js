// What the state begins with, and what is left of it where the model is another. Pure.
import { NO_COLUMN_ATLAS } from "./column-atlas.js";
import { NO_MOSAIC } from "./mosaic.js";
/** @import {Report} from "./types-report.js" */
/** @import {Keyframe, Shared} from "./types.js" */
/** @import {Importing} from "./types-import.js" */

/** The state as the first pane sees it. @returns {State} */
export function initial() {
  return { ...initialShared(), ...initialPane(1), panes: [] };
}

/** @type {Importing} */
export const NOT_IMPORTING = { files: [], wish: null, status: null, sentence: "" };

/** @type {Training} */
export const NOT_TRAINING = { offer: null, recipes: {}, statuses: [], wish: null, sentence: "", histories: {} };

/** What all panes share. @returns {Shared} */
export function initialShared() {
  return {
    active: 1,
    nextPane: 2,
    models: [],
    connection: "connecting",
    catalogue: "loading",
    sentence: "",
    cards: [],
    refused: [],
    mayImport: false,
    importing: null,
    results: { comparison: null, papers: {} },
    mayTrain: false,
    training: null,
    limits: {},
    build: "",
    brought: [],
    tables: [],
    nextSample: 1,
    pointed: null,
    tool: "pan",
    notices: [],
    theme: "auto",
    appearance: "light",
    sheet: null,
    dialog: null,
    course: null,
    lessons: { order: [], byId: {} },
  };
}

/** A pane without a model. @param {number} pane @returns {Pane} */
export function initialPane(pane) {
  return {
    pane,
    kept: null,
    past: [],
    future: [],
    gesture: "",
    heading: null,
    size: { width: 0, height: 0 },
    report: unreported(false),
    experiments: {},
    ...spaceless(),
  };
}

/**
 * A report of nothing yet.
 * @param {boolean} open
 * @returns {Report}
 */
export function unreported(open) {
  return {
    open,
    again: 0,
    shown: "encoder",
    refine: false,
    mask: null,
    noise: 0,
    evidence: false,
    holes: false,
    fit: false,
    family: /** @type {const} */ ("mixture"),
    fitting: null,
    believed: null,
    posterior: null,
    around: null,
    sampled: null,
    components: null,
    pulls: null,
    refinement: null,
    completing: null,
    posteriorDraws: null,
    healthy: null,
  };
}

/** All that is known of one version of a model, forgotten with it. */
export function spaceless() {
  return {
    version: "",
    space: null,
    measured: null,
    supported: null,
    points: null,
    columns: {},
    tiles: null,
    grid: null,
    contours: null,
    components: null,
    priorDraws: null,
    hover: null,
    offered: null,
    here: null,
    rows: {},
    encoded: {},
    selection: new Int32Array(0),
    example: new Int32Array(0),
    followed: null,
    draws: null,
    strip: null,
    columnAtlas: NO_COLUMN_ATLAS,
    mosaic: NO_MOSAIC,
    trajectory: null,
    sent: null,
    verdict: null,
    traversals: null,
    taking: null,
    playing: { on: false, loop: true, speed: 12, at: 0 },
    watched: { on: false, history: null, at: 0, step: null, playing: false },
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
    layers: { manifold: true, points: true, thumbnails: true, ellipses: true, prior: false, density: false },
    colour: "class",
    dimmed: [],
    pin: null,
    keyframes: [],
    mode: "lerp",
    frames: 24,
    seed: 1,
  };
}

/**
 * In another version of a model a row of the atlas may be another image; codes stay what they were.
 * @param {Kept} kept
 * @returns {Kept}
 */
export function rowless(kept) {
  const bare = (/** @type {Spot | Keyframe} */ { z }) => ({ z });
  return { ...kept, pin: kept.pin && bare(kept.pin), keyframes: kept.keyframes.map(bare) };
}
