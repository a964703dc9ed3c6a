// What is kept ↔ a link, by a table. Pure. Codes stand in a link as the bytes of their float32 numbers, so that whoever
// opens it gets the same numbers; what is as in a fresh state is left out. Own images stay where they are: of a pin or a
// keyframe that is one, its code goes into the link.
import { ALONE } from "./beside.js";
import { readExperiments } from "./experiments.js";
import { fresh, rowless } from "./initial.js";
import { decode, encode, MOST_CHARACTERS } from "./link-code.js";
import { NOTHING, pack, readMask, readReport, readSelection, rowsToBytes, unpack } from "./looked.js";
import {
  fromBase64,
  MODES,
  MOST_FRAMES,
  MOST_STEP,
  oneOf,
  quoted,
  readPlane,
  readSpot,
  readColour,
  readLasso,
  readLayers,
  readView,
  toBase64,
  whole,
  wholesToBytes,
  writeLasso,
  writeLayers,
  writeNumber,
  writePlane,
  writeSpot,
  writeView,
  Wrong,
} from "./url-parts.js";
/** @import {Seen, Shared} from "./link-code.js" */
/** @import {Packed} from "./looked.js" */
/** @import {Beside} from "./types.js" */

/** @typedef {Omit<Kept, "model"> & Packed} All */
/**
 * @template T
 * @typedef {object} Field
 * @property {string} [name] in the link, where it is not the same
 * @property {string} [title] in sentences, where that is not its name
 * @property {boolean} [spatial] whether it means something only in its own model's space
 * @property {(value: T) => string} write what a fresh state writes is left out
 * @property {(text: string, card: Card) => T} read throws a Wrong
 */

/** @type {{[part in keyof All]: Field<All[part]>}} in the link's order */
const FIELDS = {
  plane: {
    spatial: true,
    write: (plane) => (plane ? writePlane(plane) : ""),
    read: (text, { latent }) => readPlane(text, latent.dim),
  },
  view: { spatial: true, write: (view) => (view ? writeView(view) : ""), read: readView },
  layers: { write: writeLayers, read: (text) => readLayers(text) },
  colour: { write: String, read: readColour },
  dimmed: {
    title: "list of dimmed classes",
    spatial: true,
    write: String,
    read: (text) => text.split(",").map((label) => whole(label, 0, 255)),
  },
  pin: { title: "pinned point", spatial: true, write: (pin) => (pin ? writeSpot(pin) : ""), read: readSpot },
  keyframes: {
    name: "path",
    spatial: true,
    write: (keyframes) => keyframes.map(writeSpot).join(","),
    read: (text, card) => text.split(",").map((spot) => readSpot(spot, card)),
  },
  mode: { title: "interpolation", write: String, read: (text) => oneOf(MODES, text) },
  frames: { title: "number of frames", write: String, read: (text) => whole(text, 2, MOST_FRAMES) },
  seed: { write: String, read: (text) => whole(text, 0, Number.MAX_SAFE_INTEGER) },
  report: { write: String, read: readReport },
  noise: { spatial: true, write: (noise) => (noise > 0 ? writeNumber(noise) : ""), read: readNoise },
  mask: {
    title: "hidden pixels",
    spatial: true,
    write: (mask) => toBase64(wholesToBytes(mask)),
    read: (text) => readMask(fromBase64(text)),
  },
  selection: {
    spatial: true,
    write: (selection) => toBase64(rowsToBytes(selection)),
    read: (text) => readSelection(fromBase64(text)),
  },
  lasso: { title: "selection of all rows", spatial: true, write: writeLasso, read: (text) => readLasso(text) },
  experiments: { spatial: true, write: String, read: readExperiments },
  step: {
    title: "step of the training",
    write: (step) => (step === null ? "" : String(step)),
    read: (text) => whole(text, 0, MOST_STEP),
  },
};
const PARTS = Object.entries(FIELDS).map(([part, field]) => ({
  part: /** @type {keyof All} */ (part),
  name: part,
  .../** @type {Field<any>} */ (field),
}));

/** Characters of all parts of a link together: servers and proxies refuse addresses that are much longer. */
const MOST_LETTERS = 7000;
const MOST_BESIDE = 3; // maps

/**
 * The parts of a link that are not as in a fresh state, and whether some are left out because they are too long: a code
 * has as many numbers as the model has dimensions.
 * @param {Kept} kept
 * @param {Looked | null} looked
 * @param {number} [maps] that share its length
 */
function partsOf(kept, looked, maps = 1) {
  const plain = { ...fresh(kept.model), ...NOTHING };
  const held = { ...kept, ...(looked ? pack(looked, kept) : NOTHING) };
  const all = PARTS.map(({ part, name, write: text }) => [name, text(held[part]), text(plain[part])])
    .filter(([, now, then]) => now !== then)
    .map(([name, now]) => [name, now]);
  let left = all.reduce((sum, [, text]) => sum + text.length, 0);
  const gone = new Set();
  for (const [name, text] of [...all].sort(([, a], [, b]) => b.length - a.length)) {
    if (left > MOST_LETTERS / maps) {
      gone.add(name);
      left -= text.length;
    }
  }
  return { parts: all.filter(([name]) => !gone.has(name)), isCut: gone.size > 0 };
}

/** Whether a link cannot hold all that is kept. @param {Kept} kept @param {Looked | null} looked @param {Beside} [beside] */
export function isCut(kept, looked, { maps } = ALONE) {
  return [{ kept, looked }, ...maps].some((one) => partsOf(one.kept, one.looked, 1 + maps.length).isCut);
}

/**
 * The link to what is kept, relative to the page's base. A fresh state's is only its model's name; any other says which
 * version of the model it was made with, and ends in a check by which damage is noticed. Each map beside it is the same
 * within it.
 * @param {Kept} kept
 * @param {Card[]} cards
 * @param {Looked | null} [looked]
 * @param {Beside} [beside]
 */
export function write(kept, cards, looked = null, beside = ALONE) {
  const { place, maps } = beside;
  const others = maps.map((one) => ["beside", queryOf(one.kept, cards, one.looked, 1 + maps.length)]);
  return `?${queryOf(kept, cards, looked, 1 + maps.length, [...(place > 0 ? [["place", String(place)]] : []), ...others])}`;
}

/** @param {Kept} kept @param {Card[]} cards @param {Looked | null} looked @param {number} maps @param {string[][]} [more] */
function queryOf(kept, cards, looked, maps, more = []) {
  const fields = [...partsOf(kept, looked, maps).parts, ...more];
  const card = cards.find(({ id }) => id === kept.model);
  const all = [["model", kept.model], ...(fields.length && card ? [["version", card.version]] : []), ...fields];
  if (fields.length) {
    all.push(["check", checkOf((name) => all.filter(([one]) => one === name).map(([, value]) => value))]);
  }
  return all.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":")}`).join("&");
}

/**
 * What a link asks for, as far as it can be had here, and a sentence on each part that cannot.
 * @param {string} search the query, with or without its question mark
 * @param {Card[]} cards the first is opened where the link names no model that is here
 * @param {Refusal[]} [refused]
 * @returns {{kept: Kept | null, looked: Looked | null, problems: string[], beside: Beside}} null where there is no model at
 *   all
 */
export function read(search, cards, refused = []) {
  const all = new URLSearchParams(search);
  const one = readOne(all, cards, refused);
  const others = all.getAll("beside").slice(0, MOST_BESIDE).map((text) => readOne(new URLSearchParams(text), cards, refused));
  const maps = others.flatMap(({ kept, looked }) => (kept ? [{ kept, looked }] : []));
  const place = Math.min(Number(all.get("place")?.match(/^\d$/)?.[0] ?? 0), maps.length);
  return { ...one, problems: [one, ...others].flatMap(({ problems }) => problems), beside: { place, maps } };
}

/**
 * What of a link is about one map.
 * @param {URLSearchParams} query
 * @param {Card[]} cards
 * @param {Refusal[]} refused
 * @returns {{kept: Kept | null, looked: Looked | null, problems: string[]}}
 */
function readOne(query, cards, refused) {
  const fields = new Map(query);
  /** @type {string[]} */
  const problems = [];
  const id = fields.get("model");
  const named = cards.find((card) => card.id === id);
  const card = named ?? cards[0];
  if (!card) {
    return { kept: null, looked: null, problems };
  }
  if (fields.has("version") && !fields.has("check")) {
    problems.push("This link seems cut short: its checksum is missing. Showing what could be read.");
  } else if (fields.has("check") && fields.get("check") !== checkOf((name) => query.getAll(name))) {
    problems.push("This link is damaged: its checksum doesn't match. Showing what could be read.");
  }
  if (id !== undefined && !named) {
    problems.push(missing(id, card, refused));
  }
  const version = fields.get("version");
  const other = named && version !== undefined && version !== named.version;
  if (other) {
    problems.push(differing(version, named));
  }
  let all = { ...fresh(card.id), ...NOTHING };
  for (const { part, name, title, spatial, read: parse } of PARTS) {
    const text = fields.get(name);
    if (!text || (spatial && id !== undefined && !named)) {
      continue;
    }
    try {
      all = { ...all, [part]: parse(text, card) };
    } catch (error) {
      if (!(error instanceof Wrong)) {
        throw error;
      }
      problems.push(`This link's ${title ?? name} couldn't be read (${error.message}) and was ignored.`);
    }
  }
  const { report, noise, mask, selection, lasso, experiments, step, ...kept } = all;
  const looked = unpack({ report, noise, mask, selection, lasso, experiments, step }, card, other);
  return { kept: other ? rowless(kept) : kept, looked, problems };
}

/**
 * The short link to what is kept, relative to the page's base, or the one above where a short link cannot hold it.
 * @param {Kept} kept of a model that is here
 * @param {Card[]} cards
 * @param {Seen | null} [seen] how its frames look here, where they are known
 * @param {Looked | null} [looked]
 * @param {Beside} [beside] of models that are here
 */
export function writeShort(kept, cards, seen = null, looked = null, beside = ALONE) {
  /** @param {{kept: Kept, looked: Looked | null}} map */
  const shared = ({ kept: one, looked: also }) => {
    const card = /** @type {Card} */ (cards.find(({ id }) => id === one.model));
    return { version: card.version, dim: card.latent.dim, kept: one, looked: also ? pack(also, one) : NOTHING, seen: null };
  };
  const code = encode({ ...shared({ kept, looked }), seen, place: beside.place, beside: beside.maps.map(shared) });
  return code.length > MOST_CHARACTERS ? write(kept, cards, looked, beside) : `p/${code}`;
}

/**
 * What the code of a short link asks for, as `read` tells it, and how its sender saw the frames.
 * @param {string} code
 * @param {Card[]} cards the first is opened where the link's model is not here
 * @param {Refusal[]} [refused]
 * @returns {{kept: Kept | null, looked: Looked | null, problems: string[], beside: Beside, seen: Seen | null, version: string}} the
 *   version is the sender's model's
 */
export function readShort(code, cards, refused = []) {
  if (!cards[0]) {
    return { kept: null, looked: null, problems: [], beside: ALONE, seen: null, version: "" };
  }
  try {
    const { place = 0, beside = [], ...shared } = decode(code);
    const [one, ...maps] = [shared, ...beside].map((map) => understood(map, cards, refused));
    const problems = [one, ...maps].flatMap((map) => map.problems);
    return { ...one, problems, beside: { place, maps: maps.map(({ kept, looked }) => ({ kept, looked })) } };
  } catch (error) {
    if (!(error instanceof Wrong)) {
      throw error;
    }
    const problems = [`This link: ${error.message}.`];
    return { kept: fresh(cards[0].id), looked: null, problems, beside: ALONE, seen: null, version: "" };
  }
}

/** What a short link says of one map, as far as it can be had here. @param {Shared} shared @param {Card[]} cards @param {Refusal[]} refused */
function understood({ kept, looked, seen, version, dim }, cards, refused) {
  const card = cards.find(({ id }) => id === kept.model);
  if (!card || card.latent.dim !== dim) {
    const { layers, colour, mode, frames, seed } = kept;
    const problem = card
      ? `This link is for a model “${card.id}” with ${dim} latent dimensions; here it has ${card.latent.dim}.`
      : missing(kept.model, cards[0], refused);
    const bare = { ...fresh((card ?? cards[0]).id), layers, colour, mode, frames, seed };
    return { kept: bare, looked: null, problems: [problem], seen: null, version };
  }
  const other = version !== card.version;
  const spots = [kept.pin, ...kept.keyframes];
  const most = (/** @type {"row" | "entry"} */ of) => Math.max(...spots.map((spot) => spot?.[of] ?? -1));
  const missed = most("row") >= (card.atlas?.count ?? 0) || most("entry") >= (card.columnAtlas?.rows ?? 0); // of an atlas that was made anew
  const problems = other ? [differing(version, card)] : [];
  const held = unpack(looked, card, other || missed);
  return { kept: other || missed ? rowless(kept) : kept, looked: held, problems, seen, version };
}

/** @param {string} text */
function readNoise(text) {
  const noise = Number(text);
  if (!(noise > 0 && Number.isFinite(noise))) {
    throw new Wrong(`expected noise above 0, found ${quoted(text)}`);
  }
  return noise;
}

/** @param {string} name @param {Card} shown @param {Refusal[]} refused */
function missing(name, shown, refused) {
  const id = name.replace(/\p{Cc}/gu, "?");
  const why = refused.find((refusal) => refusal.id === id);
  return why
    ? `This link is for the model “${id}”, which the server can't load: ${why.sentence}`
    : `This link is for the model “${id}”, which isn't here. Showing “${shown.id}” instead.`;
}

/** @param {string} version @param {Card} card */
function differing(version, card) {
  return `This link was made with another version of “${card.id}” (${version.slice(0, card.version.length)}; here ${card.version}). Positions may differ.`;
}

/**
 * Whether a query asks for no more than a model.
 * @param {string} search
 */
export function isPlain(search) {
  const fields = new URLSearchParams(search);
  return !["beside", ...PARTS.map(({ name }) => name)].some((name) => fields.get(name));
}

/**
 * FNV-1a over all that is known of a link, in the table's order, so that parameters which others add do no harm.
 * @param {(name: string) => string[]} valuesOf
 */
function checkOf(valuesOf) {
  let sum = 0x811c9dc5;
  for (const name of ["model", "version", ...PARTS.map((part) => part.name), "place", "beside"]) {
    for (const byte of new TextEncoder().encode(valuesOf(name).map((value) => `${name}=${value}\n`).join(""))) {
      sum = Math.imul(sum ^ byte, 0x01000193);
    }
  }
  return toBase64(Uint8Array.of(sum ^ (sum >>> 24), sum >>> 8, sum >>> 16));
}
