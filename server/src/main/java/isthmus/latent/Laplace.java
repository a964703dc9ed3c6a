package isthmus.latent;

import java.util.Arrays;
import java.util.Optional;

/**
 * Independent Laplace variables of mean 0 and variance 1: a sharper peak at 0 and longer tails than N(0, I), so that codes
 * with few large coordinates are likelier (Barello, Charles and Pillow 2018). Immutable; any thread.
 *
 * @param dim coordinates of a code
 */
public record Laplace(int dim) implements Prior {
    /** Mean absolute deviation, with which the variance, twice its square, is 1. */
    public static final double SCALE = Math.sqrt(0.5);

    @Override
    public float[] mean() {
        return new float[dim];
    }

    @Override
    public double[] variances() {
        double[] ones = new double[dim];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** An exponential variable with a random sign. */
    @Override
    public void draw(Noise noise, float[] z, int row) {
        for (int d = 0; d < dim; d++) {
            double size = -SCALE * StrictMath.log1p(-noise.uniform());
            z[row * dim + d] = (float) (noise.nextInt(2) == 0 ? size : -size);
        }
    }

    @Override
    public double logDensity(float[] z, int row) {
        double distance = 0;
        for (int d = 0; d < dim; d++) {
            distance += Math.abs(z[row * dim + d]);
        }
        return -distance / SCALE - dim * Math.log(2 * SCALE);
    }

    @Override
    public double[] gradient(float[] z, int row) {
        double[] gradient = new double[dim];
        Arrays.setAll(gradient, d -> -Math.signum(z[row * dim + d]) / SCALE);
        return gradient;
    }

    @Override
    public Optional<Gaussian> gaussian() {
        return Optional.empty();
    }
}
