// Sizes as they are read. Pure.

/** @param {number} count */
export function bytes(count) {
  return count >= 1 << 20 ? `${(count / (1 << 20)).toFixed(count < 10 << 20 ? 1 : 0)} MB` : `${Math.ceil(count / 1024)} kB`;
}
