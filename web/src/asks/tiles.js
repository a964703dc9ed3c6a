// The decoded manifold of what the map shows: a coarse level at once, the exact one right after, and only tiles that are
// not there yet, in as few rectangles as they make. Of a map that is led somewhere those of its goal.
import { planeKey, specOf } from "../plane.js";
import { cardOf } from "../state.js";
import { goalOf, levelFor, REACH, tilesIn, tileWidth } from "../viewport.js";
import { memory } from "./memory.js";
import { tiling } from "./tiling.js";
/** @import {Tile} from "../types.js" */

const CELL = 40; // pixels of the screen that a cell is nearest to
const COARSER = 2; // levels between the first picture and the exact one
const PAUSE = 50; // milliseconds between looks at a moving map
const LARGEST = 128 << 20; // bytes of tiles that a map holds

const bytesOf = (/** @type {Tile} */ { pixels }) => pixels.byteLength;
/** Those of all maps, those of planes that were shown before among them. @type {ReturnType<typeof memory<Tile>>} */
const all = memory(64 << 20, bytesOf);

/** @type {import("./latest.js").Ask} */
export function create(server, dispatch) {
  /** @type {State | null} */
  let now = null;
  /** @type {ReturnType<typeof tiling<Tile>>} */
  const held = tiling(dispatch, look, (tiles) => dispatch({ type: "tiles", tiles }), bytesOf, LARGEST, all);
  let timer = 0;

  function look() {
    timer = 0;
    const card = now && cardOf(now);
    const v = now && goalOf(now);
    const { kept = null, space = null } = now ?? {};
    if (!card || !v || !kept || space?.key !== planeKey(card, kept)) {
      return; // tiles of this plane under the key of the one before would be shown as its own
    }
    held.begin(space.key);
    if (!kept.layers.manifold) {
      return;
    }
    const level = levelFor(v, CELL);
    const shown = [...addresses(v, Math.max(0, level - COARSER)), ...addresses(v, level)];
    for (const rectangle of rectangles(held.missing(shown))) {
      ask(card, specOf(kept, card), rectangle);
    }
    held.drop(new Set(shown));
    held.tell();
  }

  /**
   * @param {Card} card
   * @param {PlaneSpec} plane
   * @param {string[]} waited addresses that make a rectangle
   */
  function ask(card, plane, waited) {
    const fields = { model: card.id, plane, level: Number(waited[0].split("/")[0]), view: cover(waited) };
    held.request(waited, ({ onTile, ...told }, lane) =>
      server.ask("tiles", { ...fields, lane: `tiles${lane}` }, {
        ...told,
        onFrame({ head: { level, x, y }, arrays: { pixels }, shapes }) {
          const [, , height, width] = shapes.pixels;
          onTile(`${level}/${x}/${y}`, { level, x, y, pixels, height, width });
        },
      }),
    );
  }

  /** @type {unknown[]} */
  let before = [];
  return {
    update(state) {
      now = state;
      const { kept, space, size, heading } = state;
      const parts = [heading, heading ?? kept?.view, kept?.model, kept?.layers.manifold, space, size];
      const led = heading && heading !== before[0];
      if (led || parts.some((part, i) => part !== before[i])) {
        before = parts;
        if (led || held.key() !== space?.key) {
          clearTimeout(timer);
          timer = setTimeout(look, 0);
        } else {
          timer ||= setTimeout(look, PAUSE);
        }
      }
    },
  };
}

/**
 * The tiles of a level that are seen, those nearest the centre first.
 * @param {Viewport} v
 * @param {number} level
 */
function addresses(v, level) {
  const middle = (/** @type {number} */ index) => (index + 0.5) * tileWidth(level) - REACH;
  const far = (/** @type {{x: number, y: number}} */ { x, y }) => Math.hypot(middle(x) - v.x, middle(y) - v.y);
  return tilesIn(level, v)
    .sort((a, b) => far(a) - far(b))
    .map(({ x, y }) => `${level}/${x}/${y}`);
}

/**
 * Cuts tiles of any levels into rectangles: runs along x, joined where the run above is as long.
 * @param {string[]} missing
 */
function rectangles(missing) {
  const left = new Set(missing);
  const sorted = missing
    .map((address) => address.split("/").map(Number))
    .sort((a, b) => a[0] - b[0] || a[2] - b[2] || a[1] - b[1]);
  const found = [];
  for (const [level, from, bottom] of sorted) {
    const has = (/** @type {number} */ x, /** @type {number} */ y) => left.has(`${level}/${x}/${y}`);
    if (!has(from, bottom)) {
      continue; // in a rectangle that began below
    }
    /** Where the run ends that begins in this column; −1 where none does. @param {number} y */
    const end = (y) => {
      let x = from;
      while (has(x, y)) {
        x++;
      }
      return x > from && !has(from - 1, y) ? x - 1 : -1;
    };
    const to = end(bottom);
    const inside = [];
    for (let y = bottom; end(y) === to; y++) {
      for (let x = from; x <= to; x++) {
        inside.push(`${level}/${x}/${y}`);
        left.delete(`${level}/${x}/${y}`);
      }
    }
    found.push(inside);
  }
  return found;
}

/**
 * An area that touches these tiles, which make a rectangle, and no others.
 * @param {string[]} inside
 * @returns {Area}
 */
function cover(inside) {
  const [level, left, bottom] = inside[0].split("/").map(Number);
  const [, right, top] = inside[inside.length - 1].split("/").map(Number);
  const width = tileWidth(level);
  const inset = width / 4;
  return [
    left * width - REACH + inset,
    bottom * width - REACH + inset,
    (right + 1) * width - REACH - inset,
    (top + 1) * width - REACH - inset,
  ];
}
