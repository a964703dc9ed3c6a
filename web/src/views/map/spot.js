// What lies under a place of the map: the mean of an image, or just a code.
import { pointsIn } from "../../column-atlas.js";
import { lift, project } from "../../plane.js";
import { samplesOf } from "../../state.js";
import { SIDE, thumbnailsOf } from "../../thumbnails.js";
import { toPixels, toPlace } from "../../viewport.js";
/** @import {Near} from "../../layers/near.js" */

const REACH = 7; // pixels from which a mean is meant
const FINGER = 14;
const OWN = 9;
const SAME = 1e-3; // plane units by which the mean of a row may be off where it was when it was pinned

/**
 * @param {State} state
 * @param {Viewport} v
 * @param {Near | null} near
 * @param {[number, number]} pixels
 * @param {boolean} [finger] whether a finger points
 * @returns {Spot | null}
 */
export function spotAt(state, v, near, pixels, finger = false) {
  const { space, kept, rows, columnAtlas: { entries } } = state;
  const points = pointsIn(state);
  if (!space || !kept) {
    return null;
  }
  const reach = finger ? FINGER : REACH;
  let least = Math.max(reach, OWN);
  /** @type {Spot | null} */
  let found = null;
  for (const { id, mu } of samplesOf(state)) {
    if (mu) {
      const [x, y] = toPixels(v, project(space.plane, mu));
      const away = Math.hypot(x - pixels[0], y - pixels[1]);
      if (away <= least) {
        least = away;
        found = { z: mu, sample: id };
      }
    }
  }
  if (found) {
    return found;
  }
  const place = toPlace(v, pixels);
  const dimmed = new Set(kept.dimmed);
  const skip = (/** @type {number} */ row) => dimmed.has(points?.label[row] ?? -1);
  const dot = near && points && (kept.layers.points || points.rows) ? near.at(place, reach / v.scale, skip) : -1;
  const images = new Set(dot < 0 ? thumbnailsOf({ ...state, points }) : []);
  const row = near && images.size > 0 ? near.at(place, SIDE / 2 / v.scale, (one) => !images.has(one)) : dot;
  if (row >= 0 && points?.rows) {
    const entry = points.rows[row];
    return { z: entries[entry]?.mu ?? lift(space.plane, [points.x[row], points.y[row]]), entry };
  }
  if (row >= 0 && points) {
    return { z: rows[row]?.mu ?? lift(space.plane, [points.x[row], points.y[row]]), row };
  }
  return { z: lift(space.plane, place) };
}

/**
 * A spot of an image whose row has come since, with the mean itself in place of its shadow in the plane; or null where
 * nothing is to be said anew. A row of an atlas of columns that lies elsewhere is not the one that was pinned, for the atlas was
 * made anew since: the code stays, alone.
 * @param {State} state
 * @param {Spot | null} spot
 * @returns {Spot | null}
 */
export function exact({ rows, space, columnAtlas: { entries } }, spot) {
  const mu = spot?.row !== undefined ? rows[spot.row]?.mu : spot?.entry !== undefined ? entries[spot.entry]?.mu : undefined;
  if (spot && mu && spot.entry !== undefined && space) {
    const [[x, y], [left, bottom]] = [project(space.plane, mu), project(space.plane, spot.z)];
    if (Math.hypot(x - left, y - bottom) > SAME) {
      return { z: spot.z };
    }
  }
  return spot && mu && mu.some((value, d) => value !== spot.z[d]) ? { ...spot, z: mu } : null;
}

/**
 * A code moved along the plane; what lies off the plane stays.
 * @param {NonNullable<State["space"]>} space
 * @param {ArrayLike<number>} z
 * @param {number} right plane units
 * @param {number} up plane units
 */
export function moved({ plane: { first, second } }, z, right, up) {
  return Array.from(z, (value, d) => Math.fround(value + right * first[d] + up * second[d]));
}
