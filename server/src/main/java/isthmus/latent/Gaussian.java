package isthmus.latent;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * N(mean, diag exp(logvar)), with its constants computed once. Sums are in double. Immutable; any
 * thread.
 */
public final class Gaussian implements Posterior, Prior {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final float[] mean; // (dim)
    private final float[] logvar; // (dim)
    private final double[] sigma; // (dim)
    private final double logNormaliser;

    /**
     * The distribution of one row.
     *
     * @param mean (rows, dim)
     * @param logvar (rows, dim) log variances
     */
    public Gaussian(float[] mean, float[] logvar, int row, int dim) {
        this(
                Arrays.copyOfRange(mean, row * dim, (row + 1) * dim),
                Arrays.copyOfRange(logvar, row * dim, (row + 1) * dim));
    }

    /**
     * @param mean (dim), which nobody writes into any more
     * @param logvar (dim), likewise
     */
    public Gaussian(float[] mean, float[] logvar) {
        if (mean.length != logvar.length) {
            throw new IllegalArgumentException(
                    "expected as many means as log variances, found %d and %d".formatted(mean.length, logvar.length));
        }
        this.mean = mean;
        this.logvar = logvar;
        sigma = new double[mean.length];
        double logDeterminant = 0;
        for (int d = 0; d < mean.length; d++) {
            sigma[d] = Math.exp((double) logvar[d] / 2);
            logDeterminant += logvar[d];
        }
        logNormaliser = -0.5 * (mean.length * LOG_TWO_PI + logDeterminant);
    }

    /** @param variances (dim) */
    public static Gaussian of(float[] mean, double[] variances) {
        return new Gaussian(mean, Vectors.logs(variances));
    }

    /** N(0, I). */
    public static Gaussian standard(int dim) {
        return new Gaussian(new float[dim], new float[dim]);
    }

    @Override
    public int dim() {
        return mean.length;
    }

    @Override
    public float[] mean() {
        return mean;
    }

    /** The log variances, (dim); nobody writes into them. */
    public float[] logvar() {
        return logvar;
    }

    /** In nats. */
    public double entropy() {
        return mean.length / 2.0 - logNormaliser;
    }

    @Override
    public double logDensity(float[] z, int row) {
        double sum = 0;
        for (int d = 0, at = row * mean.length; d < mean.length; d++, at++) {
            double standardised = ((double) z[at] - mean[d]) / sigma[d];
            sum += standardised * standardised;
        }
        return logNormaliser - 0.5 * sum;
    }

    @Override
    public void draw(Noise noise, float[] z, int row) {
        for (int d = 0, at = row * mean.length; d < mean.length; d++, at++) {
            z[at] = (float) (mean[d] + sigma[d] * noise.normal());
        }
    }

    /**
     * z = mean + sigma ε for given draws ε of N(0, I).
     *
     * @param epsilon (count, dim)
     * @return (count, dim)
     */
    public float[] codes(float[] epsilon) {
        float[] z = new float[epsilon.length];
        for (int i = 0; i < z.length; i++) {
            int d = i % mean.length;
            z[i] = (float) (mean[d] + sigma[d] * epsilon[i]);
        }
        return z;
    }

    @Override
    public double[] variances() {
        return Arrays.stream(sigma).map(one -> one * one).toArray();
    }

    @Override
    public double[] gradient(float[] z, int row) {
        double[] gradient = new double[mean.length];
        for (int d = 0, at = row * mean.length; d < mean.length; d++, at++) {
            gradient[d] = ((double) mean[d] - z[at]) / (sigma[d] * sigma[d]);
        }
        return gradient;
    }

    @Override
    public OptionalDouble klTo(Prior prior) {
        return klByDimension(prior)
                .map(kl -> OptionalDouble.of(Arrays.stream(kl).sum()))
                .orElse(OptionalDouble.empty());
    }

    @Override
    public Optional<double[]> klByDimension(Prior prior) {
        return prior.gaussian().map(this::klByDimension);
    }

    private double[] klByDimension(Gaussian prior) {
        double[] kl = new double[mean.length];
        for (int d = 0; d < kl.length; d++) {
            double offset = ((double) mean[d] - prior.mean[d]) / prior.sigma[d];
            double log = (double) logvar[d] - prior.logvar[d];
            kl[d] = 0.5 * (offset * offset + Math.expm1(log) - log);
        }
        return kl;
    }

    @Override
    public Covariance covariance(Plane plane) {
        return plane.covariance(logvar, 0);
    }

    @Override
    public FullGaussian moments() {
        float[] factor = new float[mean.length * mean.length];
        for (int d = 0; d < mean.length; d++) {
            factor[d * mean.length + d] = (float) sigma[d];
        }
        return new FullGaussian(mean, factor);
    }

    @Override
    public Optional<Gaussian> gaussian() {
        return Optional.of(this);
    }

    /** The same distribution with each sigma times a factor. */
    public Gaussian withScaledSigma(double factor) {
        float[] scaled = logvar.clone();
        for (int d = 0; d < scaled.length; d++) {
            scaled[d] += (float) (2 * Math.log(factor));
        }
        return new Gaussian(mean, scaled);
    }
}
