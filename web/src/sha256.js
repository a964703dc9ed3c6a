// SHA-256. Pure. By hand, for browsers lend theirs only to pages that came by https or from this machine.

/** The first 32 bits of the fractional parts of these roots of the first primes. @param {number} root @param {number} count */
function fractions(root, count) {
  const found = new Uint32Array(count);
  for (let number = 2, i = 0; i < count; number++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= number; divisor++) {
      prime &&= number % divisor !== 0;
    }
    if (prime) {
      const value = number ** (1 / root);
      found[i++] = (value - Math.floor(value)) * 2 ** 32;
    }
  }
  return found;
}

const START = fractions(2, 8);
const ROUNDS = fractions(3, 64);

/**
 * @param {Uint8Array} bytes
 * @returns {string} in hex
 */
export function sha256(bytes) {
  const hash = START.slice();
  const words = new Uint32Array(64);
  const end = new Uint8Array(bytes.length % 64 < 56 ? 64 : 128); // what is left, a 1, zeros and the length in bits
  const whole = bytes.length - (bytes.length % 64);
  end.set(bytes.subarray(whole));
  end[bytes.length % 64] = 0x80;
  const length = new DataView(end.buffer);
  length.setUint32(end.length - 8, Math.floor(bytes.length / 2 ** 29));
  length.setUint32(end.length - 4, bytes.length * 8);
  for (let at = 0; at < whole; at += 64) {
    block(hash, words, bytes, at);
  }
  for (let at = 0; at < end.length; at += 64) {
    block(hash, words, end, at);
  }
  return Array.from(hash, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** @param {Uint32Array} hash @param {Uint32Array} w @param {Uint8Array} bytes @param {number} at */
function block(hash, w, bytes, at) {
  for (let i = 0, from = at; i < 16; i++, from += 4) {
    w[i] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
  }
  for (let i = 16; i < 64; i++) {
    const near = w[i - 2];
    const far = w[i - 15];
    const s0 = turned(far, 7) ^ turned(far, 18) ^ (far >>> 3);
    const s1 = turned(near, 17) ^ turned(near, 19) ^ (near >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i++) {
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i];
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => (hash[i] += value));
}

/** @param {number} word @param {number} by */
function turned(word, by) {
  return (word >>> by) | (word << (32 - by));
}
