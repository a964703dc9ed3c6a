// Where the map looks: between places in plane units and pixels of the map. Pure. One such transform serves every layer.

/**
 * @typedef {object} Viewport
 * @property {number} width pixels
 * @property {number} height pixels
 * @property {number} scale pixels a plane unit
 * @property {number} x plane coordinate at the centre
 * @property {number} y plane coordinate at the centre; up is positive, unlike in pixels
 */

/**
 * @param {View} view
 * @param {{width: number, height: number}} size in pixels
 */
export function viewport(view, { width, height }) {
  return { width, height, scale: Math.max(1, Math.min(width, height)) / view.span, x: view.x, y: view.y };
}

/**
 * @param {Viewport} v
 * @param {Place} place
 * @returns {[number, number]} pixels from the top left
 */
export function toPixels(v, [x, y]) {
  return [v.width / 2 + (x - v.x) * v.scale, v.height / 2 - (y - v.y) * v.scale];
}

/**
 * What moves a drawing in pixels to a place.
 * @param {Viewport} v
 * @param {Place} place
 */
export function translation(v, place) {
  const [x, y] = toPixels(v, place);
  return `translate(${x.toFixed(2)} ${y.toFixed(2)})`;
}

/**
 * @param {Viewport} v
 * @param {[number, number]} pixels from the top left
 * @returns {Place}
 */
export function toPlace(v, [px, py]) {
  return [v.x + (px - v.width / 2) / v.scale, v.y - (py - v.height / 2) / v.scale];
}

/**
 * What is seen.
 * @param {Viewport} v
 * @returns {Area}
 */
export function areaOf(v) {
  const across = v.width / v.scale / 2;
  const up = v.height / v.scale / 2;
  return [v.x - across, v.y - up, v.x + across, v.y + up];
}

/**
 * The same in a picture's pixels, with some margin beyond each edge.
 * @param {Viewport} v
 * @param {number} ratio the picture's pixels a pixel
 * @param {number} [margin] share of the map's size
 */
export function enlarged(v, ratio, margin = 0) {
  const long = (/** @type {number} */ side) => Math.round(side * ratio) + 2 * Math.round(side * ratio * margin);
  return { ...v, width: long(v.width), height: long(v.height), scale: v.scale * ratio };
}

/**
 * Where a picture of what was seen then lies in what is seen now, both in its pixels: on whole ones where it is not
 * scaled, so that it stays sharp, and `off` by so much.
 * @param {Viewport} then
 * @param {Viewport} now
 */
export function laid(then, now) {
  const zoom = Math.abs(now.scale / then.scale - 1) < 1e-9 ? 1 : now.scale / then.scale;
  const [width, height] = [then.width * zoom, then.height * zoom];
  const left = (now.width - width) / 2 + (then.x - now.x) * now.scale;
  const top = (now.height - height) / 2 - (then.y - now.y) * now.scale;
  const [x, y] = zoom === 1 ? [Math.round(left), Math.round(top)] : [left, top];
  return { zoom, left: x, top: y, width, height, off: Math.hypot(left - x, top - y) };
}

/**
 * Whether a picture that lies there covers all that is seen.
 * @param {ReturnType<typeof laid>} place
 * @param {Viewport} now
 * @param {number} [more] share of the map's size that it has to reach beyond each edge
 */
export function covers({ left, top, width, height }, now, more = 0) {
  const [across, up] = [now.width * more, now.height * more];
  const [right, bottom] = [left + width, top + height];
  return left <= -across && top <= -up && right >= now.width + across - 1 && bottom >= now.height + up - 1;
}

/**
 * The view that holds an area with some margin, in a map of this size.
 * @param {Area} area
 * @param {{width: number, height: number}} size
 * @param {number} [margin] share of the area on each side
 */
export function fit([left, bottom, right, top], { width, height }, margin = 0.06) {
  const across = (right - left) * (1 + 2 * margin);
  const up = (top - bottom) * (1 + 2 * margin);
  const shorter = Math.max(1, Math.min(width, height));
  return {
    x: (left + right) / 2,
    y: (bottom + top) / 2,
    span: Math.max((across * shorter) / Math.max(1, width), (up * shorter) / Math.max(1, height)),
  };
}

/**
 * Where the map looks now, or null while that is not known: where it was led, or else at the whole atlas.
 * @param {Pick<State, "kept" | "space" | "size">} state
 */
export function viewportOf({ kept, space, size }) {
  const view = kept?.view ?? (space && fit(space.plane.extent, size));
  return view && size.width > 0 ? viewport(view, size) : null;
}

/** Where the map is led, or else where it looks. @param {Pick<State, "kept" | "space" | "size" | "heading">} state */
export function goalOf({ kept, space, size, heading }) {
  return viewportOf({ kept: kept && { ...kept, view: heading ?? kept.view }, space, size });
}

/** Half the side of the square that the one tile of level 0 covers. */
export const REACH = 256;

/** Cells along a side of a tile. */
export const CELLS = 8;

const DEEPEST = 22;

/**
 * The level whose cells are nearest to so many pixels wide, and not narrower than that by more than a half.
 * @param {Viewport} v
 * @param {number} pixels
 */
export function levelFor(v, pixels) {
  const wanted = Math.log2((2 * REACH * v.scale) / (CELLS * pixels));
  return Math.max(0, Math.min(DEEPEST, Math.round(wanted)));
}

/** @param {number} level */
export function tileWidth(level) {
  return (2 * REACH) / 2 ** level;
}

/**
 * Tiles of a level that are seen.
 * @param {number} level
 * @param {Viewport} v
 */
export function tilesIn(level, v) {
  const last = 2 ** level - 1;
  const [left, bottom, right, top] = areaOf(v).map((edge) =>
    Math.max(0, Math.min(last, Math.floor((edge + REACH) / tileWidth(level)))),
  );
  const found = [];
  for (let y = bottom; y <= top; y++) {
    for (let x = left; x <= right; x++) {
      found.push({ x, y });
    }
  }
  return found;
}

/**
 * The tile and the cell that hold a place.
 * @param {number} level
 * @param {Place} place
 */
export function cellAt(level, [x, y]) {
  const width = tileWidth(level);
  const across = (x + REACH) / width;
  const up = (y + REACH) / width;
  return {
    address: `${level}/${Math.floor(across)}/${Math.floor(up)}`,
    cell:
      Math.min(CELLS - 1, Math.floor((up - Math.floor(up)) * CELLS)) * CELLS +
      Math.min(CELLS - 1, Math.floor((across - Math.floor(across)) * CELLS)),
  };
}

const MARGIN = 0.35; // share of an extent on each side

/** What grids over a plane cover. @param {Area} extent @returns {Area} */
export function widened([left, bottom, right, top]) {
  const across = (right - left) * MARGIN;
  const up = (top - bottom) * MARGIN;
  return [left - across, bottom - up, right + across, top + up];
}
