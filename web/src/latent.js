// Ways through latent space, number for number as the server goes them. Pure.

const ONE_LINE = 1e-6; // sine below which floats do not tell an angle from 0 or π

/**
 * Straight: each number runs evenly.
 * @param {Code} from
 * @param {Code} to
 * @param {number} share in [0,1]
 */
export function lerp(from, to, share) {
  return from.map((a, d) => Math.fround((1 - share) * a + share * to[d]));
}

/**
 * Around the origin: the direction turns evenly along the great circle while the length runs evenly. Straight where one
 * end is the origin; where the two are opposite, it turns towards the axis along which the first of them reaches least.
 * @param {Code} from
 * @param {Code} to
 * @param {number} share in [0,1]
 */
export function slerp(from, to, share) {
  const start = length(from);
  const end = length(to);
  const towards = start === 0 || end === 0 ? null : tangent(scaled(from, 1 / start), scaled(to, 1 / end));
  if (!towards) {
    return lerp(from, to, share);
  }
  const angle = share * Math.atan2(Math.abs(dot(towards, to)), dot(from, to) / start);
  const reach = (1 - share) * start + share * end;
  return from.map((a, d) => Math.fround(reach * ((Math.cos(angle) * a) / start + Math.sin(angle) * towards[d])));
}

/**
 * The code at a frame of a path, which may lie between two frames.
 * @param {Code[]} keyframes two or more
 * @param {"lerp" | "slerp"} mode
 * @param {number} frames two or more
 * @param {number} at from 0 to frames − 1
 */
export function codeAt(keyframes, mode, frames, at) {
  const segments = keyframes.length - 1;
  const place = Math.max(0, Math.min(frames - 1, at)) * segments;
  const from = Math.floor(place / (frames - 1));
  const rest = place - from * (frames - 1);
  return rest === 0
    ? keyframes[from]
    : (mode === "slerp" ? slerp : lerp)(keyframes[from], keyframes[from + 1], rest / (frames - 1));
}

/**
 * The unit vector at a right angle to the start, towards the end, both of length 1; null where there is no way to turn.
 * @param {Code} start
 * @param {Code} end
 */
function tangent(start, end) {
  let rest = rejection(end, start);
  if (length(rest) < ONE_LINE && dot(start, end) < 0) {
    let least = 0;
    for (let d = 0; d < start.length; d++) {
      least = Math.abs(start[d]) < Math.abs(start[least]) ? d : least;
    }
    rest = rejection(
      start.map((_, d) => (d === least ? 1 : 0)),
      start,
    );
  }
  const left = length(rest);
  return left < ONE_LINE ? null : scaled(rest, 1 / left);
}

/** @param {Code} vector @param {Code} unit what is left of the vector without its part along the unit */
function rejection(vector, unit) {
  const along = -dot(vector, unit);
  return vector.map((value, d) => value + along * unit[d]);
}

/** @param {Code} a @param {Code} b */
function dot(a, b) {
  return a.reduce((sum, value, d) => sum + value * b[d], 0);
}

/** @param {Code} vector */
function length(vector) {
  return Math.sqrt(dot(vector, vector));
}

/** @param {Code} vector @param {number} factor */
function scaled(vector, factor) {
  return vector.map((value) => value * factor);
}
