package isthmus.latent;

/**
 * N(mean, diag exp(logvar)), with what is needed again and again computed once. Sums are in double. Immutable; any
 * thread.
 */
public final class Gaussian {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final double[] mean; // (dim)
    private final double[] sigma; // (dim)
    private final double[] logvar; // (dim)
    private final double logNormaliser;

    /**
     * The distribution of one row.
     *
     * @param mean (rows, dim)
     * @param logvar (rows, dim) log variances
     */
    public Gaussian(float[] mean, float[] logvar, int row, int dim) {
        this.mean = new double[dim];
        this.sigma = new double[dim];
        this.logvar = new double[dim];
        double logDeterminant = 0;
        for (int d = 0; d < dim; d++) {
            this.mean[d] = mean[row * dim + d];
            this.logvar[d] = logvar[row * dim + d];
            this.sigma[d] = Math.exp(this.logvar[d] / 2);
            logDeterminant += this.logvar[d];
        }
        this.logNormaliser = -0.5 * (dim * LOG_TWO_PI + logDeterminant);
    }

    /** N(0, I). */
    public static Gaussian standard(int dim) {
        return new Gaussian(new float[dim], new float[dim], 0, dim);
    }

    public int dim() {
        return mean.length;
    }

    /**
     * The log density at one row.
     *
     * @param z (rows, dim)
     */
    public double logDensity(float[] z, int row) {
        double sum = 0;
        for (int d = 0, at = row * mean.length; d < mean.length; d++, at++) {
            double standardised = (z[at] - mean[d]) / sigma[d];
            sum += standardised * standardised;
        }
        return logNormaliser - 0.5 * sum;
    }

    /**
     * Draws into one row.
     *
     * @param z (rows, dim), of which the row is overwritten
     */
    public void draw(Noise noise, float[] z, int row) {
        for (int d = 0, at = row * mean.length; d < mean.length; d++, at++) {
            z[at] = (float) (mean[d] + sigma[d] * noise.normal());
        }
    }

    /** KL(this ‖ N(0, I)) in nats by dimension, (dim); they add up to the whole. */
    public double[] klToStandard() {
        double[] kl = new double[mean.length];
        for (int d = 0; d < kl.length; d++) {
            kl[d] = 0.5 * (mean[d] * mean[d] + Math.expm1(logvar[d]) - logvar[d]);
        }
        return kl;
    }
}
