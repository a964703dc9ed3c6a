// Which pixels of an image are unknown. A mask is (height, width), 1 where a pixel is unknown. Pure.

/** @typedef {Pick<Card["input"], "width" | "height">} Size */
/** @typedef {keyof typeof AREAS} Preset */

/**
 * Ready-made masks: whether the pixel whose middle lies at (u, v), in shares of the width and the height from the top
 * left, is unknown.
 * @type {Record<"left" | "right" | "top" | "bottom" | "middle" | "all", (u: number, v: number) => boolean>}
 */
const AREAS = {
  left: (u) => u < 0.5,
  right: (u) => u > 0.5,
  top: (_, v) => v < 0.5,
  bottom: (_, v) => v > 0.5,
  middle: (u, v) => Math.abs(u - 0.5) < 0.25 && Math.abs(v - 0.5) < 0.25,
  all: () => true,
};

/**
 * @param {Preset} preset
 * @param {Size} size
 */
export function maskOf(preset, { width, height }) {
  return Uint8Array.from({ length: width * height }, (_, i) =>
    AREAS[preset](((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height) ? 1 : 0,
  );
}

/**
 * A mask after a stroke of a round brush.
 * @param {Uint8Array | null} mask null where all is known
 * @param {Size} size
 * @param {[number, number]} from in pixels from the top left
 * @param {[number, number]} to
 * @param {number} radius pixels
 * @param {0 | 1} value 0 makes pixels known again
 */
export function stroked(mask, { width, height }, [ax, ay], [bx, by], radius, value) {
  const next = mask ? mask.slice() : new Uint8Array(width * height);
  const [dx, dy] = [bx - ax, by - ay];
  const long = dx * dx + dy * dy;
  for (let i = 0; i < next.length; i++) {
    const x = (i % width) + 0.5;
    const y = Math.floor(i / width) + 0.5;
    const share = long > 0 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / long)) : 0;
    if (Math.hypot(x - ax - share * dx, y - ay - share * dy) <= radius) {
      next[i] = value;
    }
  }
  return next;
}

/**
 * A mask that hides something, or null.
 * @param {Uint8Array | null} mask
 */
export function wished(mask) {
  return mask?.some((value) => value !== 0) ? mask : null;
}

/** @param {Uint8Array | null} mask */
export function unknownOf(mask) {
  return mask ? mask.reduce((sum, value) => sum + value, 0) : 0;
}
