// A plane in latent space: from codes to places and back. Pure.

const PARALLEL = 1e-5; // sine of the angle up to which two directions are one

/**
 * The coordinates of the nearest point in the plane.
 * @param {Plane} plane
 * @param {ArrayLike<number>} z
 * @returns {Place}
 */
export function project({ origin, first, second }, z) {
  let x = 0;
  let y = 0;
  for (let d = 0; d < origin.length; d++) {
    x += first[d] * (z[d] - origin[d]);
    y += second[d] * (z[d] - origin[d]);
  }
  return [x, y];
}

/**
 * The code at a place, in float32 as everything that is decoded.
 * @param {Plane} plane
 * @param {Place} place
 */
export function lift({ origin, first, second }, [x, y]) {
  return Array.from(origin, (o, d) => Math.fround(o + x * first[d] + y * second[d]));
}

/**
 * How far a code lies from the plane.
 * @param {Plane} plane
 * @param {ArrayLike<number>} z
 */
export function offPlane(plane, z) {
  const [x, y] = project(plane, z);
  let sum = 0;
  for (let d = 0; d < plane.origin.length; d++) {
    const off = z[d] - plane.origin[d] - x * plane.first[d] - y * plane.second[d];
    sum += off * off;
  }
  return Math.sqrt(sum);
}

/**
 * Whether three codes say which plane goes through them: not where they lie on one line.
 * @param {Code[]} codes (3, dim)
 */
export function spanPlane([a, b, c]) {
  const [u, v] = [b, c].map((z) => z.map((value, d) => value - a[d]));
  const dot = (/** @type {Code} */ p, /** @type {Code} */ q) => p.reduce((sum, value, d) => sum + value * q[d], 0);
  const [uu, vv, uv] = [dot(u, u), dot(v, v), dot(u, v)];
  return uu * vv - uv * uv > PARALLEL ** 2 * uu * vv;
}

/**
 * The covariance in the plane of N(mean, diag exp(logvar)), or of N(mean, factor · factorᵀ), exactly.
 * @param {Plane} plane
 * @param {ArrayLike<number>} logvar
 * @param {ArrayLike<number>} [factor] (dim, dim) lower triangular
 */
export function covariance({ first, second }, logvar, factor) {
  if (factor) {
    const dim = first.length;
    /** @param {ArrayLike<number>} axis */
    const turned = (axis) => Array.from({ length: dim }, (_, k) => Array.from(axis).reduce((sum, a, d) => sum + a * factor[d * dim + k], 0));
    const [u, w] = [turned(first), turned(second)];
    /** @param {number[]} a @param {number[]} b */
    const dot = (a, b) => a.reduce((sum, x, k) => sum + x * b[k], 0);
    return { xx: dot(u, u), xy: dot(u, w), yy: dot(w, w) };
  }
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let d = 0; d < first.length; d++) {
    const variance = Math.exp(logvar[d]);
    xx += first[d] * first[d] * variance;
    xy += first[d] * second[d] * variance;
    yy += second[d] * second[d] * variance;
  }
  return { xx, xy, yy };
}

/**
 * The semi-axes at one standard deviation of a covariance, and the first one's angle from the x axis, in radians.
 * @param {{xx: number, xy: number, yy: number}} covariance
 */
export function ellipse({ xx, xy, yy }) {
  const mean = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  return {
    major: Math.sqrt(mean + spread),
    minor: Math.sqrt(Math.max(0, mean - spread)),
    angle: Math.atan2(2 * xy, xx - yy) / 2,
  };
}

/**
 * What a plane is asked of the server as. Without data there are no directions in which they vary most.
 * @param {Pick<Kept, "plane">} kept
 * @param {Pick<Card, "latent" | "atlas">} card
 * @returns {PlaneSpec}
 */
export function specOf({ plane }, { latent, atlas }) {
  return plane ?? (latent.dim <= 2 || !atlas ? { axes: [0, 1] } : { principal: true });
}

/**
 * A name for a model's plane: what was computed under one key belongs to no other.
 * @param {Pick<Card, "version">} card
 * @param {Pick<Kept, "plane">} kept
 */
export function planeKey({ version }, kept) {
  return `${version} ${JSON.stringify(kept.plane)}`;
}
