// The parts of a link as text, and back. Pure. What cannot be read is refused with a Wrong.
import { fresh } from "./initial.js";
/** @import {Layers} from "./types.js" */

const LAYERS = Object.keys(fresh("").layers); // others are known by whether they are shown or hidden
const LAYER = /^-?[a-z][a-z0-9-]{0,31}$/;
const COLUMN = /^[^\p{Cc}]{1,64}$/u;
export const MODES = /** @type {const} */ (["lerp", "slerp"]);

/** Most frames of a path that a link may say. How many the server decodes is its own limit, which it says in its hello. */
export const MOST_FRAMES = 1_000_000;

/** The last step of a training that a link may say. */
export const MOST_STEP = 2 ** 31 - 1;

/** Why a part cannot be read. */
export class Wrong extends Error {}

/** In one line. @param {string} text */
export function quoted(text) {
  return `“${text.slice(0, 40).replace(/\p{Cc}/gu, "?")}”`;
}

const OF_ALL = "all"; // begins the number of a row of the atlas of columns

/** @param {{z: Code, row?: number, entry?: number}} spot */
export function writeSpot({ z, row, entry }) {
  return [writeFloats(z), ...(row === undefined ? [] : [row]), ...(entry === undefined ? [] : [OF_ALL + entry])].join(":");
}

/**
 * @param {string} text
 * @param {Card} card
 * @returns {{z: Code, row?: number, entry?: number}}
 */
export function readSpot(text, { latent, atlas, columnAtlas }) {
  const [floats, ...numbers] = text.split(":");
  const z = readFloats(floats, latent.dim);
  if (numbers.length > 1) {
    throw new Wrong("found a colon too many");
  }
  const [number] = numbers;
  if (number?.startsWith(OF_ALL)) {
    return { z, entry: whole(number.slice(OF_ALL.length), 0, (columnAtlas?.rows ?? 2 ** 53) - 1) };
  }
  return number === undefined ? { z } : { z, row: whole(number, 0, (atlas?.count ?? 2 ** 31) - 1) };
}

/** Outlines around rows of an atlas of columns. @param {Place[][]} lasso */
export function writeLasso(lasso) {
  return lasso.map((outline) => writeFloats(outline.flat())).join(",");
}

/** @param {string} text @returns {Place[][]} */
export function readLasso(text) {
  return text.split(",").map((outline) => {
    const bytes = fromBase64(outline);
    if (bytes.length < 24 || bytes.length % 8 !== 0) {
      throw new Wrong(`expected three or more corners of 8 bytes, found ${bytes.length} bytes`);
    }
    return pairsOf(singlesFromBytes(bytes));
  });
}

/** @param {number[]} numbers an even number of them @returns {Place[]} */
export function pairsOf(numbers) {
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
}

/**
 * @param {PlaneSpec} plane
 */
export function writePlane(plane) {
  if ("principal" in plane) {
    return "principal";
  }
  if ("through" in plane) {
    return `through,${plane.through.map(writeFloats).join(",")}`;
  }
  if ("axes" in plane) {
    return ["axes", ...plane.axes, ...(plane.origin ? [writeFloats(plane.origin)] : [])].join(",");
  }
  return `spanned,${[plane.origin, plane.first, plane.second].map(writeFloats).join(",")}`;
}

/**
 * @param {string} text
 * @param {number} dim
 * @returns {PlaneSpec}
 */
export function readPlane(text, dim) {
  const [kind, ...rest] = text.split(",");
  if (kind === "principal" && rest.length === 0) {
    return { principal: true };
  }
  if (kind === "axes" && (rest.length === 2 || rest.length === 3)) {
    const axes = /** @type {[number, number]} */ ([whole(rest[0], 0, dim - 1), whole(rest[1], 0, dim - 1)]);
    if (axes[0] === axes[1]) {
      throw new Wrong("found the same axis twice");
    }
    return rest.length === 3 ? { axes, origin: readFloats(rest[2], dim) } : { axes };
  }
  if ((kind === "through" || kind === "spanned") && rest.length === 3) {
    const [a, b, c] = rest.map((floats) => readFloats(floats, dim));
    return kind === "through" ? { through: [a, b, c] } : { origin: a, first: b, second: c };
  }
  throw new Wrong("expected axes, principal, through or spanned with what belongs to it");
}

/** @param {View} view */
export function writeView({ x, y, span }) {
  return [x, y, span].map(writeNumber).join(",");
}

/** @param {string} text */
export function readView(text) {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (numbers.length !== 3 || !numbers.every(Number.isFinite) || numbers[2] <= 0) {
    throw new Wrong("expected a centre and a span above 0, three numbers with commas between them");
  }
  return { x: numbers[0], y: numbers[1], span: numbers[2] };
}

/** Those that are shown, by id; and with a minus those that are hidden of others than LAYERS. @param {Layers} layers */
export function writeLayers(layers) {
  const told = Object.keys(layers).filter((id) => layers[id] || !LAYERS.includes(id));
  return told.sort().map((id) => (layers[id] ? id : `-${id}`)).join(",") || "none";
}

/**
 * @param {string} text
 * @param {boolean} [exact] whether it must be as it is written, each once in its order, as codes are
 * @returns {Layers}
 */
export function readLayers(text, exact = false) {
  const ids = text === "none" ? [] : text.split(",");
  let last = "";
  for (const layer of ids) {
    const id = layer.replace(/^-/, "");
    const written = id > last && id !== "none" && !(id !== layer && LAYERS.includes(id));
    if (!LAYER.test(layer) || (exact && !written)) {
      throw new Wrong(`expected ids of layers in their order, found ${quoted(layer)}`);
    }
    last = id;
  }
  const begun = Object.fromEntries(LAYERS.map((id) => [id, false]));
  return { ...begun, ...Object.fromEntries(ids.filter((id) => id !== "none").map((id) => (id.startsWith("-") ? [id.slice(1), false] : [id, true]))) };
}

/** @param {string} text id of a column */
export function readColour(text) {
  if (!COLUMN.test(text)) {
    throw new Wrong(`expected a column of 1 to 64 characters, found ${quoted(text)}`);
  }
  return text;
}

/**
 * The shortest text that reads back as the same number, without the plus sign that a query reads as a space.
 * @param {number} number
 */
export function writeNumber(number) {
  return Object.is(number, -0) ? "-0" : String(number).replace("+", "");
}

/**
 * @template {string} T
 * @param {readonly T[]} names
 * @param {string} text
 * @returns {T}
 */
export function oneOf(names, text) {
  const found = names.find((name) => name === text);
  if (!found) {
    throw new Wrong(`expected one of ${names.join(", ")}, found ${quoted(text)}`);
  }
  return found;
}

/**
 * @param {string} text
 * @param {number} least
 * @param {number} most
 */
export function whole(text, least, most) {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!(number >= least && number <= most)) {
    throw new Wrong(`expected a whole number from ${least} to ${most}, found ${quoted(text)}`);
  }
  return number;
}

/** @param {ArrayLike<number>} numbers */
function writeFloats(numbers) {
  return toBase64(singlesToBytes(numbers));
}

/** @param {string} text @param {number} count */
function readFloats(text, count) {
  const bytes = fromBase64(text);
  if (bytes.length !== 4 * count) {
    throw new Wrong(`expected ${count} numbers of 4 bytes, found ${bytes.length} bytes`);
  }
  return singlesFromBytes(bytes);
}

/** As float32, little-endian as browsers hold them. @param {ArrayLike<number>} numbers */
export function singlesToBytes(numbers) {
  return new Uint8Array(Float32Array.from(numbers).buffer);
}

/** @param {Uint8Array} bytes of whole numbers of 4 bytes */
export function singlesFromBytes(bytes) {
  return Array.from(new Float32Array(bytes.slice().buffer), finite);
}

/**
 * Whole numbers below 2^31, 7 bits a byte from the lowest, the highest bit set where more follow.
 * @param {number[]} numbers
 */
export function wholesToBytes(numbers) {
  /** @type {number[]} */
  const bytes = [];
  for (let number of numbers) {
    for (; number > 127; number >>>= 7) {
      bytes.push((number & 127) | 128);
    }
    bytes.push(number);
  }
  return Uint8Array.from(bytes);
}

/** @param {Uint8Array} bytes */
export function readWholes(bytes) {
  /** @type {number[]} */
  const numbers = [];
  let number = 0;
  let unit = 1;
  for (const byte of bytes) {
    number += (byte & 127) * unit;
    if (unit > 2 ** 28 || number >= 2 ** 31 || (byte === 0 && unit > 1)) {
      throw new Wrong("expected numbers below 2147483648 without leading zeros, found another");
    }
    unit *= 128;
    if (byte < 128) {
      numbers.push(number);
      [number, unit] = [0, 1];
    }
  }
  if (unit > 1) {
    throw new Wrong("expected whole numbers, found the end of the section");
  }
  return numbers;
}

/** @param {number} number */
export function finite(number) {
  if (!Number.isFinite(number)) {
    throw new Wrong(`expected finite numbers, found ${number}`);
  }
  return number;
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
export function fromBase64(text) {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) {
    throw new Wrong("expected letters, digits, - and _");
  }
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
