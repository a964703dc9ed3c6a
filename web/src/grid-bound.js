// The bound of a normal q(z|x) in two dimensions by quadrature over log p(x, z), which is known on grids; and the normal of
// the highest bound. Pure.

/**
 * @typedef {object} Ellipse a normal distribution over two dimensions
 * @property {number} x its mean
 * @property {number} y
 * @property {number} wide its standard deviation along its first axis
 * @property {number} narrow along the other; either may be the larger one
 * @property {number} turn of the first axis from z1, in degrees
 *
 * @typedef {object} HandBound
 * @property {number} joint E log p(x, z) under q, in nats
 * @property {number} entropy of q
 * @property {number} elbo their sum
 * @property {number} error of it: what a grid of half as many lines each way gives otherwise
 */

const REACH = 4; // deviations of q that the sum goes
const FEWEST = 24; // points along an axis
const MOST = 96;
const LN_2PI_E = Math.log(2 * Math.PI) + 1;

/**
 * log p(x, z) between the centres of a grid's cells, by cubics through the four around it along each axis (Catmull and Rom
 * 1974). Beyond the grid it is as at its edge.
 * @param {Cells} cells
 * @param {number} [stride] only every so many lines of the grid are used
 */
export function surface({ area: [left, bottom, right, top], columns, rows, values }, stride = 1) {
  const [across, up] = [(right - left) / columns, (top - bottom) / rows];
  const [lastColumn, lastRow] = [Math.floor((columns - 1) / stride), Math.floor((rows - 1) / stride)];
  /** @param {number} c @param {number} last */
  const inside = (c, last) => (c < 0 ? 0 : c > last ? last : c);
  /** @param {number} a @param {number} b @param {number} c @param {number} d @param {number} t */
  const cubic = (a, b, c, d, t) => b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  return {
    /** The widest step between two known values. */
    step: Math.max(across, up) * stride,
    /** @param {number} x @param {number} y */
    holds: (x, y) => x >= left + across / 2 && x <= right - across / 2 && y >= bottom + up / 2 && y <= top - up / 2,
    /** @param {number} x @param {number} y */
    at(x, y) {
      const u = ((x - left) / across - 0.5) / stride;
      const w = ((y - bottom) / up - 0.5) / stride;
      const [i, j] = [Math.floor(u), Math.floor(w)];
      const [a, b, c, d] = [inside(i - 1, lastColumn), inside(i, lastColumn), inside(i + 1, lastColumn), inside(i + 2, lastColumn)];
      const [s, t] = [Math.min(1, Math.max(0, u - i)), Math.min(1, Math.max(0, w - j))];
      /** @param {number} row */
      const along = (row) => {
        const from = inside(row, lastRow) * stride * columns;
        return cubic(values[from + a * stride], values[from + b * stride], values[from + c * stride], values[from + d * stride], s);
      };
      return cubic(along(j - 1), along(j), along(j + 1), along(j + 2), t);
    },
  };
}

/**
 * log p(x, z) by the finest of several grids that holds a code.
 * @param {Cells[]} grids the finest first
 */
export function jointOf(grids) {
  const [full, half] = [1, 2].map((stride) => grids.map((cells) => surface(cells, stride)));
  /** @param {typeof full} all */
  const by = (all) => (/** @type {number} */ x, /** @type {number} */ y) => {
    const finest = all.find((one) => one.holds(x, y)) ?? all[all.length - 1];
    return finest.at(x, y);
  };
  return { at: by(full), roughly: by(half), steps: full.map(({ step }) => step), holds: full[0].holds };
}

/** @typedef {ReturnType<typeof jointOf>} Joint */

/** The two axes of q, each as long as its deviation. @param {Ellipse} q */
export function axesOf({ wide, narrow, turn }) {
  const angle = (turn * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return { first: [wide * c, wide * s], second: [-narrow * s, narrow * c] };
}

/** Whether the finest grid holds all of q that is summed. @param {Joint} joint @param {Ellipse} q */
function isWithin({ holds }, q) {
  const { first, second } = axesOf(q);
  const [rx, ry] = [0, 1].map((d) => REACH * Math.hypot(first[d], second[d]));
  return holds(q.x - rx, q.y - ry) && holds(q.x + rx, q.y + ry);
}

/**
 * Points along an axis of q: the midpoint rule, which for a normal is as exact as any once steps are short.
 * @param {number} deviation
 * @param {number} step of the grid, which they are not to pass over
 */
function points(deviation, step) {
  const count = Math.max(FEWEST, Math.min(MOST, Math.ceil((2 * REACH * deviation) / step)));
  const at = Array.from({ length: count }, (_, i) => REACH * ((2 * i + 1) / count - 1));
  const weights = at.map((t) => Math.exp((-t * t) / 2));
  const whole = weights.reduce((a, b) => a + b, 0);
  return { at, weights: weights.map((weight) => weight / whole) };
}

/**
 * @param {(x: number, y: number) => number} value
 * @param {Ellipse} q
 * @param {number} step
 */
function expected(value, q, step) {
  const { first, second } = axesOf(q);
  const [along, over] = [points(q.wide, step), points(q.narrow, step)];
  let sum = 0;
  for (let i = 0; i < along.at.length; i++) {
    const [x, y] = [q.x + along.at[i] * first[0], q.y + along.at[i] * first[1]];
    let row = 0;
    for (let j = 0; j < over.at.length; j++) {
      row += over.weights[j] * value(x + over.at[j] * second[0], y + over.at[j] * second[1]);
    }
    sum += along.weights[i] * row;
  }
  return sum;
}

/** The entropy of q, in nats. @param {Ellipse} q */
function entropyOf({ wide, narrow }) {
  return LN_2PI_E + Math.log(wide) + Math.log(narrow);
}

/** @param {Joint} joint @param {Ellipse} q @returns {HandBound} */
export function handBound(joint, q) {
  const step = joint.steps[isWithin(joint, q) ? 0 : joint.steps.length - 1];
  const found = expected(joint.at, q, step);
  const entropy = entropyOf(q);
  return { joint: found, entropy, elbo: found + entropy, error: Math.abs(found - expected(joint.roughly, q, step)) };
}

/** @param {Joint} joint @param {Ellipse} q */
function elboOf(joint, q) {
  return expected(joint.at, q, joint.steps[isWithin(joint, q) ? 0 : joint.steps.length - 1]) + entropyOf(q);
}

const ROUNDS = 60; // of the search, in each of which every number of q is tried larger and smaller
const SHRINK = 0.5;
const SETTLED = 1e-3; // steps, in deviations, at which the search ends

/**
 * The normal of the highest bound that is reached from several by trying steps along and about its axes, ever shorter ones.
 * @param {Joint} joint
 * @param {Ellipse[]} starts
 * @param {boolean} upright whether its axes have to stay along z1 and z2
 * @returns {Ellipse}
 */
export function bestNormal(joint, starts, upright) {
  const reached = starts.map((start) => ascend(joint, upright ? { ...start, turn: Math.round(start.turn / 90) * 90 } : start, upright));
  reached.sort((a, b) => b.elbo - a.elbo);
  return reached[0].q;
}

/** @param {Joint} joint @param {Ellipse} start @param {boolean} upright */
function ascend(joint, start, upright) {
  let [q, elbo, step] = [start, elboOf(joint, start), 0.5];
  for (let round = 0; round < ROUNDS && step > SETTLED; round++) {
    const before = elbo;
    for (let part = 0; part < (upright ? 4 : 5); part++) {
      for (const sign of [1, -1]) {
        const tried = moved(q, part, sign * step);
        const found = elboOf(joint, tried);
        if (found > elbo) {
          [q, elbo] = [tried, found];
          break;
        }
      }
    }
    step *= elbo > before ? 1 : SHRINK;
  }
  return { q, elbo };
}

/** @param {Ellipse} q @param {number} part @param {number} by in deviations @returns {Ellipse} */
function moved(q, part, by) {
  const { first, second } = axesOf(q);
  switch (part) {
    case 0:
      return { ...q, x: q.x + by * first[0], y: q.y + by * first[1] };
    case 1:
      return { ...q, x: q.x + by * second[0], y: q.y + by * second[1] };
    case 2:
      return { ...q, wide: q.wide * Math.exp(by) };
    case 3:
      return { ...q, narrow: q.narrow * Math.exp(by) };
    default:
      return { ...q, turn: normalised(q.turn + by * 30) };
  }
}

/** An angle of a direction, in (−90, 90]. @param {number} degrees */
export function normalised(degrees) {
  return degrees - 180 * Math.ceil((degrees - 90) / 180);
}

/**
 * The places where a grid is higher than around, and within some nats of its top: where modes are.
 * @param {Cells} cells
 * @param {number} deficit nats
 * @returns {[number, number][]} the highest first
 */
export function peaksOf({ area: [left, bottom, right, top], columns, rows, values }, deficit) {
  const found = [];
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    most = Math.max(most, values[i]);
  }
  for (let r = 1; r < rows - 1; r++) {
    for (let c = 1; c < columns - 1; c++) {
      const value = values[r * columns + c];
      const around = [-1, 0, 1].flatMap((v) => [-1, 0, 1].map((u) => values[(r + v) * columns + c + u]));
      if (value > most - deficit && around.every((other, i) => other < value || (other === value && i >= 4))) {
        found.push({ value, place: /** @type {[number, number]} */ ([left + ((c + 0.5) * (right - left)) / columns, bottom + ((r + 0.5) * (top - bottom)) / rows]) });
      }
    }
  }
  return found.sort((a, b) => b.value - a.value).map(({ place }) => place);
}
