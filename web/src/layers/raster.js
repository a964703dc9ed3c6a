// Points into pixels: discs where they can be told apart, densities where they cannot. Pure; the worker runs it.

/** @typedef {Float32ArrayConstructor | Int32ArrayConstructor} Kind */
/**
 * Arrays that are used again: those of one picture of densities take 16 bytes a pixel.
 * @returns {(name: string, kind: Kind, length: number) => any} at least so long, with whatever was in it
 */
export function buffers() {
  /** @type {Record<string, Float32Array | Int32Array>} */
  const held = {};
  return (name, kind, length) => (held[name]?.length >= length ? held[name] : (held[name] = new kind(length)));
}

/** @typedef {ReturnType<typeof buffers>} Buffers */

/**
 * @typedef {object} Cloud
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Uint8Array} label
 * @property {Uint8Array} paint index into the look's colours, by row
 * @property {Float32Array | null} faded opacity of each row beside others; null where none is fainter
 * @property {number} count
 *
 * @typedef {object} Look
 * @property {[number, number, number][]} colours
 * @property {[number, number, number]} paper
 * @property {[number, number, number]} ink
 * @property {Uint8Array} faint (256) 1 for each class that is dimmed
 * @property {Uint8Array | null} chosen 1 for each selected row; null where nothing is selected
 *
 * @typedef {object} Discs
 * @property {number} radius CSS pixels
 * @property {number} halo CSS pixels
 * @property {number} opacity
 *
 * @typedef {import("../viewport.js").Viewport & {ratio: number}} Window what is drawn, in device pixels, of which so many
 *   make a CSS pixel
 */

const CROWDED = 0.15; // points a CSS pixel from which densities are drawn
const COVER = 0.13; // share of the pixels that discs may cover before they become smaller
const COVER_PLAIN = 0.12; // where all have one colour, which says nothing
const LARGEST_PLAIN = 2.2;
const SMALLEST = 1.2; // radius in CSS pixels
export const LARGEST = 3;
const HALO = 0.9; // CSS pixels of paper around a disc from close by
const APART = [10, 22]; // CSS pixels between evenly spread points: far off discs are quiet, from close by they have edges
const QUIET = 0.55; // opacity of quiet discs, so that the images under them are seen
const FARTHEST = 0.2; // opacity of what lies farthest from the plane, beside what lies nearest
const PHASES = 4; // places within a pixel, each way, that have a disc of their own
export const FAINT = 0.16;

/**
 * Draws the cloud into transparent pixels.
 * @param {Cloud} cloud
 * @param {Look} look
 * @param {Window} window
 * @param {Uint8ClampedArray} rgba (height, width, 4); not premultiplied
 * @param {Buffers} arrays
 * @param {Discs | null} [given] null for densities; otherwise as suits the window
 * @returns {Discs | null} the discs that were drawn; null for densities
 */
export function raster(cloud, look, window, rgba, arrays, given) {
  const places = locate(cloud, window, arrays);
  const pixels = (window.width * window.height) / window.ratio ** 2;
  const drawn = given === undefined ? discsFor(places.seen, pixels, look.colours.length) : given;
  if (drawn === null) {
    density(places, cloud, look, window, rgba, arrays);
  } else {
    discs(places, cloud, look, window, rgba, drawn);
  }
  return drawn;
}

/**
 * The discs that suit a window; null where they are too many to be told apart.
 * @param {number} seen points
 * @param {number} pixels CSS pixels that they are on
 * @param {number} colours
 * @returns {Discs | null}
 */
export function discsFor(seen, pixels, colours) {
  if (seen > CROWDED * pixels) {
    return null;
  }
  const [cover, largest] = colours > 1 ? [COVER, LARGEST] : [COVER_PLAIN, LARGEST_PLAIN];
  const room = pixels / Math.max(1, seen);
  const [far, close] = APART;
  const near = Math.max(0, Math.min(1, (Math.sqrt(room) - far) / (close - far)));
  return {
    radius: Math.max(SMALLEST, Math.min(largest, Math.sqrt(((0.5 + 0.5 * near) * cover * room) / Math.PI))),
    halo: HALO * near,
    opacity: QUIET + (1 - QUIET) * near,
  };
}

/**
 * Which of the colours a point has: by its class, or by where its value lies in the range, the last one having none.
 * @param {number} label
 * @param {number} value
 * @param {number} colours
 * @param {[number, number] | null} range
 */
export function paintOf(label, value, colours, range) {
  if (!range) {
    return Math.min(label, colours - 1);
  }
  if (Number.isNaN(value)) {
    return colours - 1;
  }
  const share = (value - range[0]) / (range[1] - range[0] || 1);
  return Math.floor(Math.max(0, Math.min(1, share)) * (colours - 2));
}

/**
 * How faint points are for their distance from the plane, by its rank: 1 for the nearest, FARTHEST for the last.
 * @param {Float32Array} away
 * @param {number} count
 */
export function fadesOf(away, count) {
  const sorted = away.slice(0, count).sort();
  const [least, most] = [0.05, 0.95].map((share) => sorted[Math.floor(share * (count - 1))]);
  if (!(most > least)) {
    return null;
  }
  const share = (/** @type {number} */ distance) => Math.max(0, Math.min(1, (distance - least) / (most - least)));
  return Float32Array.from(away, (distance) => 1 - (1 - FARTHEST) * share(distance));
}

/**
 * Rows in the window and where they are in it.
 * @param {Cloud} cloud
 * @param {Window} window
 * @param {Buffers} arrays
 */
function locate({ x, y, count }, { width, height, scale, x: cx, y: cy }, arrays) {
  /** @type {Int32Array} */
  const rows = arrays("rows", Int32Array, count);
  /** @type {Float32Array} */
  const px = arrays("px", Float32Array, count);
  /** @type {Float32Array} */
  const py = arrays("py", Float32Array, count);
  const ox = width / 2 - cx * scale;
  const oy = height / 2 + cy * scale;
  let seen = 0;
  for (let i = 0; i < count; i++) {
    const a = ox + x[i] * scale;
    const b = oy - y[i] * scale;
    if (a >= -4 && b >= -4 && a < width + 4 && b < height + 4) {
      rows[seen] = i;
      px[seen] = a;
      py[seen++] = b;
    }
  }
  return { rows, px, py, seen };
}

/**
 * Discs, the faint ones first and the selected ones last.
 * @param {ReturnType<typeof locate>} places
 * @param {Cloud} cloud
 * @param {Look} look
 * @param {Window} window
 * @param {Uint8ClampedArray} rgba
 * @param {Discs} drawn
 */
function discs({ rows, px, py, seen }, { label, paint, faded }, { colours, paper, ink, faint, chosen }, window, rgba, drawn) {
  const { radius, halo, opacity } = drawn;
  const plain = stamps(radius * window.ratio, halo * window.ratio);
  const strengthOf = (/** @type {number} */ pass, /** @type {number} */ row) =>
    pass === 1 ? opacity * (faded?.[row] ?? 1) : pass === 0 ? FAINT : 1;
  const picked = stamps((radius + 0.4) * window.ratio, 1.1 * window.ratio);
  for (let pass = 0; pass < 3; pass++) {
    for (let k = 0; k < seen; k++) {
      const row = rows[k];
      const stand = faint[label[row]] ? 0 : chosen ? (chosen[row] ? 2 : 0) : 1;
      if (stand === pass) {
        const around = pass === 2 ? ink : paper;
        stamp(rgba, window, px[k], py[k], pass === 2 ? picked : plain, colours[paint[row]], around, strengthOf(pass, row));
      }
    }
  }
  plainAlpha(rgba);
}

/**
 * Coverage of a disc and of its halo, for each place within a pixel.
 * @param {number} radius device pixels
 * @param {number} halo device pixels
 */
function stamps(radius, halo) {
  const reach = Math.ceil(radius + halo + 0.5);
  const side = 2 * reach + 1;
  const phases = [];
  for (let v = 0; v < PHASES; v++) {
    for (let u = 0; u < PHASES; u++) {
      const disc = new Uint8Array(side * side);
      const ring = new Uint8Array(side * side);
      for (let i = 0; i < side * side; i++) {
        const dx = (i % side) - reach + 0.5 - (u + 0.5) / PHASES;
        const dy = Math.floor(i / side) - reach + 0.5 - (v + 0.5) / PHASES;
        const away = Math.hypot(dx, dy);
        const inner = Math.max(0, Math.min(1, radius - away + 0.5));
        const outer = Math.max(0, Math.min(1, radius + halo - away + 0.5));
        disc[i] = 255 * inner;
        ring[i] = 255 * 0.85 * Math.max(0, outer - inner);
      }
      phases.push({ disc, ring });
    }
  }
  return { reach, side, phases };
}

/**
 * Lays a disc over premultiplied pixels.
 * @param {Uint8ClampedArray} rgba
 * @param {{width: number, height: number}} window
 * @param {number} px
 * @param {number} py
 * @param {ReturnType<typeof stamps>} stamps
 * @param {[number, number, number]} colour
 * @param {[number, number, number]} around
 * @param {number} strength
 */
function stamp(rgba, { width, height }, px, py, { reach, side, phases }, colour, around, strength) {
  const cx = Math.floor(px);
  const cy = Math.floor(py);
  const phase = Math.floor((py - cy) * PHASES) * PHASES + Math.floor((px - cx) * PHASES);
  const { disc, ring } = phases[phase];
  const [r, g, b] = colour;
  const [hr, hg, hb] = around;
  for (let v = 0; v < side; v++) {
    const row = cy - reach + v;
    if (row < 0 || row >= height) {
      continue;
    }
    for (let u = 0; u < side; u++) {
      const column = cx - reach + u;
      const d = disc[v * side + u];
      const h = ring[v * side + u];
      if (d + h === 0 || column < 0 || column >= width) {
        continue;
      }
      const inner = (d * strength) / 255;
      const outer = (h * strength) / 255;
      const rest = 1 - inner - outer;
      const o = (row * width + column) * 4;
      rgba[o] = rgba[o] * rest + inner * r + outer * hr;
      rgba[o + 1] = rgba[o + 1] * rest + inner * g + outer * hg;
      rgba[o + 2] = rgba[o + 2] * rest + inner * b + outer * hb;
      rgba[o + 3] = rgba[o + 3] * rest + (inner + outer) * 255;
    }
  }
}

/** @param {Uint8ClampedArray} rgba premultiplied, and not so after */
function plainAlpha(rgba) {
  for (let o = 3; o < rgba.length; o += 4) {
    const a = rgba[o];
    if (a > 0 && a < 255) {
      const f = 255 / a;
      rgba[o - 3] *= f;
      rgba[o - 2] *= f;
      rgba[o - 1] *= f;
    }
  }
}

/**
 * How many points fall on each pixel: its colour is the mixture of theirs, its opacity rises with the logarithm.
 * @param {ReturnType<typeof locate>} places
 * @param {Cloud} cloud
 * @param {Look} look
 * @param {Window} window
 * @param {Uint8ClampedArray} rgba
 * @param {Buffers} arrays
 */
function density({ rows, px, py, seen }, { label, paint, faded }, { colours, faint, chosen }, { width, height }, rgba, arrays) {
  const pixels = width * height;
  /** @type {Float32Array} */
  const mass = arrays("mass", Float32Array, pixels).fill(0, 0, pixels);
  /** @type {Float32Array} */
  const sums = arrays("sums", Float32Array, 3 * pixels).fill(0, 0, 3 * pixels);
  let most = 0;
  for (let k = 0; k < seen; k++) {
    const u = px[k] | 0;
    const v = py[k] | 0;
    if (px[k] < 0 || py[k] < 0 || u >= width || v >= height) {
      continue;
    }
    const p = paint[rows[k]];
    const weight = faint[label[rows[k]]] || (chosen && !chosen[rows[k]]) ? 0.06 : (faded?.[rows[k]] ?? 1);
    const [r, g, b] = colours[p];
    const i = v * width + u;
    const o = 3 * i;
    sums[o] += weight * r;
    sums[o + 1] += weight * g;
    sums[o + 2] += weight * b;
    most = Math.max(most, (mass[i] += weight));
  }
  const opacity = opacities(most);
  for (let i = 0, o = 0; i < pixels; i++, o += 4) {
    const m = mass[i];
    if (m > 0) {
      rgba[o] = sums[3 * i] / m;
      rgba[o + 1] = sums[3 * i + 1] / m;
      rgba[o + 2] = sums[3 * i + 2] / m;
      rgba[o + 3] = m < 1 ? opacity[1] * m : opacity[Math.min(opacity.length - 1, m | 0)];
    }
  }
}

/** @param {number} most points on the fullest pixel */
function opacities(most) {
  const size = Math.min(4096, Math.ceil(most) + 2);
  const full = Math.log1p(Math.min(most, size));
  return Float32Array.from({ length: size }, (_, m) => 255 * (0.25 + 0.7 * Math.min(1, Math.log1p(m) / full)));
}
