// GIF89a, frame by frame: one palette for all, and LZW of our own, since no WebJar on Maven Central writes GIFs. Pure.

import { joined } from "./bytes.js";

const MOST_CODES = 4096; // a code has 12 bits at most

/**
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} palette (n, 3), n up to 256
 * @param {string} comment ASCII
 */
export function gifWriter(width, height, palette, comment) {
  const colours = palette.length / 3;
  const bits = Math.max(1, Math.ceil(Math.log2(colours)));
  const depth = Math.max(2, bits);
  const table = new Uint8Array(3 * 2 ** bits);
  table.set(palette);
  const lzw = compressor(depth);
  /** @type {ArrayLike<number>[]} */
  const parts = [
    ascii("GIF89a"),
    u2(width, height),
    [0xf0 | (bits - 1), 0, 0], // a palette for all frames, of 8 bits a primary
    table,
    [0x21, 0xff, 11],
    ascii("NETSCAPE2.0"),
    [3, 1, 0, 0, 0], // again and again
    [0x21, 0xfe],
    blocks(ascii(comment)),
  ];
  return {
    /**
     * @param {Uint8Array} indices (height, width) of the palette
     * @param {number} delay until the next, in hundredths of a second
     */
    frame(indices, delay) {
      parts.push([0x21, 0xf9, 4, 4]); // it stays when the next one comes
      parts.push(u2(delay), [0, 0, 0x2c, 0, 0, 0, 0], u2(width, height), [0, depth], blocks(lzw(indices)));
    },
    end: () => joined([...parts, [0x3b]]),
  };
}

/** Numbers of two bytes each, the lowest first as browsers hold them. @param {...number} values */
function u2(...values) {
  return new Uint8Array(Uint16Array.from(values).buffer);
}

/** In blocks of up to 255 bytes, each behind its length, and an empty one. @param {Uint8Array} bytes */
function blocks(bytes) {
  /** @type {ArrayLike<number>[]} */
  const parts = [];
  for (let from = 0; from < bytes.length; from += 255) {
    const block = bytes.subarray(from, from + 255);
    parts.push([block.length], block);
  }
  return joined([...parts, [0]]);
}

/**
 * How long each of so many frames stays, in hundredths of a second: such that they keep the speed together, where one
 * alone cannot.
 * @param {number} count
 * @param {number} speed frames a second
 */
export function delays(count, speed) {
  const at = (/** @type {number} */ frame) => Math.round((100 * frame) / speed);
  return Array.from({ length: count }, (_, frame) => at(frame + 1) - at(frame));
}

/**
 * LZW as GIF has it: codes of a width that grows, low bits first, and a dictionary that is emptied when it is full.
 * @param {number} depth bits of a value
 */
function compressor(depth) {
  const clear = 1 << depth;
  const next = new Uint16Array(MOST_CODES << depth); // by code and value: the code of both, 0 for none

  /** @param {Uint8Array} values */
  return (values) => {
    const out = new Uint8Array(2 * values.length + 16); // fewer than two bytes a value
    let length = 0;
    let width = depth + 1;
    let last = clear + 1;
    let held = 0;
    let count = 0;

    /** @param {number} code */
    const put = (code) => {
      held |= code << count;
      count += width;
      while (count >= 8) {
        out[length++] = held;
        held >>>= 8;
        count -= 8;
      }
    };
    next.fill(0);
    put(clear);
    let code = values[0];
    for (let i = 1; i < values.length; i++) {
      const place = (code << depth) | values[i];
      const longer = next[place];
      if (longer) {
        code = longer;
        continue;
      }
      put(code);
      code = values[i];
      if (last + 1 < MOST_CODES) {
        next[place] = ++last;
        if (last === 1 << width) {
          width++;
        }
      } else {
        put(clear);
        next.fill(0);
        width = depth + 1;
        last = clear + 1;
      }
    }
    put(code);
    if (last + 1 === 1 << width && width < 12) {
      width++; // whoever reads it has the code that would come next by now
    }
    put(clear + 1); // the end
    if (count > 0) {
      out[length++] = held;
    }
    return out.slice(0, length);
  };
}

/** @param {string} text */
function ascii(text) {
  return Uint8Array.from(text, (char) => (char.charCodeAt(0) < 0x80 ? char.charCodeAt(0) : 0x3f));
}
