// @ts-check
// Posteriors q(z|x) = N(mu, diag exp(logvar)) and their average. Pure.

/**
 * KL(q(z|x) ‖ N(0, 1)) in nats, dimension by dimension.
 * @param {ArrayLike<number>} mu (dim)
 * @param {ArrayLike<number>} logvar (dim)
 * @returns {number[]}
 */
export function klByDimension(mu, logvar) {
  return Array.from(logvar, (log, d) => 0.5 * (mu[d] * mu[d] + Math.exp(log) - 1 - log));
}

/**
 * Many posteriors, made ready to be averaged.
 * @typedef {object} Mixture
 * @property {Float32Array} mu (n, dim)
 * @property {Float32Array} precision (n, dim) one over the variances
 * @property {Float64Array} height (n) log density at the mean, nats
 */

/**
 * @param {Float32Array} mu (n, dim)
 * @param {Float32Array} logvar (n, dim)
 * @param {number} dim
 * @returns {Mixture}
 */
export function mixture(mu, logvar, dim) {
  const height = new Float64Array(mu.length / dim).fill((-dim / 2) * Math.log(2 * Math.PI));
  logvar.forEach((log, at) => {
    height[Math.floor(at / dim)] -= log / 2;
  });
  return { mu, precision: logvar.map((log) => Math.exp(-log)), height };
}

const NOTHING = 36; // nats below the largest term at which a term is lost in a double

/**
 * The log density at a code of the average of all posteriors but one.
 * @param {ArrayLike<number>} z (dim)
 * @param {Mixture} mixture of two or more
 * @param {number} without the sample that is left out
 */
export function densityWithout(z, { mu, precision, height }, without) {
  const dim = z.length;
  let most = -Infinity;
  let sum = 0; // of exp(log density − most)
  for (let i = 0; i < height.length; i++) {
    if (i === without) {
      continue;
    }
    let log = height[i];
    for (let d = 0, at = i * dim; d < dim && log > most - NOTHING; d++, at++) {
      const off = z[d] - mu[at];
      log -= 0.5 * off * off * precision[at]; // only ever falls, so that most samples need not be looked at to the end
    }
    if (log > most) {
      sum = sum * Math.exp(most - log) + 1;
      most = log;
    } else {
      sum += Math.exp(log - most);
    }
  }
  return most + Math.log(sum / (height.length - 1));
}
