package isthmus.atlas;

import isthmus.Failure;
import isthmus.latent.Covariance;
import isthmus.latent.LogSumExp;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import java.util.Arrays;

/**
 * The aggregate posterior of an atlas: the mixture (1/n) Σ q(z|x) over all its rows, whose log density says how much of
 * the data is encoded near a code. Sums are in double. Immutable; any thread.
 */
public final class Density {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    private static final int NONE = -1; // no row is left out

    private final Atlas atlas;
    private final float[] logvar; // (count, dim)
    private final double[] precision; // (count, dim) 1 / variance
    private final double[] peak; // (count) log density of each part at its own mean, with its weight 1/n

    private Density(Atlas atlas, float[] logvar, double[] precision, double[] peak) {
        this.atlas = atlas;
        this.logvar = logvar;
        this.precision = precision;
        this.peak = peak;
    }

    public static Density of(Atlas atlas) {
        int n = atlas.count();
        int dim = atlas.dim();
        float[] logvar = atlas.posteriors()
                .logVariances()
                .filter(variances -> variances.length > 0)
                .orElseThrow(() -> Failure.badInput(
                        "",
                        "an atlas of posteriors that have a density",
                        n == 0 ? "no rows" : "points without a variance"));
        double[] precision = new double[n * dim];
        double[] peak = new double[n];
        for (int i = 0; i < n; i++) {
            double logDeterminant = 0;
            for (int d = 0, at = i * dim; d < dim; d++, at++) {
                precision[at] = Math.exp(-logvar[at]);
                logDeterminant += logvar[at];
            }
            peak[i] = -0.5 * (dim * LOG_TWO_PI + logDeterminant) - Math.log(n);
        }
        return new Density(atlas, logvar, precision, peak);
    }

    public int dim() {
        return atlas.dim();
    }

    /**
     * The log density, in nats, at some of the codes; every row of the atlas is summed.
     *
     * @param codes (count, dim), of which rows from..to − 1 are looked at
     * @return (to − from)
     */
    public float[] at(float[] codes, int from, int to) {
        float[] out = new float[to - from];
        for (int c = from; c < to; c++) {
            out[c - from] = (float) logDensity(codes, c, NONE);
        }
        return out;
    }

    private double logDensity(float[] codes, int c, int without) {
        int dim = dim();
        LogSumExp sum = new LogSumExp();
        for (int i = 0; i < peak.length; i++) {
            if (i == without) {
                continue;
            }
            double distance = 0; // squared, in standard deviations
            for (int d = 0, at = i * dim; d < dim; d++, at++) {
                double offset = (double) codes[c * dim + d] - atlas.mu()[at];
                distance += offset * offset * precision[at];
            }
            sum.add(peak[i] - 0.5 * distance);
        }
        return sum.logSum();
    }

    /**
     * How dense it is where data that the mixture has not seen are encoded: a code is drawn from the posterior of each
     * of some rows, evenly spread over the atlas, and its log density under all the other rows is taken. What lies above
     * most of these is as well supported as the data are themselves. The draws are the same at every run.
     *
     * @param draws at most so many rows
     * @return log densities in nats, the smallest first
     */
    public float[] heldOut(int draws) {
        int n = peak.length;
        int count = Math.min(draws, n);
        int dim = dim();
        Noise noise = Noise.named(0, "held out");
        float[] z = new float[dim];
        float[] found = new float[count];
        for (int k = 0; k < count; k++) {
            int row = (int) ((long) k * n / count);
            atlas.posteriors().get(row).draw(noise, z, 0);
            found[k] = (float) logDensity(z, 0, row);
        }
        Arrays.sort(found);
        return found;
    }

    /**
     * The mixture along a plane: its density in the whole latent space at the plane's points. Where latent space has
     * more dimensions than two, it tells how likely these very codes are, and falls away as the plane leaves the data.
     */
    public PlaneMixture slice(Plane plane) {
        int dim = checked(plane);
        double[] origin = plane.origin();
        double[] u = plane.first();
        double[] v = plane.second();
        PlaneMixture bumps = new PlaneMixture(peak.length);
        for (int i = 0; i < peak.length; i++) {
            double uu = 0;
            double uv = 0;
            double vv = 0;
            double bu = 0;
            double bv = 0;
            for (int d = 0, at = i * dim; d < dim; d++, at++) {
                double offset = atlas.mu()[at] - origin[d];
                uu += u[d] * u[d] * precision[at];
                uv += u[d] * v[d] * precision[at];
                vv += v[d] * v[d] * precision[at];
                bu += u[d] * offset * precision[at];
                bv += v[d] * offset * precision[at];
            }
            double determinant = uu * vv - uv * uv;
            double s = (vv * bu - uv * bv) / determinant;
            double t = (uu * bv - uv * bu) / determinant;
            double distance = 0; // squared, in standard deviations, of the plane's likeliest point
            for (int d = 0, at = i * dim; d < dim; d++, at++) {
                double offset = origin[d] + s * u[d] + t * v[d] - atlas.mu()[at];
                distance += offset * offset * precision[at];
            }
            bumps.set(i, peak[i] - 0.5 * distance, s, t, uu, uv, vv);
        }
        return bumps;
    }

    /**
     * The mixture of the posteriors as the plane shows them: that of the plane coordinates of z drawn from the mixture,
     * a density over two dimensions. It tells how crowded the map is, however far from the plane the codes lie.
     */
    public PlaneMixture projection(Plane plane) {
        checked(plane);
        PlaneMixture bumps = new PlaneMixture(peak.length);
        float[] centres = plane.project(atlas.mu(), peak.length);
        for (int i = 0; i < peak.length; i++) {
            Covariance covariance = plane.covariance(logvar, i);
            double determinant = covariance.xx() * covariance.yy() - covariance.xy() * covariance.xy();
            bumps.set(
                    i,
                    -LOG_TWO_PI - 0.5 * Math.log(determinant) - Math.log(peak.length),
                    centres[2 * i],
                    centres[2 * i + 1],
                    covariance.yy() / determinant,
                    -covariance.xy() / determinant,
                    covariance.xx() / determinant);
        }
        return bumps;
    }

    private int checked(Plane plane) {
        if (plane.dim() != dim()) {
            throw Failure.badInput("", "a plane in " + dim() + " dimensions", "one in " + plane.dim());
        }
        return dim();
    }
}
