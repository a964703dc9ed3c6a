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
 * The log density at a code of the average posterior of all samples but one.
 * @param {ArrayLike<number>} z (dim)
 * @param {Float32Array} mu (n, dim)
 * @param {Float32Array} logvar (n, dim)
 * @param {number} without the sample that is left out
 */
export function densityWithout(z, mu, logvar, without) {
  const dim = z.length;
  const count = mu.length / dim;
  let most = -Infinity;
  let sum = 0; // of exp(log density − most)
  for (let i = 0; i < count; i++) {
    if (i === without) {
      continue;
    }
    let log = 0;
    for (let d = 0, at = i * dim; d < dim; d++, at++) {
      const off = z[d] - mu[at];
      log += off * off * Math.exp(-logvar[at]) + logvar[at];
    }
    log *= -0.5;
    if (log > most) {
      sum = sum * Math.exp(most - log) + 1;
      most = log;
    } else {
      sum += Math.exp(log - most);
    }
  }
  return most + Math.log(sum / (count - 1)) - (dim / 2) * Math.log(2 * Math.PI);
}
