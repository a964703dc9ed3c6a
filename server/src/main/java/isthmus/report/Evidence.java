package isthmus.report;

import isthmus.estimate.ParetoTail;
import isthmus.latent.LogSumExp;

/**
 * log p(x) in nats by importance sampling, and how far two independent halves of the draws and the tail of their weights
 * bear it out. Any thread.
 *
 * @param draws all that were made
 * @param log log p(x), the log of the mean weight
 * @param error its standard error
 * @param effective effective sample size
 * @param apart how far the halves' estimates are apart, in standard errors of their difference
 * @param tail shape of the tail of the weights, see {@link ParetoTail}
 */
public record Evidence(int draws, double log, double error, double effective, double apart, double tail) {
    /** The effective sample size below which an estimate is not to be trusted. */
    public static final double MIN_EFFECTIVE = 100;

    /** The shape above which a mean of weights cannot be trusted (Vehtari and others 2024). */
    private static final double MAX_TAIL = 0.7;

    private static final double MAX_APART = 3;
    private static final double ROUNDING = 1e-3; // nats, of scores that are float32

    /** @param logWeights (draws) of independent draws */
    static Evidence of(double[] logWeights) {
        int half = logWeights.length / 2;
        LogSumExp first = sum(logWeights, 0, half);
        LogSumExp second = sum(logWeights, half, logWeights.length);
        LogSumExp all = sum(logWeights, 0, logWeights.length);
        double error = Math.hypot(ROUNDING, Math.hypot(first.logMeanError(), second.logMeanError()));
        return new Evidence(
                logWeights.length,
                all.logMean(),
                all.logMeanError(),
                all.effectiveCount(),
                Math.abs(first.logMean() - second.logMean()) / error,
                ParetoTail.shape(logWeights));
    }

    private static LogSumExp sum(double[] logWeights, int from, int to) {
        LogSumExp sum = new LogSumExp();
        for (int i = from; i < to; i++) {
            sum.add(logWeights[i]);
        }
        return sum;
    }

    public boolean halvesAgree() {
        return apart <= MAX_APART;
    }

    public boolean trusted() {
        return effective >= MIN_EFFECTIVE && halvesAgree() && tail <= MAX_TAIL;
    }
}
