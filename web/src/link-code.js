// Long because each section of a code is written, read and checked beside the others.
// What is kept ↔ the code of a short link, as server/API.md describes it. Pure. The same as isthmus.share.LinkCodeWriter
// and LinkCodeReader on the server's side.
import { crc32 } from "./crc32.js";
import { readExperiments } from "./experiments.js";
import { readMask, readReport, readSelection, rowsToBytes } from "./looked.js";
import {
  finite,
  fromBase64,
  MODES,
  MOST_FRAMES,
  MOST_STEP,
  oneOf,
  pairsOf,
  quoted,
  readColour,
  readLayers,
  singlesFromBytes,
  singlesToBytes,
  toBase64,
  whole,
  wholesToBytes,
  writeLayers,
  Wrong,
} from "./url-parts.js";
/** @import {Packed} from "./looked.js" */

/**
 * @typedef {object} Seen how the sender saw the path's frames: the checksum of their bytes, and some of them
 * @property {string} checksum CRC-32, 8 hex digits
 * @property {Uint8Array} samples (SAMPLES)
 *
 * @typedef {object} Shared what a code holds
 * @property {string} version of the model
 * @property {number} dim of its latent space
 * @property {Kept} kept
 * @property {Packed} looked
 * @property {Seen | null} seen null where the sender did not wait for the frames
 * @property {number=} place of this map among all, from 0
 * @property {Shared[]=} beside the other maps, in their order; absent where there are none
 */

/** Bytes of the frames that a code holds. */
export const SAMPLES = 24;

/** Most characters of a code; what is longer goes into a file. */
export const MOST_CHARACTERS = 4096;

const VERSION = 1;
const FEWEST_CHARACTERS = 7; // of a version and a checksum
const MOST_DIMENSIONS = 4096;
const DIGITS = 8; // of the frames' checksum

/** All sections in their order. One that would be empty is left out. */
const SECTIONS = (
  "model version dim mode frames seed keyframes keyframes.rows keyframes.entries pin pin.rows pin.entries plane plane.points view layers " +
  "colour dimmed report noise mask selection lasso experiments step seen place beside-1 beside-2 beside-3"
).split(" ");

/**
 * The code, which the reader refuses where it has more than MOST_CHARACTERS.
 * @param {Shared} shared
 */
export function encode(shared) {
  const bytes = [VERSION, ...sectionBytes(shared)];
  const sum = crc32(bytes);
  return toBase64(Uint8Array.from([...bytes, sum, sum >> 8, sum >> 16, sum >> 24]));
}

/** @param {Shared} shared @returns {number[]} */
function sectionBytes({ version, dim, kept, looked, seen, place = 0, beside = [] }) {
  const { view, plane, pin } = kept;
  /** @type {Record<string, string | Iterable<number>>} */
  const contents = {
    model: kept.model,
    version,
    dim: String(dim),
    mode: kept.mode,
    frames: String(kept.frames),
    seed: String(kept.seed),
    ...spotContents("keyframes", kept.keyframes),
    ...spotContents("pin", pin ? [pin] : []),
    ...(plane && planeContents(plane)),
    ...(view && { view: doublesToBytes([view.x, view.y, view.span]) }),
    layers: writeLayers(kept.layers),
    colour: kept.colour,
    dimmed: kept.dimmed,
    report: looked.report.join(","),
    noise: looked.noise > 0 ? doublesToBytes([looked.noise]) : [],
    mask: wholesToBytes(looked.mask),
    selection: rowsToBytes(looked.selection),
    lasso: lassoToBytes(looked.lasso),
    experiments: looked.experiments,
    step: looked.step === null ? "" : String(looked.step),
    ...(seen && { seen: [...utf8(seen.checksum), ...seen.samples] }),
    place: place > 0 ? String(place) : "",
    ...Object.fromEntries(beside.map((one, i) => [`beside-${i + 1}`, sectionBytes(one)])),
  };
  /** @type {number[]} */
  const bytes = [];
  for (const name of SECTIONS) {
    const content = contents[name] ?? [];
    const raw = typeof content === "string" ? [...utf8(content)] : [...content];
    if (raw.length > 0) {
      [name.length, ...utf8(name), raw.length & 255, raw.length >> 8].forEach((byte) => bytes.push(byte));
      raw.forEach((byte) => bytes.push(byte));
    }
  }
  return bytes;
}

/**
 * What a code holds. One that is damaged, or that this page would not write, is refused with a Wrong.
 * @param {string} code
 * @returns {Shared}
 */
export function decode(code) {
  const bytes = bytesOf(code);
  const body = bytes.subarray(0, -4);
  const [sum] = new Uint32Array(bytes.slice(-4).buffer);
  const found = crc32(body);
  if (sum !== found) {
    throw new Wrong(`expected the checksum ${hex8(sum)}, found ${hex8(found)}; it is damaged or cut short`);
  }
  if (body[0] !== VERSION) {
    throw new Wrong(`expected version ${VERSION}, found version ${body[0]}; another Isthmus made it`);
  }
  const shared = read(sectionsOf(body.subarray(1)));
  if (encode(shared) !== code) {
    throw new Wrong("expected a code as Isthmus writes it, found another that says the same");
  }
  return shared;
}

/** @param {string} code */
function bytesOf(code) {
  if (code.length > MOST_CHARACTERS) {
    throw new Wrong(`expected at most ${MOST_CHARACTERS} characters, found ${code.length}`);
  }
  const strange = code.match(/[^\w-]/u);
  if (strange) {
    throw new Wrong(`expected letters, digits, - and _, found “${strange[0]}”`);
  }
  if (code.length < FEWEST_CHARACTERS || code.length % 4 === 1) {
    throw new Wrong(`expected a whole code, found ${code.length} characters; it is cut short`);
  }
  return fromBase64(code);
}

/** @param {Uint8Array} body without its version */
function sectionsOf(body) {
  /** @type {Map<string, Uint8Array>} */
  const sections = new Map();
  let at = 0;
  let last = -1;
  const next = (/** @type {number} */ length) => {
    if (length > body.length - at) {
      throw new Wrong("expected a whole section, found the end of the code");
    }
    at += length;
    return body.subarray(at - length, at);
  };
  while (at < body.length) {
    const name = textOf(next(next(1)[0]));
    const index = SECTIONS.indexOf(name);
    if (index <= last) {
      // unknown, repeated, or out of order
      throw new Wrong(`expected the sections ${SECTIONS.join(", ")} in this order, found ${quoted(name)}`);
    }
    last = index;
    const [low, high] = next(2);
    sections.set(name, next(low + 256 * high));
  }
  return sections;
}

/** @param {Map<string, Uint8Array>} sections @param {boolean} [alone] whether maps beside it are none of it @returns {Shared} */
function read(sections, alone = false) {
  /** @template T @param {string} name @param {(bytes: Uint8Array) => T} parse @returns {T | null} null where there is none */
  const optional = (name, parse) => {
    try {
      const content = sections.get(name);
      return content ? parse(content) : null;
    } catch (error) {
      throw error instanceof Wrong ? new Wrong(`${name}: ${error.message}`) : error;
    }
  };
  /** @template T @param {string} name @param {(bytes: Uint8Array) => T} parse @returns {T} */
  const required = (name, parse) => {
    if (!sections.has(name)) {
      throw new Wrong(`expected the section ${name}, found none`);
    }
    return /** @type {T} */ (optional(name, parse));
  };
  const model = required("model", readModel);
  const version = required("version", (bytes) => readHex(textOf(bytes)));
  const dim = required("dim", (bytes) => whole(textOf(bytes), 1, MOST_DIMENSIONS));
  /** @param {string} name @returns {Spot[]} */
  const spots = (name) => {
    const points = optional(name, (bytes) => readPoints(bytes, dim)) ?? [];
    const rows = optional(`${name}.rows`, (bytes) => readRows(bytes, points.length)) ?? [];
    const entries = optional(`${name}.entries`, (bytes) => readEntries(textOf(bytes), points.length)) ?? [];
    return points.map((z, i) => ({ z, ...(rows[i] >= 0 && { row: rows[i] }), ...(entries[i] >= 0 && { entry: entries[i] }) }));
  };
  const mode = required("mode", (bytes) => oneOf(MODES, textOf(bytes)));
  const frames = required("frames", (bytes) => whole(textOf(bytes), 2, MOST_FRAMES));
  const seed = required("seed", (bytes) => whole(textOf(bytes), 0, Number.MAX_SAFE_INTEGER));
  const keyframes = spots("keyframes");
  const pins = spots("pin");
  if (pins.length > 1) {
    throw new Wrong(`pin: expected 1 point, found ${pins.length}`);
  }
  const points = optional("plane.points", (bytes) => readPoints(bytes, dim)) ?? [];
  const plane = optional("plane", (bytes) => readPlane(textOf(bytes), points, dim));
  const view = optional("view", readView);
  const layers = required("layers", (bytes) => readLayers(textOf(bytes), true));
  const colour = required("colour", (bytes) => readColour(textOf(bytes)));
  const dimmed = optional("dimmed", (bytes) => [...bytes]) ?? [];
  const looked = {
    report: optional("report", (bytes) => readReport(textOf(bytes))) ?? [],
    noise: optional("noise", readNoise) ?? 0,
    mask: optional("mask", readMask) ?? [],
    selection: optional("selection", readSelection) ?? [],
    lasso: optional("lasso", readLasso) ?? [],
    experiments: optional("experiments", (bytes) => readExperiments(textOf(bytes))) ?? "",
    step: optional("step", (bytes) => whole(textOf(bytes), 0, MOST_STEP)),
  };
  const seen = optional("seen", readSeen);
  const pin = pins[0] ?? null;
  const kept = { model, plane, view, layers, colour, dimmed, pin, keyframes, mode, frames, seed };
  if (alone) {
    return { version, dim, kept, looked, seen };
  }
  const beside = SECTIONS.filter((name) => name.startsWith("beside-"))
    .map((name) => optional(name, (bytes) => read(sectionsOf(bytes), true)))
    .filter((one) => one !== null);
  const place = optional("place", (bytes) => whole(textOf(bytes), 1, beside.length)) ?? 0;
  return { version, dim, kept, looked, seen, ...(beside.length > 0 && { place, beside }) };
}

/** @param {string} name @param {Spot[]} spots */
function spotContents(name, spots) {
  const rows = spots.some(({ row }) => row !== undefined) ? spots.map(({ row }) => row ?? -1) : [];
  return {
    [name]: singlesToBytes(spots.flatMap(({ z }) => z)),
    [`${name}.rows`]: new Uint8Array(Int32Array.from(rows).buffer),
    [`${name}.entries`]: spots.some(({ entry }) => entry !== undefined) ? spots.map(({ entry }) => entry ?? "none").join(",") : "",
  };
}

/** @param {PlaneSpec} plane @returns {Record<string, string | Iterable<number>>} */
function planeContents(plane) {
  if ("principal" in plane) {
    return { plane: "principal" };
  }
  if ("axes" in plane) {
    return { plane: ["axes", ...plane.axes].join(","), "plane.points": singlesToBytes(plane.origin ?? []) };
  }
  const three = "through" in plane ? plane.through : [plane.origin, plane.first, plane.second];
  return { plane: "through" in plane ? "through" : "spanned", "plane.points": singlesToBytes(three.flat()) };
}

/** @param {string} text @param {Code[]} points @param {number} dim @returns {PlaneSpec} */
function readPlane(text, points, dim) {
  const [kind, ...axes] = text.split(",");
  if (kind === "axes" && axes.length === 2 && points.length <= 1) {
    const [first, second] = axes.map((axis) => whole(axis, 0, dim - 1));
    if (first === second) {
      throw new Wrong("expected two axes, found the same twice");
    }
    return points.length === 0 ? { axes: [first, second] } : { axes: [first, second], origin: points[0] };
  }
  if (text === "principal" && points.length === 0) {
    return { principal: true };
  }
  const [a, b, c] = points;
  if (text === "through" && points.length === 3) {
    return { through: [a, b, c] };
  }
  if (text === "spanned" && points.length === 3) {
    return { origin: a, first: b, second: c };
  }
  throw new Wrong(
    "expected principal, axes with two numbers and at most one point, or through or spanned with three points," +
      ` found ${quoted(text)} with ${points.length} points`,
  );
}

/** @param {Uint8Array} bytes @param {number} dim @returns {Code[]} */
function readPoints(bytes, dim) {
  if (bytes.length % (4 * dim) !== 0) {
    throw new Wrong(`expected points of ${4 * dim} bytes, found ${bytes.length} bytes`);
  }
  const numbers = singlesFromBytes(bytes);
  return Array.from({ length: numbers.length / dim }, (_, i) => numbers.slice(i * dim, (i + 1) * dim));
}

/** @param {Uint8Array} bytes @param {number} count */
function readRows(bytes, count) {
  const rows = new Int32Array(exactly(bytes, 4 * count).slice().buffer);
  const wrong = rows.find((row) => row < -1);
  if (wrong !== undefined) {
    throw new Wrong(`expected rows from 0, or -1 for none, found ${wrong}`);
  }
  return rows;
}

/** @param {string} text @param {number} count */
function readEntries(text, count) {
  const parts = text.split(",");
  if (parts.length !== count) {
    throw new Wrong(`expected ${count} rows, found ${parts.length}`);
  }
  return parts.map((part) => (part === "none" ? -1 : whole(part, 0, Number.MAX_SAFE_INTEGER)));
}

/** Of each outline how many corners it has, in two bytes, and their coordinates. @param {Place[][]} lasso */
function lassoToBytes(lasso) {
  return lasso.flatMap((outline) => [outline.length & 255, outline.length >> 8, ...singlesToBytes(outline.flat())]);
}

/** @param {Uint8Array} bytes @returns {Place[][]} */
function readLasso(bytes) {
  const outlines = [];
  for (let at = 0; at < bytes.length; ) {
    const corners = bytes.length - at < 2 ? 0 : bytes[at] + 256 * bytes[at + 1];
    const end = at + 2 + 8 * corners;
    if (corners < 3 || end > bytes.length) {
      throw new Wrong("expected whole outlines of three or more corners, found another");
    }
    outlines.push(pairsOf(singlesFromBytes(bytes.subarray(at + 2, end))));
    at = end;
  }
  return outlines;
}

/** @param {Uint8Array} bytes @returns {View} */
function readView(bytes) {
  const [x, y, span] = doublesFromBytes(bytes, 3);
  if (span <= 0) {
    throw new Wrong("expected a span above 0, found one that is not");
  }
  return { x, y, span };
}

/** @param {Uint8Array} bytes */
function readNoise(bytes) {
  const [noise] = doublesFromBytes(bytes, 1);
  if (noise <= 0) {
    throw new Wrong("expected noise above 0, found none");
  }
  return noise;
}

/** @param {Uint8Array} bytes @returns {Seen} */
function readSeen(bytes) {
  exactly(bytes, DIGITS + SAMPLES);
  return { checksum: readHex(textOf(bytes.subarray(0, DIGITS))), samples: bytes.slice(DIGITS) };
}

/** @param {Uint8Array} bytes */
function readModel(bytes) {
  const id = textOf(bytes);
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) {
    throw new Wrong(`expected the id of a model, found ${quoted(id)}`);
  }
  return id;
}

/** @param {string} text */
function readHex(text) {
  if (!/^[0-9a-f]{1,64}$/.test(text)) {
    throw new Wrong(`expected hexadecimal digits, found ${quoted(text)}`);
  }
  return text;
}

/** @param {Uint8Array} bytes @param {number} length */
function exactly(bytes, length) {
  if (bytes.length !== length) {
    throw new Wrong(`expected ${length} bytes, found ${bytes.length}`);
  }
  return bytes;
}

/** @param {Uint8Array} bytes */
function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Wrong("expected UTF-8 text, found other bytes");
  }
}

/** @param {string} text */
function utf8(text) {
  return new TextEncoder().encode(text);
}

/** As float64, little-endian as browsers hold them. @param {number[]} numbers */
function doublesToBytes(numbers) {
  return new Uint8Array(Float64Array.from(numbers).buffer);
}

/** @param {Uint8Array} bytes @param {number} count */
function doublesFromBytes(bytes, count) {
  return Array.from(new Float64Array(exactly(bytes, 8 * count).slice().buffer), finite);
}

/** @param {number} sum */
function hex8(sum) {
  return sum.toString(16).padStart(8, "0");
}
