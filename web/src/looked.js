// What a link holds beside what is kept, and undo leaves alone: the report, hidden pixels, the posterior on the map, the
// selection, the experiments and the training. Pure. Packed, rows are their differences and a mask is the lengths of its runs, so
// that they are short.
import { knownExperiments, unset, writeExperiments } from "./experiments.js";
import { hasHistory, stepOf } from "./history.js";
import { quoted, readWholes, wholesToBytes, Wrong } from "./url-parts.js";

/**
 * @typedef {object} Packed as links hold it
 * @property {readonly string[]} report of REPORT, in this order
 * @property {number} noise
 * @property {number[]} mask lengths of runs of pixels, known ones first
 * @property {number[]} selection rows, ascending
 * @property {Place[][]} lasso outlines around rows of the atlas of columns
 * @property {string} experiments
 * @property {number | null} step
 */

/** Words of a report. */
const REPORT = /** @type {const} */ (["open", "refine", "refined", "true", "draws"]);
const SHOWN = /** @type {const} */ (["refined", "true", "draws"]); // one of them at most

/** @type {Packed} */
export const NOTHING = { report: [], noise: 0, mask: [], selection: [], lasso: [], experiments: "", step: null };

/** Bytes that a selection may take of a link; a larger one is left out. */
const MOST_BYTES = 1500;
const CORNER_BYTES = 8;
const MOST_ROW = 2 ** 31 - 1;

/** @param {Pick<State, "report" | "selection" | "columnAtlas" | "experiments" | "watched">} state @returns {Looked} */
export function lookedOf({ report: { open, refine, shown, mask, noise }, selection, columnAtlas: { lasso }, experiments, watched }) {
  return { open, refine, shown, mask, noise, selection, lasso, experiments, step: stepOf(watched) };
}

/**
 * @param {Looked} looked
 * @param {Kept} kept own images are in no link, and so is nothing about them
 * @returns {Packed}
 */
export function pack({ open, refine, shown, mask, noise, selection, lasso, experiments, step }, { pin }) {
  const known = pin?.row !== undefined;
  const on = { open, refine: refine && known, refined: shown === "refined", true: shown === "true", draws: shown === "draws" };
  return {
    report: REPORT.filter((word) => on[word]),
    noise: known ? noise : 0,
    mask: mask && known ? runsOf(mask) : [],
    selection: isTooLong({ selection }) ? [] : rowsOf(selection),
    lasso: isTooLong({ lasso }) ? [] : lasso,
    experiments: writeExperiments(experiments),
    step,
  };
}

/** Whether what is selected is too long for a link. @param {Partial<Pick<Looked, "selection" | "lasso">>} looked */
export function isTooLong({ selection = new Int32Array(0), lasso = [] }) {
  return rowsToBytes(rowsOf(selection)).length > MOST_BYTES || CORNER_BYTES * lasso.flat().length > MOST_BYTES;
}

/** @param {Int32Array} selection */
function rowsOf(selection) {
  return [...new Set(selection)].sort((a, b) => a - b);
}

/**
 * What of it means something to a model.
 * @param {Packed} packed
 * @param {Card} card
 * @param {boolean} [other] whether it was made with another version of the model, whose images are others
 * @returns {Looked}
 */
export function unpack(packed, card, other = false) {
  const { input: { width, height }, atlas } = card;
  const { report, noise, mask, selection, lasso, step } = other ? { ...packed, mask: [], selection: [], lasso: [] } : packed;
  const experiments = knownExperiments(packed.experiments);
  const fits = mask.reduce((sum, run) => sum + run, 0) === width * height;
  return {
    open: report.includes("open"),
    refine: report.includes("refine"),
    shown: SHOWN.find((word) => report.includes(word)) ?? "encoder",
    noise,
    mask: fits ? Uint8Array.from(mask.flatMap((run, i) => Array(run).fill(i % 2))) : null,
    selection: Int32Array.from(selection.filter((row) => row < (atlas?.count ?? 0))),
    lasso: card.columnAtlas ? lasso : [],
    experiments: other ? unset(experiments) : experiments,
    step: step !== null && hasHistory(card) ? step : null,
  };
}

/** @param {string} text */
export function readReport(text) {
  const words = text.split(",");
  const found = REPORT.filter((word) => words.includes(word));
  if (found.join(",") !== text || found.filter((word) => SHOWN.some((one) => one === word)).length > 1) {
    throw new Wrong(`expected open, refine, and refined, true or draws, found ${quoted(text)}`);
  }
  return found;
}

/** @param {number[]} rows ascending */
export function rowsToBytes(rows) {
  return wholesToBytes(rows.map((row, i) => row - (i > 0 ? rows[i - 1] : 0)));
}

/** @param {Uint8Array} bytes */
export function readSelection(bytes) {
  let row = 0;
  return readWholes(bytes).map((step, i) => {
    row += step;
    if (row > MOST_ROW || (step === 0 && i > 0)) {
      throw new Wrong(`expected ascending rows up to ${MOST_ROW}, found ${row}`);
    }
    return row;
  });
}

/** @param {Uint8Array} bytes */
export function readMask(bytes) {
  const runs = readWholes(bytes);
  if (runs.indexOf(0, 1) >= 0) {
    throw new Wrong("expected runs of pixels, found an empty one");
  }
  return runs;
}

/** @param {Uint8Array} mask */
function runsOf(mask) {
  const runs = [0];
  mask.forEach((unknown) => {
    if (unknown === (runs.length - 1) % 2) {
      runs[runs.length - 1]++;
    } else {
      runs.push(1);
    }
  });
  return runs;
}
