package isthmus.atlas;

import isthmus.Failure;
import isthmus.latent.Covariance;
import isthmus.latent.FullGaussian;
import isthmus.latent.LogSumExp;
import isthmus.latent.Plane;
import isthmus.latent.Vectors;
import java.util.Arrays;

/**
 * The aggregate posterior of an atlas: the mixture (1/n) Σ q(z|x) over all its rows. Sums are in double. Immutable; any thread.
 */
public final class Density {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final Atlas atlas;
    private final double[] precision; // (count, dim) 1 / variance; unused where covariances are full
    private final double[] logPeak; // (count) log density of each component at its mean, with its weight 1/n

    private Density(Atlas atlas, double[] precision, double[] logPeak) {
        this.atlas = atlas;
        this.precision = precision;
        this.logPeak = logPeak;
    }

    public static Density of(Atlas atlas) {
        int n = atlas.count();
        int dim = atlas.dim();
        float[] logvar = atlas.posteriors().logvar();
        if (logvar == null || n == 0) {
            throw Failure.badInput(
                    "", "an atlas of posteriors that have a density", n == 0 ? "no rows" : "points without a variance");
        }
        double[] precision = new double[n * dim];
        double[] logPeak = new double[n];
        if (atlas.posteriors().exact() != null) {
            Arrays.setAll(logPeak, i -> full(atlas, i).logPeak() - Math.log(n));
            return new Density(atlas, precision, logPeak);
        }
        for (int i = 0; i < n; i++) {
            double logDeterminant = 0;
            for (int d = 0, at = i * dim; d < dim; d++, at++) {
                precision[at] = Math.exp(-logvar[at]);
                logDeterminant += logvar[at];
            }
            logPeak[i] = -0.5 * (dim * LOG_TWO_PI + logDeterminant) - Math.log(n);
        }
        return new Density(atlas, precision, logPeak);
    }

    private static FullGaussian full(Atlas atlas, int row) {
        return atlas.posteriors().exact().get(row).moments();
    }

    public int dim() {
        return atlas.dim();
    }

    /** A vector in the standard deviations of a row's normal, so that lengths are distances in it. */
    private double[] standardised(int row, double[] vector) {
        if (atlas.posteriors().exact() != null) {
            return full(atlas, row).standardised(vector);
        }
        double[] out = new double[vector.length];
        for (int d = 0; d < out.length; d++) {
            out[d] = vector[d] * Math.sqrt(precision[row * out.length + d]);
        }
        return out;
    }

    /**
     * The log density, in nats, at some of the codes; every row of the atlas is summed.
     *
     * @param codes (count, dim), of which rows [from, to) are scored
     * @return (to − from)
     */
    public float[] at(float[] codes, int from, int to) {
        float[] out = new float[to - from];
        for (int c = from; c < to; c++) {
            out[c - from] = (float) logDensity(codes, c);
        }
        return out;
    }

    /** The log density and the standard error that it has where the rows are drawn of more, (to − from) each. */
    public float[][] withErrors(float[] codes, int from, int to) {
        float[][] out = new float[2][to - from];
        for (int c = from; c < to; c++) {
            LogSumExp sum = sum(codes, c);
            out[0][c - from] = (float) sum.logSum();
            out[1][c - from] = (float) sum.logMeanError();
        }
        return out;
    }

    private double logDensity(float[] codes, int c) {
        return sum(codes, c).logSum();
    }

    private LogSumExp sum(float[] codes, int c) {
        int dim = dim();
        LogSumExp sum = new LogSumExp();
        for (int i = 0; i < logPeak.length; i++) {
            if (atlas.posteriors().exact() != null) {
                sum.add(full(atlas, i).logDensity(codes, c) - Math.log(logPeak.length));
                continue;
            }
            double distance = 0; // squared, in standard deviations
            for (int d = 0, at = i * dim; d < dim; d++, at++) {
                double offset = (double) codes[c * dim + d] - atlas.mu()[at];
                distance += offset * offset * precision[at];
            }
            sum.add(logPeak[i] - 0.5 * distance);
        }
        return sum;
    }

    /**
     * The mixture restricted to a plane: its density in the whole latent space at the points of the plane. In more than
     * two dimensions it falls away as the plane leaves the data.
     */
    public PlaneMixture slice(Plane plane) {
        int dim = checked(plane);
        double[] origin = plane.origin();
        double[] u = plane.first();
        double[] v = plane.second();
        PlaneMixture mixture = new PlaneMixture(logPeak.length);
        for (int i = 0; i < logPeak.length; i++) {
            double[] offset = new double[dim];
            for (int d = 0; d < dim; d++) {
                offset[d] = atlas.mu()[i * dim + d] - origin[d];
            }
            double[] a = standardised(i, u);
            double[] b = standardised(i, v);
            double[] c = standardised(i, offset);
            double uu = Vectors.dot(a, a);
            double uv = Vectors.dot(a, b);
            double vv = Vectors.dot(b, b);
            double bu = Vectors.dot(a, c);
            double bv = Vectors.dot(b, c);
            double determinant = uu * vv - uv * uv;
            double s = (vv * bu - uv * bv) / determinant;
            double t = (uu * bv - uv * bu) / determinant;
            // From the mean to the component's maximum on the plane.
            double[] off = Vectors.sum(Vectors.sum(Vectors.scaled(c, -1), s, a), t, b);
            mixture.setComponent(i, logPeak[i] - 0.5 * Vectors.dot(off, off), s, t, uu, uv, vv);
        }
        return mixture;
    }

    /**
     * The marginal of the mixture on a plane: the density, in two dimensions, of the plane coordinates of its draws, however
     * far from the plane they lie.
     */
    public PlaneMixture projection(Plane plane) {
        checked(plane);
        PlaneMixture mixture = new PlaneMixture(logPeak.length);
        float[] centres = plane.project(atlas.mu(), logPeak.length);
        for (int i = 0; i < logPeak.length; i++) {
            Covariance covariance = atlas.posteriors().get(i).covariance(plane);
            double determinant = covariance.xx() * covariance.yy() - covariance.xy() * covariance.xy();
            mixture.setComponent(
                    i,
                    -LOG_TWO_PI - 0.5 * Math.log(determinant) - Math.log(logPeak.length),
                    centres[2 * i],
                    centres[2 * i + 1],
                    covariance.yy() / determinant,
                    -covariance.xy() / determinant,
                    covariance.xx() / determinant);
        }
        return mixture;
    }

    private int checked(Plane plane) {
        if (plane.dim() != dim()) {
            throw Failure.badInput("", "a plane in " + dim() + " dimensions", "one in " + plane.dim());
        }
        return dim();
    }
}
