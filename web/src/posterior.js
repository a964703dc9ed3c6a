// Posteriors q(z|x) = N(mu, diag exp(logvar)). Pure.

/**
 * Whether KL(q(z|x) ‖ p(z)) is a sum over dimensions, as {@link klByDimension} has it.
 * @param {Card} card
 */
export function isIndependent({ posterior, prior }) {
  return posterior === "diagonal" && (prior?.family ?? "standard") === "standard";
}

/**
 * KL(q(z|x) ‖ N(0, 1)) in nats, dimension by dimension.
 * @param {ArrayLike<number>} mu (dim)
 * @param {ArrayLike<number>} logvar (dim)
 */
export function klByDimension(mu, logvar) {
  return Array.from(logvar, (log, d) => 0.5 * (mu[d] * mu[d] + Math.exp(log) - 1 - log));
}
