package isthmus.estimate;

import java.util.Arrays;

/**
 * How heavy the tail of importance weights is: the shape k of a generalised Pareto distribution that is fitted to the
 * greatest weights (Vehtari and others 2024). Weights have 1/k moments, so a mean of weights is found at the usual rate
 * below 0.5, and hardly at all above 0.7, however small their spread among the draws that were made. Written here because
 * the statistics libraries of the JVM fit no generalised Pareto distribution.
 */
public final class ParetoTail {
    private static final int LEAST = 5; // weights in a tail
    private static final double PRIOR_SHAPE = 0.5; // towards which a short tail is drawn, as by ten weights more
    private static final double PRIOR_WEIGHTS = 10;

    private ParetoTail() {}

    /** The shape of the tail of exp(logWeights); infinite where there are too few to tell. */
    public static double shape(double[] logWeights) {
        double[] sorted = logWeights.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        int tail = (int) Math.min(count / 5, Math.ceil(3 * Math.sqrt(count)));
        if (tail < LEAST) {
            return Double.POSITIVE_INFINITY;
        }
        double greatest = sorted[count - 1];
        double threshold = Math.exp(sorted[count - tail - 1] - greatest);
        double[] excess = new double[tail]; // ascending
        for (int i = 0; i < tail; i++) {
            excess[i] = Math.exp(sorted[count - tail + i] - greatest) - threshold;
        }
        double shape = excess[tail - 1] <= 0 ? 0 : fitted(excess); // equal weights have no tail
        return (tail * shape + PRIOR_WEIGHTS * PRIOR_SHAPE) / (tail + PRIOR_WEIGHTS);
    }

    /**
     * The shape by Zhang and Stephens (2009): the likelihood over a grid of b = −k / scale, whose mean under a weak prior is
     * taken for b; given b, the likeliest k has a closed form.
     */
    private static double fitted(double[] excess) {
        int n = excess.length;
        double quartile = Math.max(excess[(int) Math.floor(n / 4.0 + 0.5) - 1], Double.MIN_NORMAL);
        int points = 30 + (int) Math.sqrt(n);
        double[] b = new double[points];
        double[] logLikelihood = new double[points];
        for (int i = 0; i < points; i++) {
            b[i] = 1 / excess[n - 1] + (1 - Math.sqrt(points / (i + 0.5))) / (3 * quartile);
            double k = shape(b[i], excess);
            logLikelihood[i] = n * (Math.log(-b[i] / k) - k - 1);
        }
        double best = Arrays.stream(logLikelihood).max().orElseThrow();
        double sum = 0;
        double mean = 0;
        for (int i = 0; i < points; i++) {
            double weight = Math.exp(logLikelihood[i] - best);
            sum += weight;
            mean += weight * b[i];
        }
        return shape(mean / sum, excess);
    }

    private static double shape(double b, double[] excess) {
        return Arrays.stream(excess).map(x -> Math.log1p(-b * x)).average().orElseThrow();
    }
}
