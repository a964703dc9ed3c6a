package isthmus.latent;

import java.util.Arrays;
import java.util.Optional;

/**
 * A normal bent by affine couplings (Dinh and others 2015): z = mean + sigma · f(ε), ε ~ N(0, I). A coupling scales and shifts
 * one half of the coordinates by functions of the other half, so that f has an inverse and its determinant is a product. The
 * functions' weights are the encoder's, one set an image. Immutable; any thread.
 */
public final class CouplingFlow implements Posterior {
    private static final int DRAWS = 512; // by which mean and covariance are known, in antithetic pairs
    private static final float[][] EPSILON = new float[32][]; // by dim / 2, each (DRAWS, dim)

    private final Gaussian base; // of mean and sigma; the flow's mean is another
    private final float[] couplings; // (steps, width)
    private final int steps;
    private final int half; // of the dimensions
    private final int units;
    private final FullGaussian moments;

    /**
     * @param mean (dim) of an even dim
     * @param logvar (dim) twice the log of sigma
     * @param couplings (steps, width) of each step W (units, half), b (units), T (half, units) and R (half, units): where one
     *     half of the coordinates is A, the other becomes B · exp(R u) + T u with u = tanh(W A + b); A is the first half in
     *     even steps
     */
    public CouplingFlow(float[] mean, float[] logvar, float[] couplings, int steps) {
        base = new Gaussian(mean, logvar);
        half = mean.length / 2;
        int width = steps == 0 ? 0 : couplings.length / steps;
        units = unitsOf(width, mean.length);
        this.couplings = couplings;
        this.steps = steps;
        moments = sampledMoments();
    }

    /** The units of a step of so many weights. */
    public static int unitsOf(int width, int dim) {
        int half = dim / 2;
        int each = 3 * half + 1;
        if (dim % 2 != 0 || width % each != 0) {
            throw new IllegalArgumentException(
                    "expected an even dim and a multiple of %d weights a step, found %d and %d"
                            .formatted(each, dim, width));
        }
        return width / each;
    }

    /** Fixed draws of N(0, I), of a variance of exactly 1, so that the same image has the same moments each time. */
    private static float[] epsilon(int dim) {
        float[] half = Noise.named(0, "moments of flows").normals(DRAWS / 2 * dim);
        float[] all = Arrays.copyOf(half, DRAWS * dim);
        for (int d = 0; d < dim; d++) {
            double squares = 0;
            for (int i = d; i < half.length; i += dim) {
                squares += (double) half[i] * half[i];
            }
            double scale = Math.sqrt(DRAWS / 2.0 / squares);
            for (int i = d; i < half.length; i += dim) {
                all[i] = (float) (scale * half[i]);
                all[half.length + i] = -all[i];
            }
        }
        return all;
    }

    private FullGaussian sampledMoments() {
        int dim = dim();
        float[] z = cached(dim).clone();
        double[] sum = new double[dim];
        for (int row = 0; row < DRAWS; row++) {
            forward(z, row);
            for (int d = 0; d < dim; d++) {
                sum[d] += z[row * dim + d];
            }
        }
        double[] mean = Vectors.scaled(sum, 1.0 / DRAWS);
        double[][] covariance = new double[dim][dim];
        for (int row = 0; row < DRAWS; row++) {
            for (int d = 0; d < dim; d++) {
                for (int e = 0; e < dim; e++) {
                    covariance[d][e] += (z[row * dim + d] - mean[d]) * (z[row * dim + e] - mean[e]) / (DRAWS - 1);
                }
            }
        }
        return FullGaussian.of(Vectors.floats(mean), covariance);
    }

    private static float[] cached(int dim) {
        int at = dim / 2;
        if (at >= EPSILON.length) {
            return epsilon(dim);
        }
        synchronized (EPSILON) {
            if (EPSILON[at] == null) {
                EPSILON[at] = epsilon(dim);
            }
            return EPSILON[at];
        }
    }

    @Override
    public int dim() {
        return base.dim();
    }

    @Override
    public float[] mean() {
        return moments.mean();
    }

    @Override
    public double[] variances() {
        return moments.variances();
    }

    /** Turns a row of ε into z. */
    private void forward(float[] z, int row) {
        int dim = dim();
        for (int step = 0; step < steps; step++) {
            double[] u = unitValues(z, row * dim, step);
            int to = row * dim + (step % 2 == 0 ? half : 0);
            for (int d = 0; d < half; d++) {
                z[to + d] = (float) (z[to + d] * Math.exp(sum(step, scale(d), u)) + sum(step, shift(d), u));
            }
        }
        for (int d = 0, at = row * dim; d < dim; d++, at++) {
            z[at] = (float) (base.mean()[d] + Math.exp(base.logvar()[d] / 2.0) * z[at]);
        }
    }

    /** tanh(W A + b), (units), at one row of standardised coordinates. */
    private double[] unitValues(float[] z, int start, int step) {
        int width = (3 * half + 1) * units;
        int from = start + (step % 2 == 0 ? 0 : half);
        double[] u = new double[units];
        for (int k = 0; k < units; k++) {
            double sum = couplings[step * width + units * half + k];
            for (int d = 0; d < half; d++) {
                sum += couplings[step * width + k * half + d] * z[from + d];
            }
            u[k] = Math.tanh(sum);
        }
        return u;
    }

    /** Where T's row of a coordinate begins in a step. */
    private int shift(int d) {
        return units * (half + 1 + d);
    }

    /** Where R's row of a coordinate begins in a step. */
    private int scale(int d) {
        return units * (2 * half + 1 + d);
    }

    private double sum(int step, int start, double[] u) {
        int from = step * (3 * half + 1) * units + start;
        double sum = 0;
        for (int k = 0; k < units; k++) {
            sum += couplings[from + k] * u[k];
        }
        return sum;
    }

    @Override
    public void draw(Noise noise, float[] z, int row) {
        for (int d = 0, at = row * dim(); d < dim(); d++, at++) {
            z[at] = (float) noise.normal();
        }
        forward(z, row);
    }

    @Override
    public double logDensity(float[] z, int row) {
        int dim = dim();
        float[] e = new float[dim];
        double log = -0.5 * dim * Math.log(2 * Math.PI);
        for (int d = 0; d < dim; d++) {
            e[d] = (float) ((z[row * dim + d] - (double) base.mean()[d]) / Math.exp(base.logvar()[d] / 2.0));
            log -= base.logvar()[d] / 2.0;
        }
        for (int step = steps - 1; step >= 0; step--) {
            double[] u = unitValues(e, 0, step);
            int to = step % 2 == 0 ? half : 0;
            for (int d = 0; d < half; d++) {
                double scale = sum(step, scale(d), u);
                e[to + d] = (float) ((e[to + d] - sum(step, shift(d), u)) * Math.exp(-scale));
                log -= scale;
            }
        }
        for (int d = 0; d < dim; d++) {
            log -= 0.5 * e[d] * e[d];
        }
        return log;
    }

    @Override
    public Covariance covariance(Plane plane) {
        return moments.covariance(plane);
    }

    @Override
    public FullGaussian moments() {
        return moments;
    }

    @Override
    public Optional<Gaussian> gaussian() {
        return Optional.empty();
    }
}
