// A step of a lesson as the page is to show it: what links would say of it, led through the code that opens them; what its
// texts claim; and how the reader's doing is recognised. Pure.
import { counted, fixed } from "../numbers.js";
import { reading as readingOf } from "../readings.js";
import { read, write } from "../url.js";
import { rowsToBytes } from "../looked.js";
import { toBase64, writeSpot } from "../url-parts.js";
import { claimsIn } from "./read.js";
/** @import {Laid} from "../panes.js" */
/** @import {Card, Code, Kept, Looked, Refusal, State} from "../types.js" */
/** @import {Ask, Claim, Done, Lesson, MapParts, PinWhere, Place, Show, Step} from "./types.js" */

/** @typedef {(model: string, row: number) => Code} MeanOf of q(z|x) of a row, known before a step is laid out */

/**
 * Whether a guess is asked for at what the page shows beside it, in an experiment or of the dimensions.
 * @param {Lesson} lesson
 * @param {number} step
 */
export function guessesShown({ claims, steps }, step) {
  const asked = steps[step].ask;
  /** @param {string} name @returns {boolean} */
  const isRead = (name) => claims[name].reading !== undefined || claims[name].op === "dimensions" || (claims[name].less ?? claims[name].per ?? []).some(isRead);
  return asked?.kind === "number" && isRead(asked.claim);
}

/** The state of the page in a step: its own, or that of the nearest one before. @param {Lesson} lesson @param {number} step */
export function showAt({ steps }, step) {
  return /** @type {Show} */ (steps.slice(0, step + 1).findLast(({ show }) => show)?.show);
}

/** The models of the maps as a step begins. @param {Lesson} lesson @param {number} step */
export function modelsAt(lesson, step) {
  return showAt(lesson, step).maps.map(({ model }) => String(model));
}

/** The same once it is done. @param {Lesson} lesson @param {number} step */
export function modelsAfter(lesson, step) {
  const models = modelsAt(lesson, step);
  const changes = lesson.steps[step].reveal?.maps ?? [];
  return Array.from({ length: Math.max(models.length, changes.length) }, (_, i) => String(changes[i]?.model ?? models[i]));
}

/** Which models the maps have now, where they had others. @param {string[]} before none at the start @param {string[]} now */
export function mapsWords(before, now) {
  if (before.join() === now.join()) {
    return "";
  }
  const names = now.length < 2 ? now[0] : `${now.slice(0, -1).join(", ")} and ${now[now.length - 1]}`;
  return `The map${now.length < 2 ? " is" : "s are"}${before.length > 0 ? " now" : ""} of ${names}.`;
}

/** Rows of the data as a list, or as the first and the last of a range. @param {number[] | string} rows @returns {number[]} */
export function rowList(rows) {
  const [first, last] = typeof rows === "string" ? rows.split("-").map(Number) : [0, -1];
  return typeof rows === "string" ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : rows;
}

/**
 * The rows whose codes are to be known.
 * @param {MapParts[]} maps
 * @returns {{model: string, row: number}[]}
 */
export function rowsOf(maps) {
  return maps.flatMap(({ model, pin, path }) =>
    /** @type {Place[]} */ ([...(pin ? [pin] : []), ...(Array.isArray(path) ? path : [])])
      .flatMap((place) => ("row" in place ? [{ model: String(model), row: place.row }] : [])),
  );
}

/** @param {Place} place @param {string} model @param {MeanOf} meanOf */
function spotText(place, model, meanOf) {
  return writeSpot("row" in place ? { z: meanOf(model, place.row), row: place.row } : { z: place });
}

/** The parts of a map as a link's query. @param {MapParts} map @param {MeanOf} meanOf @param {URLSearchParams} [query] */
function queryOf(map, meanOf, query = new URLSearchParams()) {
  const model = String(map.model ?? query.get("model"));
  for (const [name, part] of Object.entries(map)) {
    const value = /** @type {any} */ (part);
    if (value === "") {
      query.delete(name);
    } else {
      const text = typeof value === "string" ? value
        : name === "pin" ? spotText(value, model, meanOf)
        : name === "path" ? value.map((/** @type {Place} */ place) => spotText(place, model, meanOf)).join(",")
        : toBase64(rowsToBytes(value));
      query.set(name, text);
    }
  }
  return query;
}

/**
 * What the panes are to show in a step.
 * @param {Show} show
 * @param {{cards: Card[], refused: Refusal[]}} known
 * @param {MeanOf} meanOf
 * @returns {{panes: (Laid & {kept: Kept})[], active: number, problems: string[]}}
 */
export function laidOf({ maps, active = 0 }, { cards, refused }, meanOf) {
  const found = maps.map((map) => read(queryOf(map, meanOf).toString(), cards, refused));
  const panes = found.flatMap(({ kept, looked }) => (kept ? [{ kept, looked }] : []));
  return { panes, active: Math.min(active, panes.length - 1), problems: found.flatMap(({ problems }) => problems) };
}

/**
 * What the panes are to show once the step is done: what they show now, but for the parts that change.
 * @param {MapParts[]} changes by the map's place
 * @param {{kept: Kept, looked: Looked}[]} now
 * @param {{cards: Card[], refused: Refusal[]}} known
 * @param {MeanOf} meanOf
 */
export function revealedOf(changes, now, { cards, refused }, meanOf) {
  const all = Array.from({ length: Math.max(now.length, changes.length) }, (_, i) => {
    const query = new URLSearchParams(now[i] ? write(now[i].kept, cards, now[i].looked) : "");
    ["version", "check"].forEach((name) => query.delete(name));
    return read(queryOf(changes[i] ?? {}, meanOf, query).toString(), cards, refused);
  });
  const panes = all.flatMap(({ kept, looked }) => (kept ? [{ kept, looked }] : []));
  return { panes, problems: all.flatMap(({ problems }) => problems) };
}

/** The parts of maps that change once a step is done, by the map's place. @param {Step} step @param {Done | null} done @returns {MapParts[]} */
export function changesOf({ ask, reveal }, done) {
  const shows = done?.how === "shown" && (ask?.kind === "do" || ask?.kind === "pin") ? (ask.shows ?? []) : [];
  const maps = reveal?.maps ?? [];
  return Array.from({ length: Math.max(shows.length, maps.length) }, (_, i) => ({ ...shows[i], ...maps[i] }));
}

/** The claims of a step, by name, with those that they are made of. @param {Lesson} lesson @param {number} step */
export function claimsOf({ claims, steps }, step) {
  const names = new Set(textsOf(steps[step]).flatMap(claimsIn));
  const { ask } = steps[step];
  if (ask?.kind === "number") {
    names.add(ask.claim);
  }
  for (const name of names) {
    (claims[name]?.less ?? claims[name]?.per ?? []).forEach((one) => names.add(one));
  }
  return [...names];
}

/** @param {Step} step @returns {string[]} */
function textsOf({ say, ask, reveal }) {
  const replies = !ask ? [] : ask.kind === "choose" ? ask.answers.map(({ reply }) => reply)
    : ask.kind === "number" ? [ask.right, ask.low, ask.high]
    : ask.kind === "pin" ? [ask.right, ask.wrong] : [ask.right];
  return [say, ...replies, ...(reveal ? [reveal.say] : [])];
}

/** What names with points between them lead to. @param {any} from @param {string} names @returns {any} */
export function reach(from, names) {
  return names.split(".").reduce((value, name) => value?.[name], from);
}

/**
 * The number that is claimed, as far as it is known.
 * @param {Lesson} lesson
 * @param {string} name
 * @param {{cards: Card[], panes: State[], values: Record<string, number>}} known as each pane sees the page, and values of those
 *   that were asked for
 * @returns {number | null}
 */
export function valueOf(lesson, name, known) {
  const { card: id, figure, state, reading, map = 0, less, per, times = 1 } = lesson.claims[name] ?? {};
  let value = known.values[name];
  if (id && figure) {
    const card = known.cards.find((one) => one.id === id);
    value = card?.figures?.extra?.[figure] ?? reach(card?.figures, figure) ?? reach(card, figure);
  } else if (reading && known.panes[map]) {
    value = /** @type {number} */ (readingOf(known.panes[map], reading));
  } else if (state) {
    value = reach(known.panes[map], state);
  } else if (less || per) {
    const [a, b] = /** @type {string[]} */ (less ?? per).map((one) => valueOf(lesson, one, known));
    value = a === null || b === null ? NaN : less ? a - b : a / b;
  }
  return typeof value === "number" && Number.isFinite(value) ? value * times : null;
}

/** A number out of the frames of an answer. @param {Claim} claim @param {{head: any, arrays: any}[]} frames */
export function numberIn({ each, ...claim }, frames) {
  const numbers = (each ? frames : frames.slice(-1)).map((frame) => numberOf(claim, frame));
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/** @param {Claim} claim @param {{head: any, arrays: any}} frame */
function numberOf({ head, array, at, over }, frame) {
  if (head) {
    return Number(reach(frame.head, head));
  }
  const values = /** @type {number[]} */ (Array.from(frame.arrays[/** @type {string} */ (array)] ?? []));
  if (over !== undefined) {
    return values.filter((value) => value > over).length / values.length;
  }
  return at === undefined ? values.reduce((sum, value) => sum + value, 0) : values[at];
}

/** Codes on a grid, row by row. @param {NonNullable<Claim["grid"]>} grid @returns {Code[]} */
export function codesOf([left, bottom, right, top, count]) {
  const at = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ i) => from + ((to - from) * (i + 0.5)) / count;
  return Array.from({ length: count * count }, (_, i) => [at(left, right, i % count), at(bottom, top, Math.floor(i / count))]);
}

/**
 * A text with its numbers, a dash where one is still to come.
 * @param {string} words
 * @param {Lesson} lesson
 * @param {Parameters<typeof valueOf>[2]} known
 */
export function filled(words, lesson, known) {
  return words.replace(/\{(\w+)\}/g, (_, name) => {
    const value = valueOf(lesson, name, known);
    const { decimals = 1 } = lesson.claims[name];
    return value === null ? "…" : decimals === 0 ? counted(value).replace("-", "−") : fixed(value, decimals);
  });
}

/**
 * How the reader's doing on the page answers what is asked; null while nothing of it is done.
 * @param {Ask} ask
 * @param {Kept[]} laid as the step began
 * @param {State[]} panes as each pane sees the page
 * @returns {Done | null}
 */
export function doneOn(ask, laid, panes) {
  if (ask.kind === "pin") {
    const { map = 0, where, right, wrong } = ask;
    const pin = panes[map]?.kept?.pin;
    const before = laid[map]?.pin;
    if (!pin || (before && (before.row ?? -1) === (pin.row ?? -1) && before.z.every((value, i) => value === pin.z[i]))) {
      return null;
    }
    const found = isThere(where, panes[map]);
    return found === null ? null : { how: found ? "right" : "wrong", reply: found ? right : wrong };
  }
  if (ask.kind === "do") {
    const { map = 0, state, reading, is, not, least, most, right } = ask;
    const value = !panes[map] ? undefined : reading ? (readingOf(panes[map], reading) ?? undefined) : reach(panes[map], state ?? "");
    const done = least !== undefined ? value >= least : most !== undefined ? value <= most : not !== undefined ? value !== undefined && value !== not : value === is;
    return done ? { how: "right", reply: right } : null;
  }
  return null;
}

/** Whether a pin is where it should be; null while that is not known. @param {PinWhere} where @param {State} pane */
function isThere({ near, row, within = 1, image, label, beyond, unsupported }, { kept, rows, points, here }) {
  const pin = /** @type {NonNullable<Kept["pin"]>} */ (kept?.pin);
  if (unsupported !== undefined) {
    const known = here?.exact && here.support !== null && pin.z.every((value, i) => value === here.z[i]);
    return known ? Number(here.support) >= unsupported : null;
  }
  if (near || row !== undefined) {
    const goal = near ?? rows[/** @type {number} */ (row)]?.mu ?? pointOf(points, /** @type {number} */ (row));
    return goal ? Math.hypot(...pin.z.map((value, i) => value - goal[i])) <= within : null;
  }
  if (label !== undefined) {
    return pin.row !== undefined && points?.label[pin.row] === label;
  }
  return beyond !== undefined ? Math.hypot(...pin.z) > beyond : image === (pin.row !== undefined);
}

/** Of two dimensions the place on the map is the code. @param {State["points"]} points @param {number} row */
function pointOf(points, row) {
  return points && row < points.count ? [points.x[row], points.y[row]] : null;
}

/**
 * What is said of a number that was guessed.
 * @param {Extract<Ask, {kind: "number"}>} ask
 * @param {number} guess
 * @param {number} value
 * @returns {Done}
 */
export function doneBy({ within, right, low, high }, guess, value) {
  const off = guess - value;
  return Math.abs(off) <= within ? { how: "right", reply: right } : { how: "wrong", reply: off < 0 ? low : high };
}

/** What is said to a reader who asks to be shown without a guess. @param {Step} step @returns {Done} */
export function shownOf({ ask }) {
  const reply = ask?.kind === "choose" ? ask.answers.find(({ right }) => right)?.reply : ask?.kind === "do" ? "" : ask?.right;
  return { how: "shown", reply: reply ?? "" };
}
