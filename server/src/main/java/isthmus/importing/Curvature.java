package isthmus.importing;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much log p(x|z) bends at the mean codes of images, along single axes: the sum over pixels of the squared change of
 * their mean, weighted as a likelihood weighs it. It says how wide the best q(z|x) is: its precision is one, of the prior,
 * and this. Immutable by agreement; any thread.
 *
 * @param axes of latent space that were tried
 * @param gaussian (images, axes) for a deviation of 1
 * @param bernoulli (images, axes)
 */
record Curvature(int[] axes, double[][] gaussian, double[][] bernoulli) {
    private static final int MOST_AXES = 32;
    private static final double STEP = 0.1; // of the deviation of the means along an axis, and at most so much
    private static final double LEAST_STEP = 0.05;
    private static final double LEAST_VARIANCE = 0.01; // of a pixel that is nearly black or white

    /** Decodes so many codes, (count, dim), to means in [0, 1]. */
    interface Decode {
        float[] apply(float[] codes, int count);
    }

    /** @param means (count, dim) */
    static Curvature at(float[] means, int count, int dim, Decode decode) {
        int tried = Math.min(dim, MOST_AXES);
        int[] axes = IntStream.range(0, tried).map(i -> i * dim / tried).toArray();
        float[] middle = decode.apply(means, count);
        int size = middle.length / count;
        double[][] gaussian = new double[count][tried];
        double[][] bernoulli = new double[count][tried];
        for (int a = 0; a < tried; a++) {
            double step = Math.min(STEP, Math.max(LEAST_STEP, STEP * deviation(means, dim, axes[a])));
            float[] above = decode.apply(moved(means, dim, axes[a], step), count);
            float[] below = decode.apply(moved(means, dim, axes[a], -step), count);
            for (int i = 0; i < middle.length; i++) {
                double slope = (above[i] - below[i]) / (2 * step);
                double variance = Math.max(LEAST_VARIANCE, middle[i] * (1.0 - middle[i]));
                gaussian[i / size][a] += slope * slope;
                bernoulli[i / size][a] += slope * slope / variance;
            }
        }
        return new Curvature(axes, gaussian, bernoulli);
    }

    private static float[] moved(float[] means, int dim, int axis, double step) {
        float[] moved = means.clone();
        for (int i = axis; i < moved.length; i += dim) {
            moved[i] += (float) step;
        }
        return moved;
    }

    private static double deviation(float[] means, int dim, int axis) {
        double[] values = IntStream.iterate(axis, i -> i < means.length, i -> i + dim)
                .mapToDouble(i -> means[i])
                .toArray();
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0));
    }

    /**
     * What each image's bound loses by variances that are not the best ones: half the sum of v λ − 1 − log(v λ) over the
     * axes, where λ is the best precision; in nats, for all of {@code dim} axes.
     *
     * @param logVariance (images, dim)
     * @param strength of the likelihood beside the prior: of a gaussian one over its variance
     */
    double[] lost(double[] logVariance, int dim, double[][] bends, double strength) {
        double[] lost = new double[bends.length];
        for (int i = 0; i < lost.length; i++) {
            for (int a = 0; a < axes.length; a++) {
                double off = logVariance[i * dim + axes[a]] + Math.log1p(strength * bends[i][a]);
                lost[i] += (Math.expm1(Math.min(off, FARTHEST)) - off) / 2 * dim / axes.length;
            }
        }
        return lost;
    }

    private static final double FARTHEST = 20; // beyond which numbers would only overflow
}
