// Small charts in numbers: where their lines, bands and bars lie. Pure.
import { area, line as path, scaleLinear, scaleLog } from "./d3.js";
import { fixed } from "./numbers.js";
/** @import {Bounds} from "./types-report.js" */

/** A chart's width in its own units, and the margins that hold its numbers. */
export const FRAME = { width: 400, left: 60, right: 10, top: 8, bottom: 22 };

/** @typedef {(value: number) => number} Scale */

/** @typedef {{scale: Scale, ticks: number[]}} Axis from values to the chart's own units, and where a number stands */

/**
 * @param {[number, number]} domain
 * @param {[number, number]} range
 * @param {number} count ticks, about
 * @returns {Axis}
 */
export function linear(domain, range, count) {
  const scale = scaleLinear(domain, range);
  return { scale, ticks: scale.ticks(count) };
}

/**
 * The same by powers of ten, with the last value's own number.
 * @param {[number, number]} domain above 0
 * @param {[number, number]} range
 * @returns {Axis}
 */
export function logarithmic([from, to], range) {
  const scale = scaleLog([from, Math.max(to, 10 * from)], range);
  const ticks = [];
  for (let tick = from; tick < to; tick *= 10) {
    ticks.push(tick);
  }
  return { scale, ticks: [...ticks, to] };
}

/**
 * The smallest interval that holds all finite values, a little wider, and never of no width.
 * @param {Iterable<number>} values
 * @returns {[number, number]}
 */
export function domainOf(values) {
  const known = [...values].filter(Number.isFinite);
  if (known.length === 0) {
    return [0, 1];
  }
  const low = Math.min(...known);
  const high = Math.max(...known);
  const room = Math.max((high - low) * 0.08, Math.abs(high) * 1e-4, 0.01);
  return [low - room, high + room];
}

/**
 * A line through points; it breaks where a value is not known.
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 * @param {Scale} x
 * @param {Scale} y
 */
export function line(xs, ys, x, y) {
  /** @type {(by: (i: number) => unknown) => (_: unknown, i: number) => unknown} */
  const at = (by) => (_, i) => by(i);
  const drawn = path(at((i) => x(xs[i])), at((i) => y(ys[i]))).defined(at((i) => Number.isFinite(ys[i])));
  return drawn.digits(1)(xs);
}

/**
 * One standard error above and below each bound whose error is known.
 * @param {Bounds} bounds
 * @param {Scale} x
 * @param {Scale} y
 */
export function band({ k, bound, error }, x, y) {
  const known = Array.from(k, (_, i) => i).filter((i) => Number.isFinite(bound[i]) && Number.isFinite(error[i]));
  if (known.length < 2) {
    return "";
  }
  /** @type {(sign: number) => (i: number) => number} */
  const edge = (sign) => (i) => y(bound[i] + sign * error[i]);
  return area((/** @type {number} */ i) => x(k[i]), edge(-1), edge(1)).digits(1)(known);
}

/**
 * Bars from the foot up, side by side.
 * @param {ArrayLike<number>} edges (n + 1)
 * @param {ArrayLike<number>} counts (n)
 * @param {Scale} x
 * @param {Scale} y
 */
export function bars(edges, counts, x, y) {
  let d = "";
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] > 0) {
      d += `M${x(edges[i]).toFixed(2)} ${y(0).toFixed(2)}V${y(counts[i]).toFixed(2)}H${x(edges[i + 1]).toFixed(2)}V${y(0).toFixed(2)}Z`;
    }
  }
  return d;
}

/**
 * A sum of two terms along one axis that holds 0, in per cent of its length: the first from 0, the second from where that
 * ends, so that terms of unlike signs lie over one another.
 * @param {number} first
 * @param {number} second
 */
export function stack(first, second) {
  const sum = first + second;
  const low = Math.min(0, first, sum);
  const share = 100 / (Math.max(0, first, sum) - low || 1);
  /** @param {number} a @param {number} b */
  const part = (a, b) => ({ left: (Math.min(a, b) - low) * share, width: Math.abs(b - a) * share });
  return { zero: part(0, 0), first: part(0, first), second: part(first, sum), sum: part(sum, sum) };
}

/**
 * With as many decimals as the steps between ticks take; a great power of ten, for which there is no room, as such.
 * @param {number} value
 * @param {number[]} ticks
 */
export function written(value, ticks) {
  const power = Math.log10(value);
  if (power >= 4 && power < 10 && Number.isInteger(power)) {
    return `10${"⁴⁵⁶⁷⁸⁹"[power - 4]}`;
  }
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : 1;
  return fixed(value, Math.max(0, -Math.floor(Math.log10(step * 1.0001))));
}

/**
 * The standard normal distribution over bins, as a smooth line: the share that a bin of this width would hold.
 * @param {ArrayLike<number>} edges (n + 1), of bins of one width
 * @param {Scale} x
 * @param {Scale} y
 */
export function bell(edges, x, y) {
  const width = edges[1] - edges[0];
  const xs = Array.from(edges);
  const ys = xs.map((edge) => (width * Math.exp((-edge * edge) / 2)) / Math.sqrt(2 * Math.PI));
  return line(xs, ys, x, y);
}
