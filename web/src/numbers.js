// Numbers as the panel shows and reads them. Pure.

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/**
 * A latent dimension's name, counted from 1 as on the map's axes.
 * @param {number} d
 */
export function nameOf(d) {
  return `z${[...String(d + 1)].map((digit) => SUBSCRIPTS[Number(digit)]).join("")}`;
}

/**
 * With so many decimals, a true minus, and no minus before a zero.
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/**
 * Nats: two decimals, or one where there are many.
 * @param {number} value
 */
export function natsOf(value) {
  return fixed(value, Math.abs(value) < 100 ? 2 : 1);
}

/**
 * A figure in nats, and its standard error where that is large enough to matter.
 * @param {number} value
 * @param {number | null} error null where it is not known
 * @param {number} decimals
 */
export function withError(value, error, decimals) {
  return fixed(value, decimals) + (error !== null && error >= 0.1 ? ` ± ${fixed(error, decimals)}` : "");
}

/**
 * A number and its standard error, with as many decimals as the error is worth.
 * @param {number} value
 * @param {number} [error] left out where it is not known
 */
export function within(value, error = NaN) {
  if (!Number.isFinite(value)) {
    return "–";
  }
  const decimals = error < 0.0005 ? 4 : error < 0.005 ? 3 : 2;
  return Number.isFinite(error) ? `${fixed(value, decimals)} ± ${fixed(error, decimals)}` : fixed(value, 2);
}

/**
 * With a comma after each thousand.
 * @param {number} count
 */
export function counted(count) {
  return Math.round(count).toLocaleString("en");
}

/**
 * The shortest decimal that is read as this very float32.
 * @param {number} value
 */
export function shortest(value) {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) {
      return String(short);
    }
  }
  return String(Number(value.toPrecision(9))); // nine digits always tell float32s apart
}

/**
 * What somebody typed, as a float32; null where it is no number. A comma may stand for the point.
 * @param {string} text
 */
export function read(text) {
  const plain = text.trim().replace("−", "-").replace(/^([^,]*),([^,]*)$/, "$1.$2");
  const value = plain === "" ? NaN : Math.fround(Number(plain));
  return Number.isFinite(value) ? value : null;
}

/**
 * A pasted list of numbers, or null where it is not one of that length.
 * @param {string} text
 * @param {number} count
 */
export function readList(text, count) {
  const values = text
    .replace(/[[\]()]/g, " ")
    .trim()
    .split(/[\s;,]+/)
    .map(read);
  return values.length === count && values.every((value) => value !== null) ? /** @type {number[]} */ (values) : null;
}

/**
 * A keyframe's letter: A to Z, then AA.
 * @param {number} i
 * @returns {string}
 */
export function letterOf(i) {
  const last = String.fromCharCode(65 + (i % 26));
  return i < 26 ? last : letterOf(Math.floor(i / 26) - 1) + last;
}
