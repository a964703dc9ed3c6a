// WebM by hand, since no WebJar on Maven Central writes it: EBML elements, one video track, a cluster every few seconds.
// Pure.
import { joined, utf8 } from "./bytes.js";

const CLUSTER = 5000; // milliseconds from one cluster to the next; their times have 16 bits

/**
 * @typedef {object} Chunk an encoded frame
 * @property {Uint8Array} data
 * @property {boolean} key
 * @property {number} at microseconds from the start
 *
 * @typedef {object} Track
 * @property {string} codec as browsers name it
 * @property {number} width
 * @property {number} height
 * @property {number} duration microseconds
 * @property {Uint8Array} description of the codec; empty where it has none
 * @property {string} comment how it was made
 */

/**
 * @param {Track} track
 * @param {Chunk[]} chunks in their order, the first of them a key frame
 */
export function webm({ codec, width, height, duration, comment }, chunks) {
  const header = element(0x1a45dfa3, [
    element(0x4286, whole(1)), // EBML version
    element(0x42f7, whole(1)),
    element(0x42f2, whole(4)), // bytes of the longest id
    element(0x42f3, whole(8)), // and of the longest size
    element(0x4282, utf8("webm")),
    element(0x4287, whole(4)),
    element(0x4285, whole(2)),
  ]);
  const info = element(0x1549a966, [
    element(0x2ad7b1, whole(1_000_000)), // nanoseconds a tick: a millisecond
    element(0x4489, float(duration / 1000)),
    element(0x7ba9, utf8(comment)), // the title
    element(0x4d80, utf8("Isthmus")),
    element(0x5741, utf8("Isthmus")),
  ]);
  const entry = element(0xae, [
    element(0xd7, whole(1)),
    element(0x73c5, whole(1)),
    element(0x9c, whole(0)), // no lacing
    element(0x83, whole(1)), // video
    element(0x86, utf8(codec.startsWith("vp09") ? "V_VP9" : "V_VP8")),
    element(0xe0, [element(0xb0, whole(width)), element(0xba, whole(height))]),
  ]);
  /** @type {Uint8Array[]} */
  const clusters = [];
  for (let from = 0; from < chunks.length; ) {
    const start = Math.round(chunks[from].at / 1000);
    let to = from + 1;
    while (to < chunks.length && Math.round(chunks[to].at / 1000) - start < CLUSTER) {
      to++;
    }
    clusters.push(element(0x1f43b675, [element(0xe7, whole(start)), ...chunks.slice(from, to).map((c) => block(c, start))]));
    from = to;
  }
  return joined([header, element(0x18538067, [info, element(0x1654ae6b, [entry]), ...clusters])]);
}

/** @param {Chunk} chunk @param {number} start of its cluster, in milliseconds */
function block({ data, key, at }, start) {
  const time = Math.round(at / 1000) - start;
  return element(0xa3, [Uint8Array.of(0x81, time >> 8, time & 0xff, key ? 0x80 : 0), data]);
}

/**
 * An id, a size and what is inside.
 * @param {number} id with its marker
 * @param {Uint8Array | Uint8Array[]} inside
 */
function element(id, inside) {
  const parts = Array.isArray(inside) ? inside : [inside];
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const head = new Uint8Array(8);
  head[0] = 1; // the size has the seven bytes that follow
  for (let i = 7, rest = size; i > 0; i--) {
    head[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return joined([whole(id), head, ...parts]);
}

/** The fewest bytes of a number, the highest first. @param {number} value */
function whole(value) {
  const bytes = [];
  do {
    bytes.unshift(value % 256);
    value = Math.floor(value / 256);
  } while (value > 0);
  return Uint8Array.from(bytes);
}

/** @param {number} value */
function float(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}
