package isthmus.latent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits a mixture of diagonal Gaussians to codes by expectation and maximisation (Dempster, Laird and Rubin 1977). Of
 * several starts, each at codes drawn far from one another, the likeliest is kept. The same seed gives the same mixture.
 * Any thread.
 *
 * @param starts how often a fit is begun
 * @param steps most steps of a fit
 */
public record MixtureFit(int starts, int steps, long seed) {
    private static final double ENOUGH = 1e-5; // nats a code: a step that gains less is the last
    private static final double NARROWEST = 1e-4; // least variance, as a share of all codes'
    private static final double EMPTIEST = 1e-6; // least weight

    public static final MixtureFit DEFAULT = new MixtureFit(3, 200, 1);

    /**
     * A mixture and how well it fits.
     *
     * @param logLikelihood mean log density of the codes that it was fitted to, or, where it was chosen among others, of
     *     those held out
     */
    public record Fitted(Mixture mixture, double logLikelihood) {}

    /** Told how a choice goes on; what it throws ends the choice. */
    public interface Progress {
        /** The likeliest mixture that was found of another number of components. */
        void tried(Mixture mixture);

        /** After each step of each fit. */
        void stepped();
    }

    private static final Progress UNTOLD = new Progress() {
        @Override
        public void tried(Mixture mixture) {}

        @Override
        public void stepped() {}
    };

    /** As {@link #choose(float[], float[], int, int, Progress)}, telling nobody. */
    public Fitted choose(float[] codes, float[] heldOut, int dim, int most) {
        return choose(codes, heldOut, dim, most, UNTOLD);
    }

    /**
     * The mixture, of those of 1, 2, 4, … and at most {@code most} components, that is likeliest on codes held out. More
     * are not tried after two in a row that are less likely.
     */
    public Fitted choose(float[] codes, float[] heldOut, int dim, int most, Progress progress) {
        Fitted best = null;
        int worse = 0;
        for (int components = 1; ; components = Math.min(most, 2 * components)) {
            Mixture mixture = fit(codes, dim, components, progress).mixture();
            progress.tried(mixture);
            double score = meanLogDensity(mixture, heldOut);
            worse++;
            if (best == null || score > best.logLikelihood()) {
                best = new Fitted(mixture, score);
                worse = 0;
            }
            if (components == most || worse == 2) {
                return best;
            }
        }
    }

    /** The likeliest mixture that was found of so many components. */
    public Fitted fit(float[] codes, int dim, int components) {
        return fit(codes, dim, components, UNTOLD);
    }

    private Fitted fit(float[] codes, int dim, int components, Progress progress) {
        int count = codes.length / dim;
        if (components < 1 || components > count) {
            throw new IllegalArgumentException("expected 1 to %d components, found %d".formatted(count, components));
        }
        Fitted best = null;
        for (int start = 0; start < starts; start++) {
            Noise noise = Noise.named(seed, "mixture").stream(start);
            Fitted found = ascend(codes, dim, begin(codes, dim, components, noise), progress);
            if (best == null || found.logLikelihood() > best.logLikelihood()) {
                best = found;
            }
        }
        return best;
    }

    /** Components at codes that are drawn by their squared distance from those drawn before (Arthur and Vassilvitskii 2007). */
    private static Mixture begin(float[] codes, int dim, int components, Noise noise) {
        int count = codes.length / dim;
        float[] logvar = new float[dim];
        double[] variance = variances(codes, dim);
        double shrink = Math.pow(components, -2.0 / dim);
        for (int d = 0; d < dim; d++) {
            logvar[d] = (float) Math.log(Math.max(variance[d] * shrink, Float.MIN_NORMAL));
        }
        List<Gaussian> begun = new ArrayList<>();
        double[] nearest = new double[count];
        Arrays.fill(nearest, 1); // the first is drawn from all alike
        while (begun.size() < components) {
            float[] mean = row(codes, dim, drawn(nearest, noise));
            begun.add(new Gaussian(mean, logvar));
            for (int i = 0; i < count; i++) {
                double distance = 0;
                for (int d = 0; d < dim; d++) {
                    double apart = (double) codes[i * dim + d] - mean[d];
                    distance += apart * apart;
                }
                nearest[i] = begun.size() == 1 ? distance : Math.min(nearest[i], distance);
            }
        }
        double[] weights = new double[components];
        Arrays.fill(weights, 1);
        return new Mixture(begun, weights);
    }

    private static int drawn(double[] weights, Noise noise) {
        double left = noise.uniform() * Arrays.stream(weights).sum();
        int chosen = 0;
        while (chosen < weights.length - 1 && (left -= weights[chosen]) >= 0) {
            chosen++;
        }
        return chosen;
    }

    private Fitted ascend(float[] codes, int dim, Mixture begun, Progress progress) {
        double[] variance = variances(codes, dim);
        Fitted now = step(codes, dim, begun, variance);
        for (int step = 1; step < steps; step++) {
            Fitted next = step(codes, dim, now.mixture(), variance);
            boolean done = next.logLikelihood() - now.logLikelihood() < ENOUGH;
            now = next;
            progress.stepped();
            if (done) {
                break;
            }
        }
        return new Fitted(now.mixture(), meanLogDensity(now.mixture(), codes));
    }

    /** A step up, with the mean log density of the mixture that it began with. */
    private static Fitted step(float[] codes, int dim, Mixture from, double[] variance) {
        int count = codes.length / dim;
        int components = from.weights().length;
        double[] weights = new double[components];
        double[][] sums = new double[components][dim];
        double[][] squares = new double[components][dim];
        double total = 0;
        Scores scores = new Scores(from);
        for (int i = 0; i < count; i++) {
            double[] shares = scores.shares(codes, i);
            total += scores.logDensity;
            for (int k = 0; k < components; k++) {
                if (shares[k] == 0) {
                    continue;
                }
                weights[k] += shares[k];
                for (int d = 0; d < dim; d++) {
                    double z = codes[i * dim + d];
                    sums[k][d] += shares[k] * z;
                    squares[k][d] += shares[k] * z * z;
                }
            }
        }
        List<Gaussian> moved = new ArrayList<>();
        for (int k = 0; k < components; k++) {
            float[] mean = new float[dim];
            float[] logvar = new float[dim];
            for (int d = 0; d < dim; d++) {
                double centre = sums[k][d] / Math.max(weights[k], EMPTIEST);
                double spread = squares[k][d] / Math.max(weights[k], EMPTIEST) - centre * centre;
                mean[d] = (float) centre;
                logvar[d] = (float) Math.log(Math.max(spread, NARROWEST * variance[d] + Float.MIN_NORMAL));
            }
            moved.add(new Gaussian(mean, logvar));
            weights[k] = Math.max(weights[k] / count, EMPTIEST);
        }
        return new Fitted(new Mixture(moved, weights), total / count);
    }

    /** A mixture's shares and log density, code by code in the same arrays: most of a fit's time goes here. One thread. */
    private static final class Scores {
        private static final double NOTHING = -20; // nats below the likeliest component: a share of nothing

        private final int dim;
        private final double[][] precision; // (components, dim)
        private final float[][] mean; // (components, dim)
        private final double[] peak; // (components) log weight and density at the mean
        private final double[] shares; // (components)
        private double logDensity; // of the code that was scored last

        Scores(Mixture mixture) {
            List<Gaussian> all = mixture.components();
            dim = mixture.dim();
            precision = new double[all.size()][dim];
            mean = new float[all.size()][];
            peak = new double[all.size()];
            shares = new double[all.size()];
            double[] weights = mixture.weights();
            for (int k = 0; k < peak.length; k++) {
                Gaussian one = all.get(k);
                mean[k] = one.mean();
                peak[k] = Math.log(weights[k]) + one.logDensity(one.mean(), 0);
                for (int d = 0; d < dim; d++) {
                    precision[k][d] = Math.exp(-one.logvar()[d]);
                }
            }
        }

        /** Of one row of codes (count, dim); overwritten by the next. */
        double[] shares(float[] codes, int row) {
            double most = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < peak.length; k++) {
                double square = 0;
                for (int d = 0; d < dim; d++) {
                    double apart = (double) codes[row * dim + d] - mean[k][d];
                    square += apart * apart * precision[k][d];
                }
                shares[k] = peak[k] - square / 2;
                most = Math.max(most, shares[k]);
            }
            double sum = 0;
            for (int k = 0; k < peak.length; k++) {
                shares[k] = shares[k] - most < NOTHING ? 0 : Math.exp(shares[k] - most);
                sum += shares[k];
            }
            for (int k = 0; k < peak.length; k++) {
                shares[k] /= sum;
            }
            logDensity = most + Math.log(sum);
            return shares;
        }
    }

    /** The mean of log p(z) over codes (count, dim). */
    public static double meanLogDensity(Distribution of, float[] codes) {
        int count = codes.length / of.dim();
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += of.logDensity(codes, i);
        }
        return sum / count;
    }

    private static double[] variances(float[] codes, int dim) {
        double[] mean = new double[dim];
        double[] squares = new double[dim];
        int count = codes.length / dim;
        for (int i = 0; i < codes.length; i++) {
            mean[i % dim] += codes[i] / (double) count;
            squares[i % dim] += (double) codes[i] * codes[i] / count;
        }
        double[] variances = new double[dim];
        for (int d = 0; d < dim; d++) {
            variances[d] = Math.max(0, squares[d] - mean[d] * mean[d]);
        }
        return variances;
    }

    private static float[] row(float[] codes, int dim, int row) {
        return Arrays.copyOfRange(codes, row * dim, (row + 1) * dim);
    }
}
