// Binary frames, as server/API.md writes them down. Pure.

const MAGIC = 0x48545349; // "ISTH", read as a little-endian number
const VERSION = 1;
const FIXED = 16; // bytes before the head
const LAST = 1; // the flag of a request's last frame

/** @type {Record<string, Uint8ArrayConstructor | Int32ArrayConstructor | Float32ArrayConstructor | Float64ArrayConstructor>} */
const TYPES = { u1: Uint8Array, i4: Int32Array, f4: Float32Array, f8: Float64Array };

/**
 * @typedef {Uint8Array | Int32Array | Float32Array | Float64Array} Numbers
 * @typedef {object} Frame
 * @property {number} id of the request
 * @property {boolean} last
 * @property {Record<string, unknown>} head without its list of arrays
 * @property {Record<string, Numbers>} arrays over the frame's own bytes, by name
 * @property {Record<string, number[]>} shapes by name
 */

/**
 * Reads a frame; what is not one throws a sentence.
 * @param {ArrayBuffer} buffer
 * @returns {Frame}
 */
export function readFrame(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < FIXED || view.getUint32(0, true) !== MAGIC) {
    throw new Error(`expected a frame that begins with ISTH, found ${buffer.byteLength} other bytes`);
  }
  if (view.getUint8(4) !== VERSION) {
    throw new Error(`expected a frame of version ${VERSION}, found version ${view.getUint8(4)}; reload the page`);
  }
  const length = view.getUint32(12, true);
  const { arrays: listed = [], ...head } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, FIXED, length)));
  /** @type {Frame} */
  const frame = { id: view.getUint32(8, true), last: (view.getUint8(5) & LAST) !== 0, head, arrays: {}, shapes: {} };
  for (const { name, type, shape, offset } of listed) {
    const count = shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
    frame.arrays[name] = new TYPES[type](buffer, FIXED + length + offset, count);
    frame.shapes[name] = shape;
  }
  return frame;
}

/**
 * Writes a request that carries arrays.
 * @param {Record<string, unknown> & {id: number}} request
 * @param {{name: string, values: Numbers, shape?: number[]}[]} arrays
 */
export function writeFrame(request, arrays) {
  let offset = 0;
  const listed = arrays.map(({ name, values, shape }) => {
    const entry = { name, type: typeOf(values), shape: shape ?? [values.length], offset };
    offset = aligned(offset + values.byteLength);
    return entry;
  });
  const text = new TextEncoder().encode(JSON.stringify({ ...request, arrays: listed }));
  const length = aligned(text.length);
  const bytes = new Uint8Array(FIXED + length + offset);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, VERSION);
  view.setUint8(5, LAST);
  view.setUint32(8, request.id, true);
  view.setUint32(12, length, true);
  bytes.fill(0x20, FIXED, FIXED + length);
  bytes.set(text, FIXED);
  arrays.forEach(({ values }, i) => {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), FIXED + length + listed[i].offset);
  });
  return bytes.buffer;
}

/** @param {Numbers} values */
function typeOf(values) {
  const found = Object.entries(TYPES).find(([, type]) => values instanceof type);
  return /** @type {[string, unknown]} */ (found)[0];
}

/** @param {number} bytes */
function aligned(bytes) {
  return Math.ceil(bytes / 8) * 8;
}
