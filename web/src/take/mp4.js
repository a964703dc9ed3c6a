// MP4 by hand, since no WebJar on Maven Central writes it: one track of H.264, its index before its frames, so that it
// plays from the first byte on. Pure.
import { joined, u4, utf8 } from "./bytes.js";
/** @import {Chunk, Track} from "./webm.js" */

const TICKS = 90_000; // a second
const KEPT = [0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000]; // the matrix that changes nothing

/**
 * @param {Track} track
 * @param {Chunk[]} chunks in their order
 */
export function mp4(track, chunks) {
  const head = box("ftyp", text("isom"), u4(0x200), text("isomiso2avc1mp41"));
  // The index says where the frames begin, which is known once its own length is.
  const length = moov(track, chunks, 0).length;
  const at = head.length + length + 8;
  return joined([head, moov(track, chunks, at), box("mdat", ...chunks.map(({ data }) => data))]);
}

/** @param {Track} track @param {Chunk[]} chunks @param {number} at bytes from the file's start to the first frame */
function moov({ width, height, duration, description, comment }, chunks, at) {
  const times = chunks.map((chunk) => ticks(chunk.at));
  const whole = ticks(duration);
  const stays = times.map((time, i) => (times[i + 1] ?? whole) - time);
  const keys = chunks.flatMap(({ key }, i) => (key ? [i + 1] : []));
  const entry = box(
    "avc1",
    new Uint8Array(6),
    u2(1),
    new Uint8Array(16),
    u2(width),
    u2(height),
    u4(0x00480000, 0x00480000, 0), // 72 dots an inch
    u2(1),
    new Uint8Array(32),
    u2(24),
    u2(0xffff),
    box("avcC", description),
  );
  const table = box(
    "stbl",
    full("stsd", u4(1), entry),
    full("stts", u4(stays.length, ...stays.flatMap((stay) => [1, stay]))),
    full("stss", u4(keys.length, ...keys)),
    full("stsc", u4(1, 1, chunks.length, 1)), // all in one piece
    full("stsz", u4(0, chunks.length, ...chunks.map(({ data }) => data.length))),
    full("stco", u4(1, at)),
  );
  const media = box(
    "mdia",
    full("mdhd", u4(0, 0, TICKS, whole), u2(0x55c4), u2(0)), // language "und"
    full("hdlr", u4(0), text("vide"), new Uint8Array(12), text("Isthmus\0")),
    box(
      "minf",
      box("vmhd", u4(1, 0, 0)),
      box("dinf", full("dref", u4(1), box("url ", u4(1)))), // the frames are in this file
      table,
    ),
  );
  const shown = u4(...KEPT, width << 16, height << 16);
  return box(
    "moov",
    full("mvhd", u4(0, 0, TICKS, whole, 0x00010000), u2(0x0100), new Uint8Array(10), u4(...KEPT), new Uint8Array(24), u4(2)),
    box("trak", box("tkhd", u4(3, 0, 0, 1, 0, whole), new Uint8Array(16), shown), media),
    box("udta", full("meta", u4(0), text("mdir"), new Uint8Array(13), box("ilst", box("\u00a9cmt", box("data", u4(1, 0), utf8(comment)))))),
  );
}

/** @param {number} microseconds */
function ticks(microseconds) {
  return Math.round((microseconds * TICKS) / 1e6);
}

/** @param {string} name @param {...Uint8Array} inside */
function box(name, ...inside) {
  const size = inside.reduce((sum, part) => sum + part.length, 8);
  return joined([u4(size), text(name), ...inside]);
}

/** A box with version 0 and no flags. @param {string} name @param {...Uint8Array} inside */
function full(name, ...inside) {
  return box(name, u4(0), ...inside);
}

/** @param {number} value */
function u2(value) {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** A byte a letter. @param {string} value */
function text(value) {
  return Uint8Array.from(value, (char) => char.charCodeAt(0));
}
