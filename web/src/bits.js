// @ts-check
// Bits one after the other, the most significant first, and the numbers that links write with them. Pure. The same as
// isthmus.share.BitWriter, BitReader and Exponents on the server's side.
import { Wrong } from "./url-parts.js";

const FRACTION = 23; // bits of a float32's fraction
const ONE = 127; // the exponent of 1
const LONGEST_RUN = 15; // ones that say that an exponent follows as it is
const KEENEST = 3; // bits of a distance that may be written as they are

const floats = new DataView(new ArrayBuffer(8));

export class BitWriter {
  /** @type {number[]} */
  bytes = [];
  #free = 0; // bits of the last byte

  /** @param {number} value a whole number of so many bits @param {number} count 32 at most */
  bits(value, count) {
    for (let left = count; left > 0; ) {
      if (this.#free === 0) {
        this.bytes.push(0);
        this.#free = 8;
      }
      const taken = Math.min(left, this.#free);
      const part = (value >>> (left - taken)) & ((1 << taken) - 1);
      this.#free -= taken;
      this.bytes[this.bytes.length - 1] |= part << this.#free;
      left -= taken;
    }
  }

  /** @param {boolean} value */
  flag(value) {
    this.bits(value ? 1 : 0, 1);
  }

  /** @param {number} value whole, from 0 to 2^53 - 1: seven bits at a time, the lowest first, each with whether more come */
  whole(value) {
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      this.flag(rest >= 128);
      this.bits(rest % 128, 7);
      if (rest < 128) {
        return;
      }
    }
  }

  /** @param {number} value as a float32 where it is one, or else as a float64 */
  double(value) {
    const short = Object.is(Math.fround(value), value);
    this.flag(!short);
    if (short) {
      this.bits(singleBits(value), 32);
    } else {
      floats.setFloat64(0, value);
      this.bits(floats.getUint32(0), 32);
      this.bits(floats.getUint32(4), 32);
    }
  }

  /**
   * @param {number[]} numbers as float16 where each is one, or else as float32 with short exponents
   * @param {Exponents} exponents of the points before
   */
  singles(numbers, exponents) {
    const patterns = numbers.map(singleBits);
    const halves = patterns.map(halfOf);
    const half = !halves.includes(null);
    this.flag(!half);
    const distances = patterns.map((pattern, d) => exponents.distance(d, pattern));
    const keen = keenest(distances);
    if (!half) {
      this.bits(keen, 2);
    }
    patterns.forEach((pattern, d) => {
      if (half) {
        this.bits(/** @type {number} */ (halves[d]), 16);
      } else {
        this.bits(pattern >>> 31, 1);
        this.#exponent(exponentOf(pattern), distances[d], keen);
        this.bits(pattern & ((1 << FRACTION) - 1), FRACTION);
      }
      exponents.learn(d, exponentOf(pattern));
    });
  }

  /** @param {number} exponent @param {number} distance from the guess @param {number} keen */
  #exponent(exponent, distance, keen) {
    const run = distance >> keen;
    if (run < LONGEST_RUN) {
      this.bits(2 ** (run + 1) - 2, run + 1); // ones, and the zero that ends them
      this.bits(distance & (2 ** keen - 1), keen);
    } else {
      this.bits(2 ** LONGEST_RUN - 1, LONGEST_RUN);
      this.bits(exponent, 8);
    }
  }
}

export class BitReader {
  #bytes;
  #at = 0; // bits

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  /** Bits that are left. */
  get left() {
    return this.#bytes.length * 8 - this.#at;
  }

  /** @param {number} count 32 at most @returns {number} */
  bits(count) {
    if (count > this.left) {
      throw new Wrong("expected more of it, found its end");
    }
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) {
      value = value * 2 + ((this.#bytes[this.#at >> 3] >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  flag() {
    return this.bits(1) === 1;
  }

  /** @param {string} name @param {number} least @param {number} most */
  whole(name, least, most) {
    let value = 0;
    let more = true;
    for (let scale = 1; more && value <= most; scale *= 128) {
      more = this.flag();
      value += scale * this.bits(7);
    }
    if (value < least || value > most) {
      throw new Wrong(`${name}: expected a whole number from ${least} to ${most}, found another`);
    }
    return value;
  }

  /** @param {string} name */
  double(name) {
    const long = this.flag();
    floats.setUint32(0, this.bits(32));
    floats.setUint32(4, long ? this.bits(32) : 0);
    return finite(name, long ? floats.getFloat64(0) : floats.getFloat32(0));
  }

  /** @param {string} name @param {number} count @param {Exponents} exponents of the points before @returns {number[]} */
  singles(name, count, exponents) {
    if (16 * count > this.left) {
      throw new Wrong(`${name}: expected ${count} numbers, found the end`);
    }
    const half = !this.flag();
    const keen = half ? 0 : this.bits(2);
    return Array.from({ length: count }, (_, d) => {
      const number = half ? ofHalf(name, this.bits(16)) : this.#single(name, d, exponents, keen);
      exponents.learn(d, exponentOf(singleBits(number)));
      return finite(name, number);
    });
  }

  /** @param {string} name @param {number} d @param {Exponents} exponents @param {number} keen */
  #single(name, d, exponents, keen) {
    const sign = this.bits(1);
    let run = 0;
    while (run < LONGEST_RUN && this.flag()) {
      run++;
    }
    const exponent = run < LONGEST_RUN ? exponents.at(d, run * 2 ** keen + this.bits(keen)) : this.bits(8);
    if (exponent < 0 || exponent > 255) {
      throw new Wrong(`${name}: expected an exponent from 0 to 255, found ${exponent}`);
    }
    return ofSingle(sign * 2 ** 31 + exponent * 2 ** FRACTION + this.bits(FRACTION));
  }
}

/**
 * Guesses the exponents of a point's numbers: two less than the largest of the points before it in the same dimension,
 * for in a latent space each dimension has its own size.
 */
export class Exponents {
  #largest;

  /** @param {number} dim */
  constructor(dim) {
    this.#largest = new Uint8Array(dim).fill(0);
  }

  /** @param {number} d */
  #guess(d) {
    return (this.#largest[d] || ONE) - 2;
  }

  /** @param {number} d @param {number} pattern of a float32 @returns {number} how far from the guess: below at even numbers */
  distance(d, pattern) {
    const below = this.#guess(d) - exponentOf(pattern);
    return below >= 0 ? 2 * below : -2 * below - 1;
  }

  /** @param {number} d @param {number} distance @returns {number} the exponent that is so far from the guess */
  at(d, distance) {
    return this.#guess(d) - (distance % 2 === 0 ? distance / 2 : -(distance + 1) / 2);
  }

  /** @param {number} d @param {number} exponent */
  learn(d, exponent) {
    this.#largest[d] = Math.max(this.#largest[d], exponent);
  }
}

/** @param {number} pattern of a float32 */
function exponentOf(pattern) {
  return (pattern >>> FRACTION) & 0xff;
}

/** @param {number} value */
function singleBits(value) {
  floats.setFloat32(0, value);
  return floats.getUint32(0);
}

/** @param {number} pattern */
function ofSingle(pattern) {
  floats.setUint32(0, pattern);
  return floats.getFloat32(0);
}

/** @param {string} name @param {number} value */
function finite(name, value) {
  if (!Number.isFinite(value)) {
    throw new Wrong(`${name}: expected finite numbers, found ${value}`);
  }
  return value;
}

/** @param {number} pattern of a float32 @returns {number | null} that of the float16 that is the same number: 0 or a normal one */
function halfOf(pattern) {
  const sign = (pattern >>> 31) << 15;
  const exponent = exponentOf(pattern) - 112;
  const fraction = pattern & ((1 << FRACTION) - 1);
  if ((pattern & 0x7fffffff) === 0) {
    return sign;
  }
  return exponent >= 1 && exponent <= 30 && (fraction & 0x1fff) === 0 ? sign | (exponent << 10) | (fraction >> 13) : null;
}

/** @param {string} name @param {number} half */
function ofHalf(name, half) {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31 || (exponent === 0 && fraction !== 0)) {
    throw new Wrong(`${name}: expected a float16 that is 0 or of full precision, found another`);
  }
  const size = exponent === 0 ? 0 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return half >> 15 ? -size : size;
}

/**
 * How many low bits of the distances are written as they are, so that all take the least room.
 * @param {number[]} distances
 */
function keenest(distances) {
  let best = 0;
  let least = Infinity;
  for (let keen = 0; keen <= KEENEST; keen++) {
    let room = 0;
    for (const distance of distances) {
      const run = distance >> keen;
      room += run < LONGEST_RUN ? run + 1 + keen : LONGEST_RUN + 8;
    }
    if (room < least) {
      best = keen;
      least = room;
    }
  }
  return best;
}
