// GIF89a, frame by frame: one palette for all, and LZW of our own, since no WebJar on Maven Central writes GIFs. Pure.

const MOST_CODES = 4096; // a code has 12 bits at most

/** Bytes that grow. */
class Bytes {
  /** @type {Uint8Array<ArrayBuffer>} */
  #bytes = new Uint8Array(1 << 16);
  length = 0;

  /** @param {number} more */
  room(more) {
    if (this.length + more > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + more));
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    }
  }

  /** @param {number} byte */
  u1(byte) {
    this.room(1);
    this.#bytes[this.length++] = byte;
  }

  /** @param {number} value */
  u2(value) {
    this.u1(value & 0xff);
    this.u1(value >> 8);
  }

  /** @param {ArrayLike<number>} bytes */
  all(bytes) {
    this.room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** In blocks of up to 255 bytes, each behind its length, and an empty one. @param {Uint8Array} bytes */
  blocks(bytes) {
    for (let from = 0; from < bytes.length; from += 255) {
      const block = bytes.subarray(from, from + 255);
      this.u1(block.length);
      this.all(block);
    }
    this.u1(0);
  }

  whole() {
    return this.#bytes.subarray(0, this.length);
  }
}

/**
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} palette (n, 3), n up to 256
 * @param {string} comment ASCII
 */
export function gifWriter(width, height, palette, comment) {
  const colours = palette.length / 3;
  const bits = Math.max(1, Math.ceil(Math.log2(colours)));
  const table = new Uint8Array(3 * 2 ** bits);
  table.set(palette);
  const out = new Bytes();
  const lzw = compressor(Math.max(2, bits));
  out.all(ascii("GIF89a"));
  out.u2(width);
  out.u2(height);
  out.all([0xf0 | (bits - 1), 0, 0]); // a palette for all frames, of 8 bits a primary
  out.all(table);
  out.all([0x21, 0xff, 11]);
  out.all(ascii("NETSCAPE2.0"));
  out.all([3, 1, 0, 0, 0]); // again and again
  out.all([0x21, 0xfe]);
  out.blocks(Uint8Array.from(ascii(comment)));
  return {
    /**
     * @param {Uint8Array} indices (height, width) of the palette
     * @param {number} delay until the next, in hundredths of a second
     */
    frame(indices, delay) {
      out.all([0x21, 0xf9, 4, 4]); // it stays when the next one comes
      out.u2(delay);
      out.all([0, 0, 0x2c, 0, 0, 0, 0]);
      out.u2(width);
      out.u2(height);
      out.u1(0);
      out.u1(Math.max(2, bits));
      out.blocks(lzw(indices));
    },

    end() {
      out.u1(0x3b);
      return out.whole();
    },
  };
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

  /** @param {Uint8Array} values @returns {Uint8Array} */
  return (values) => {
    const out = new Bytes();
    let width = depth + 1;
    let last = clear + 1;
    let held = 0;
    let count = 0;

    /** @param {number} code */
    const put = (code) => {
      held |= code << count;
      count += width;
      while (count >= 8) {
        out.u1(held & 0xff);
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
      out.u1(held);
    }
    return out.whole();
  };
}

/** @param {string} text */
function ascii(text) {
  return Array.from(text, (char) => (char.charCodeAt(0) < 0x80 ? char.charCodeAt(0) : 0x3f));
}
