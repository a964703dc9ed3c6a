package isthmus.latent;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * N(mean, L Lᵀ) with a lower triangular L of positive diagonal, as exact posteriors of linear models are. Sums are in double.
 * Immutable; any thread.
 */
public final class FullGaussian implements Posterior {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    private static final double LEAST = 1e-12; // variance given to what has none

    private final float[] mean; // (dim)
    private final float[] factor; // (dim, dim) L
    private final double logNormaliser;

    /**
     * @param mean (dim), which nobody writes into any more
     * @param factor (dim, dim) L, likewise; what is above its diagonal is ignored
     */
    public FullGaussian(float[] mean, float[] factor) {
        int dim = mean.length;
        if (factor.length != dim * dim) {
            throw new IllegalArgumentException(
                    "expected a factor of %d numbers, found %d".formatted(dim * dim, factor.length));
        }
        this.mean = mean;
        this.factor = factor;
        double sum = -0.5 * dim * LOG_TWO_PI;
        for (int d = 0; d < dim; d++) {
            if (!(factor[d * dim + d] > 0)) {
                throw new IllegalArgumentException("expected a positive diagonal, found " + factor[d * dim + d]);
            }
            sum -= Math.log(factor[d * dim + d]);
        }
        logNormaliser = sum;
    }

    /**
     * By Cholesky's factor of a covariance.
     *
     * @param covariance (dim, dim)
     */
    public static FullGaussian of(float[] mean, double[][] covariance) {
        int dim = mean.length;
        double[][] lower = new double[dim][dim];
        float[] factor = new float[dim * dim];
        for (int i = 0; i < dim; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = covariance[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(Math.max(LEAST, rest)) : rest / lower[j][j];
                factor[i * dim + j] = (float) lower[i][j];
            }
        }
        return new FullGaussian(mean, factor);
    }

    @Override
    public int dim() {
        return mean.length;
    }

    @Override
    public float[] mean() {
        return mean;
    }

    /** L, (dim, dim); nobody writes into it. */
    public float[] factor() {
        return factor;
    }

    @Override
    public double[] variances() {
        double[] variances = new double[mean.length];
        for (int d = 0; d < mean.length; d++) {
            for (int k = 0; k <= d; k++) {
                double entry = factor[d * mean.length + k];
                variances[d] += entry * entry;
            }
        }
        return variances;
    }

    /** L⁻¹ times a vector: an offset from the mean in standard deviations. */
    public double[] standardised(double[] offset) {
        int dim = mean.length;
        double[] standard = new double[dim];
        for (int d = 0; d < dim; d++) {
            double rest = offset[d];
            for (int k = 0; k < d; k++) {
                rest -= factor[d * dim + k] * standard[k];
            }
            standard[d] = rest / factor[d * dim + d];
        }
        return standard;
    }

    /** The log density at the mean. */
    public double logPeak() {
        return logNormaliser;
    }

    @Override
    public double logDensity(float[] z, int row) {
        double[] offset = new double[mean.length];
        for (int d = 0; d < offset.length; d++) {
            offset[d] = (double) z[row * offset.length + d] - mean[d];
        }
        double[] standard = standardised(offset);
        return logNormaliser - 0.5 * Vectors.dot(standard, standard);
    }

    @Override
    public void draw(Noise noise, float[] z, int row) {
        int dim = mean.length;
        double[] epsilon = new double[dim];
        for (int d = 0; d < dim; d++) {
            epsilon[d] = noise.normal();
            double sum = mean[d];
            for (int k = 0; k <= d; k++) {
                sum += factor[d * dim + k] * epsilon[k];
            }
            z[row * dim + d] = (float) sum;
        }
    }

    @Override
    public OptionalDouble klTo(Prior prior) {
        return prior.gaussian().map(p -> OptionalDouble.of(kl(p))).orElse(OptionalDouble.empty());
    }

    private double kl(Gaussian prior) {
        double[] variances = variances();
        double sum = 0;
        for (int d = 0; d < mean.length; d++) {
            double variance = Math.exp(prior.logvar()[d]);
            double offset = (double) mean[d] - prior.mean()[d];
            sum += (variances[d] + offset * offset) / variance - 1 + prior.logvar()[d];
            sum -= 2 * Math.log(factor[d * mean.length + d]);
        }
        return sum / 2;
    }

    @Override
    public Covariance covariance(Plane plane) {
        double[] first = transposed(plane.first());
        double[] second = transposed(plane.second());
        return new Covariance(Vectors.dot(first, first), Vectors.dot(first, second), Vectors.dot(second, second));
    }

    /** Lᵀ times a vector. */
    private double[] transposed(double[] vector) {
        int dim = mean.length;
        double[] out = new double[dim];
        for (int d = 0; d < dim; d++) {
            for (int k = 0; k <= d; k++) {
                out[k] += factor[d * dim + k] * vector[d];
            }
        }
        return out;
    }

    @Override
    public FullGaussian moments() {
        return this;
    }

    @Override
    public Optional<Gaussian> gaussian() {
        return Optional.empty();
    }
}
