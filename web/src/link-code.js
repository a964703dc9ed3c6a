// @ts-check
// What is kept ↔ the code of a short link, as server/API.md writes it down. Pure and without state: a code alone says all
// that is in it. The same as isthmus.share.Shared on the server's side.
import { BitReader, BitWriter, Exponents } from "./bits.js";
import { crc32 } from "./crc32.js";
import { fromBase64, toBase64, Wrong } from "./url-parts.js";
/** @import {Code, Kept, PlaneSpec, Spot, View} from "./types.js" */

/**
 * @typedef {object} Seen how the sender saw the path's frames: their bytes' sha256, and some of the bytes
 * @property {string} hash its first 12 hex digits
 * @property {Uint8Array} samples (SAMPLES)
 *
 * @typedef {object} Shared what a code holds
 * @property {string} hash of the model, as `hashOf` tells it
 * @property {number} dim of its latent space
 * @property {Kept} kept
 * @property {Seen | null} seen null where the sender did not wait for the frames
 */

/** Bytes of the frames that a code holds. */
export const SAMPLES = 24;

/** Characters from which a link is too long for many programs: what is longer is better a file. */
export const LONG = 2000;

const VERSION = 1;
const LEAST = 16; // characters
const MODES = /** @type {const} */ (["lerp", "slerp"]);
const COLOURS = /** @type {const} */ (["class", "kl", "reconstruction", "elbo"]);
const LAYERS = /** @type {const} */ (["manifold", "points", "ellipses", "prior", "density"]);
const PLANES = 6;
const ROWS = 2 ** 31 - 1;
const MOST_FRAMES = 10_000;
const MOST_DIMENSIONS = 4096;

/**
 * @param {Shared} shared
 * @returns {string}
 */
export function encode({ hash, dim, kept, seen }) {
  const out = new BitWriter();
  out.bits(VERSION, 8);
  out.bits(kept.model.length, 8);
  for (const char of kept.model) {
    out.bits(char.charCodeAt(0), 8);
  }
  writeHex(out, hash, 12);
  out.whole(dim);
  const points = new WrittenPoints(out, dim);
  out.bits(MODES.indexOf(kept.mode), 2);
  out.whole(kept.frames);
  out.whole(kept.seed);
  out.whole(kept.keyframes.length);
  kept.keyframes.forEach((spot) => points.spot(spot));
  out.flag(kept.pin !== null);
  if (kept.pin) {
    points.spot(kept.pin);
  }
  writePlane(out, points, kept.plane);
  out.flag(kept.view !== null);
  if (kept.view) {
    const { x, y, span } = kept.view;
    [x, y, span].forEach((number) => out.double(number));
  }
  LAYERS.forEach((layer) => out.flag(kept.layers[layer]));
  out.bits(COLOURS.indexOf(kept.colour), 2);
  out.whole(kept.dimmed.length);
  kept.dimmed.forEach((label) => out.bits(label, 8));
  out.flag(seen !== null);
  if (seen) {
    writeHex(out, seen.hash, 12);
    seen.samples.forEach((byte) => out.bits(byte, 8));
  }
  const sum = crc32(out.bytes);
  return toBase64(Uint8Array.from([...out.bytes, sum >>> 24, sum >>> 16, sum >>> 8, sum]));
}

/**
 * What a code holds; what is none, or is damaged, is refused with a Wrong.
 * @param {string} code
 * @returns {Shared}
 */
export function decode(code) {
  const bytes = bytesOf(code);
  const body = bytes.subarray(0, -4);
  const sum = new DataView(bytes.buffer).getUint32(body.length);
  const found = crc32(body);
  if (sum !== found) {
    throw new Wrong(`expected the checksum ${hex(sum, 8)}, found ${hex(found, 8)}: it is damaged or cut short`);
  }
  const shared = read(new BitReader(body));
  if (encode(shared) !== code) {
    throw new Wrong("expected a code as Isthmus writes it, found another that says the same");
  }
  return shared;
}

/** @param {string} code */
function bytesOf(code) {
  const strange = code.match(/[^\w-]/u);
  if (strange) {
    throw new Wrong(`expected letters, digits, - and _, found “${strange[0]}”`);
  }
  if (code.length < LEAST || code.length % 4 === 1) {
    throw new Wrong(`expected a whole code, found ${code.length} characters: it is cut short`);
  }
  return fromBase64(code);
}

/** @param {BitReader} from @returns {Shared} */
function read(from) {
  const version = from.bits(8);
  if (version !== VERSION) {
    throw new Wrong(`expected version ${VERSION}, found version ${version}: another Isthmus made it`);
  }
  const model = String.fromCharCode(...Array.from({ length: from.bits(8) }, () => from.bits(8)));
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(model)) {
    throw new Wrong("model: expected the id of a model, found another text");
  }
  const hash = readHex(from, 12);
  const dim = from.whole("dimensions", 1, MOST_DIMENSIONS);
  const points = new ReadPoints(from, dim);
  const mode = choice("path", MODES, from.bits(2));
  const frames = from.whole("frames", 2, MOST_FRAMES);
  const seed = from.whole("seed", 0, Number.MAX_SAFE_INTEGER);
  const keyframes = Array.from({ length: from.whole("keyframes", 0, from.left) }, () => points.spot());
  const pin = from.flag() ? points.spot() : null;
  const plane = readPlane(from, points, dim);
  const view = from.flag() ? readView(from) : null;
  const layers = /** @type {Kept["layers"]} */ (Object.fromEntries(LAYERS.map((layer) => [layer, from.flag()])));
  const colour = choice("colour", COLOURS, from.bits(2));
  const dimmed = Array.from({ length: from.whole("dimmed classes", 0, from.left) }, () => from.bits(8));
  const seen = from.flag()
    ? { hash: readHex(from, 12), samples: Uint8Array.from({ length: SAMPLES }, () => from.bits(8)) }
    : null;
  return { hash, dim, kept: { model, plane, view, layers, colour, dimmed, pin, keyframes, mode, frames, seed }, seen };
}

/** Points as they are written: one that was there before is told by its number, for a path often comes back. */
class WrittenPoints {
  /** @type {Map<string, number>} */
  #known = new Map();
  #out;
  #exponents;

  /** @param {BitWriter} out @param {number} dim */
  constructor(out, dim) {
    this.#out = out;
    this.#exponents = new Exponents(dim);
  }

  /** @param {Code} z */
  point(z) {
    const key = z.map((number) => (Object.is(Math.fround(number), -0) ? "-0" : Math.fround(number))).join();
    const known = this.#known.get(key);
    this.#out.flag(known !== undefined);
    if (known !== undefined) {
      this.#out.whole(known);
    } else {
      this.#known.set(key, this.#known.size);
      this.#out.singles(z, this.#exponents);
    }
  }

  /** @param {Spot} spot */
  spot({ z, row }) {
    this.point(z);
    this.#out.flag(row !== undefined);
    if (row !== undefined) {
      this.#out.whole(row);
    }
  }
}

class ReadPoints {
  /** @type {Code[]} */
  #known = [];
  #from;
  #dim;
  #exponents;

  /** @param {BitReader} from @param {number} dim */
  constructor(from, dim) {
    this.#from = from;
    this.#dim = dim;
    this.#exponents = new Exponents(dim);
  }

  point() {
    if (this.#from.flag()) {
      return this.#known[this.#from.whole("point", 0, this.#known.length - 1)].slice();
    }
    const z = this.#from.singles("point", this.#dim, this.#exponents);
    this.#known.push(z);
    return z.slice();
  }

  /** @returns {Spot} */
  spot() {
    const z = this.point();
    return this.#from.flag() ? { z, row: this.#from.whole("row", 0, ROWS) } : { z };
  }
}

/** @param {BitWriter} out @param {WrittenPoints} points @param {PlaneSpec | null} plane */
function writePlane(out, points, plane) {
  if (!plane) {
    out.bits(0, 3);
  } else if ("axes" in plane) {
    out.bits(plane.origin ? 2 : 1, 3);
    plane.axes.forEach((axis) => out.whole(axis));
    if (plane.origin) {
      points.point(plane.origin);
    }
  } else if ("principal" in plane) {
    out.bits(3, 3);
  } else {
    out.bits("through" in plane ? 4 : 5, 3);
    const three = "through" in plane ? plane.through : [plane.origin, plane.first, plane.second];
    three.forEach((z) => points.point(z));
  }
}

/** @param {BitReader} from @param {ReadPoints} points @param {number} dim @returns {PlaneSpec | null} */
function readPlane(from, points, dim) {
  const kind = choice("plane", [...Array(PLANES).keys()], from.bits(3));
  if (kind === 0) {
    return null;
  }
  if (kind === 3) {
    return { principal: true };
  }
  if (kind > 3) {
    const [a, b, c] = [points.point(), points.point(), points.point()];
    return kind === 4 ? { through: [a, b, c] } : { origin: a, first: b, second: c };
  }
  const axes = /** @type {[number, number]} */ ([from.whole("axis", 0, dim - 1), from.whole("axis", 0, dim - 1)]);
  if (axes[0] === axes[1]) {
    throw new Wrong("plane: expected two axes, found the same twice");
  }
  return kind === 1 ? { axes } : { axes, origin: points.point() };
}

/** @param {BitReader} from @returns {View} */
function readView(from) {
  const [x, y, span] = [from.double("view"), from.double("view"), from.double("view")];
  if (span <= 0) {
    throw new Wrong("view: expected a span above 0, found one that is not");
  }
  return { x, y, span };
}

/** @template T @param {string} name @param {readonly T[]} all @param {number} index @returns {T} */
function choice(name, all, index) {
  if (index >= all.length) {
    throw new Wrong(`${name}: expected a kind below ${all.length}, found ${index}`);
  }
  return all[index];
}

/** @param {BitWriter} out @param {string} text @param {number} digits what is missing at the end counts as 0 */
function writeHex(out, text, digits) {
  for (let i = 0; i < digits; i++) {
    out.bits(parseInt(text[i] ?? "0", 16), 4);
  }
}

/** @param {BitReader} from @param {number} digits */
function readHex(from, digits) {
  return Array.from({ length: digits }, () => from.bits(4).toString(16)).join("");
}

/** @param {number} number @param {number} digits */
function hex(number, digits) {
  return number.toString(16).padStart(digits, "0");
}
