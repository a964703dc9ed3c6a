package isthmus.report;

import isthmus.latent.LogSumExp;

/**
 * Mean and standard deviation of a posterior by weighted draws. Immutable by agreement: nobody writes into the arrays. Any
 * thread.
 *
 * @param weights (draws) of sum 1
 * @param mu (dim)
 * @param deviation (dim)
 * @param error (dim) standard errors of mu
 */
record Moments(double[] weights, double[] mu, double[] deviation, double[] error) {
    /** Of the draws [from, to). */
    static Moments of(ImportanceSampling.Weighted drawn, int dim, int from, int to) {
        LogSumExp all = new LogSumExp();
        for (int row = from; row < to; row++) {
            all.add(drawn.logWeights()[row]);
        }
        double[] weights = new double[to - from];
        double[] mu = new double[dim];
        for (int row = from; row < to; row++) {
            weights[row - from] = Math.exp(drawn.logWeights()[row] - all.logSum());
            for (int d = 0; d < dim; d++) {
                mu[d] += weights[row - from] * drawn.z()[row * dim + d];
            }
        }
        double[] deviation = new double[dim];
        double[] error = new double[dim];
        for (int row = from; row < to; row++) {
            double weight = weights[row - from];
            for (int d = 0; d < dim; d++) {
                double square = Math.pow(drawn.z()[row * dim + d] - mu[d], 2);
                deviation[d] += weight * square;
                error[d] += weight * weight * square; // the delta method for a ratio of means
            }
        }
        for (int d = 0; d < dim; d++) {
            deviation[d] = Math.sqrt(deviation[d]);
            error[d] = Math.sqrt(error[d]);
        }
        return new Moments(weights, mu, deviation, error);
    }

    /** How far two means are apart in standard errors of their difference, in the dimension where that is most. */
    double apart(Moments other) {
        double most = 0;
        for (int d = 0; d < mu.length; d++) {
            double standardised = Math.abs(mu[d] - other.mu[d]) / Math.hypot(error[d], other.error[d]);
            most = Math.max(most, standardised); // NaN, of draws that are all one, passes through
        }
        return most;
    }
}
