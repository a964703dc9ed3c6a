package isthmus.atlas;

import isthmus.Failure;
import isthmus.latent.LogSumExp;
import isthmus.latent.Noise;
import isthmus.latent.Viewport;
import java.util.Arrays;

/**
 * An unnormalised Gaussian mixture over a plane, and its log on a grid. A Gaussian of any dimension restricted to a plane
 * is such a component, so a cell of the grid costs the same in fifty dimensions as in two. Filled by {@link Density},
 * then immutable: any thread.
 */
public final class PlaneMixture {
    /**
     * Of n terms, those smaller than the greatest by this many nats plus log n are left out. Together they are less than
     * exp(−14) of the greatest, so the log of the sum is too low by less than exp(−14) < 1e-6.
     */
    static final double NEGLIGIBLE = 14;

    private static final int DRAWS = 2048; // the share s that a level holds has a standard error of √(s(1−s)/2048)
    private static final long TERMS = 200_000_000; // of all draws together, a second of work
    private static final int FEWEST_DRAWS = 512;

    private static final int BLOCK = 8; // columns that are skipped together where a component is negligible

    private final double[] logPeak; // (count)
    private final double[] x; // (count) plane coordinates of the mean
    private final double[] y;
    private final double[] xx; // (count) precision matrix: the log falls by (xx dx² + 2 xy dx dy + yy dy²) / 2
    private final double[] xy;
    private final double[] yy;

    PlaneMixture(int count) {
        logPeak = new double[count];
        x = new double[count];
        y = new double[count];
        xx = new double[count];
        xy = new double[count];
        yy = new double[count];
    }

    /** About how many bytes it takes. */
    public long bytes() {
        return 6L * Double.BYTES * logPeak.length;
    }

    void setComponent(int i, double newLogPeak, double centreX, double centreY, double pxx, double pxy, double pyy) {
        logPeak[i] = newLogPeak;
        x[i] = centreX;
        y[i] = centreY;
        xx[i] = pxx;
        xy[i] = pxy;
        yy[i] = pyy;
    }

    /**
     * Rows of a grid over a rectangle, which is cut into columns by rows equal cells; a value is that of its cell's
     * centre, and row 0 has the smallest second coordinate. A large grid is computed a few rows at a time, so that
     * it can be cancelled between them.
     *
     * @return (to − from, columns) log density in nats, too low by less than 1e-6
     */
    public float[] grid(Viewport area, int columns, int rows, int from, int to) {
        if (columns < 1 || from < 0 || from > to || to > rows) {
            throw Failure.badInput(
                    "",
                    "a grid of 1 or more columns and rows of it",
                    "%d columns, rows %d to %d of %s".formatted(columns, from, to, rows));
        }
        double[] across = new double[columns]; // first coordinate of each column
        for (int c = 0; c < columns; c++) {
            across[c] = area.left() + (c + 0.5) * (area.width() / columns);
        }
        float[] out = new float[(to - from) * columns];
        for (int r = from; r < to; r++) {
            double[] logs = logRow(across, area.bottom() + (r + 0.5) * (area.height() / rows));
            for (int c = 0; c < columns; c++) {
                out[(r - from) * columns + c] = (float) logs[c];
            }
        }
        return out;
    }

    /**
     * The log densities above which shares of the mixture's mass in the plane lie, so that the area above one is the
     * highest-density region of that share. They are quantiles of the log density at draws of the mixture: those
     * of its components that lie at evenly spaced shares of the mass. The draws are the same at every run.
     *
     * @param shares in (0, 1)
     * @return in the units of {@link #grid}
     */
    public float[] levels(double... shares) {
        int draws = (int) Math.max(FEWEST_DRAWS, Math.min(DRAWS, TERMS / logPeak.length));
        double[] upTo = cumulativeMass();
        double[] found = new double[draws];
        Noise noise = Noise.named(0, "levels");
        int i = 0;
        for (int k = 0; k < draws; k++) {
            double mass = (k + 0.5) / draws * upTo[upTo.length - 1];
            while (upTo[i] < mass) {
                i++;
            }
            // With the precision's Cholesky factor L, the solution of Lᵀ d = ε is a draw around the mean.
            double a = Math.sqrt(xx[i]);
            double b = xy[i] / a;
            double dy = noise.normal() / Math.sqrt(yy[i] - b * b);
            double dx = (noise.normal() - b * dy) / a;
            found[k] = logDensity(x[i] + dx, y[i] + dy);
        }
        Arrays.sort(found);
        float[] levels = new float[shares.length];
        for (int s = 0; s < shares.length; s++) {
            levels[s] = (float) found[(int) ((1 - shares[s]) * draws)];
        }
        return levels;
    }

    /** The mass of each component and of those before it, in units of the heaviest. */
    private double[] cumulativeMass() {
        int n = logPeak.length;
        double[] logMass = new double[n]; // less log 2π
        double heaviest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            logMass[i] = logPeak[i] - 0.5 * Math.log(xx[i] * yy[i] - xy[i] * xy[i]);
            heaviest = Math.max(heaviest, logMass[i]);
        }
        double[] upTo = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(logMass[i] - heaviest);
            upTo[i] = sum;
        }
        return upTo;
    }

    private double logDensity(double atX, double atY) {
        double cut = NEGLIGIBLE + Math.log(logPeak.length);
        double greatest = Double.NEGATIVE_INFINITY;
        LogSumExp sum = new LogSumExp();
        for (int i = 0; i < logPeak.length; i++) {
            double dx = atX - x[i];
            double dy = atY - y[i];
            double term = logPeak[i] - 0.5 * (xx[i] * dx * dx + 2 * xy[i] * dx * dy + yy[i] * dy * dy);
            if (term > greatest - cut) {
                greatest = Math.max(greatest, term);
                sum.add(term);
            }
        }
        return sum.logSum();
    }

    /** The log density along a line of constant second coordinate, on which the log of each component is a parabola. */
    private double[] logRow(double[] across, double height) {
        int n = logPeak.length;
        double[] peakOnLine = new double[n]; // greatest log value on the line
        double[] position = new double[n]; // first coordinate where it is reached
        for (int i = 0; i < n; i++) {
            double dy = height - y[i];
            double tilt = xy[i] / xx[i];
            peakOnLine[i] = logPeak[i] - 0.5 * (yy[i] - xy[i] * tilt) * dy * dy;
            position[i] = x[i] - tilt * dy;
        }
        double[] bound = lowerBounds(across, peakOnLine, position);
        double[] least = new double[(across.length + BLOCK - 1) / BLOCK]; // bound in each block of columns
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int c = 0; c < bound.length; c++) {
            least[c / BLOCK] = Math.min(least[c / BLOCK], bound[c]);
        }
        double lowest = Arrays.stream(least).min().orElseThrow();
        double cut = NEGLIGIBLE + Math.log(n);
        double[] scale = bound.clone();
        double[] sum = new double[across.length]; // in units of exp(scale)
        for (int i = 0; i < n; i++) {
            if (peakOnLine[i] > lowest - cut) {
                add(sum, scale, across, least, cut, peakOnLine[i], position[i], 0.5 * xx[i]);
            }
        }
        for (int c = 0; c < sum.length; c++) {
            sum[c] = scale[c] + Math.log(sum[c]);
        }
        return sum;
    }

    /**
     * A lower bound of the greatest term of each column, mostly close to it: the term of the best component whose peak lies
     * in the column or, where greater, of the component that a neighbouring column has.
     */
    private double[] lowerBounds(double[] across, double[] peakOnLine, double[] position) {
        int columns = across.length;
        double[] bound = new double[columns];
        Arrays.fill(bound, Double.NEGATIVE_INFINITY);
        int[] best = new int[columns]; // component of the bound
        Arrays.fill(best, -1);
        double width = columns > 1 ? across[1] - across[0] : 1;
        for (int i = 0; i < peakOnLine.length; i++) {
            long c = Math.round((position[i] - across[0]) / width);
            raise(bound, best, across, (int) Math.max(0, Math.min(columns - 1, c)), i, peakOnLine, position);
        }
        for (int c = 1; c < columns; c++) {
            raise(bound, best, across, c, best[c - 1], peakOnLine, position);
        }
        for (int c = columns - 2; c >= 0; c--) {
            raise(bound, best, across, c, best[c + 1], peakOnLine, position);
        }
        return bound;
    }

    private void raise(
            double[] bound, int[] best, double[] across, int c, int i, double[] peakOnLine, double[] position) {
        if (i < 0) {
            return;
        }
        double dx = across[c] - position[i];
        double term = peakOnLine[i] - 0.5 * xx[i] * dx * dx;
        if (best[c] < 0 || term > bound[c]) {
            bound[c] = term;
            best[c] = i;
        }
    }

    /** Adds one component to the blocks of columns in which it is not negligible. */
    private static void add(
            double[] sum,
            double[] scale,
            double[] across,
            double[] least,
            double cut,
            double logPeak,
            double position,
            double half) {
        for (int b = 0; b < least.length; b++) {
            int from = b * BLOCK;
            int to = Math.min(across.length, from + BLOCK);
            double gap = Math.max(0, Math.max(across[from] - position, position - across[to - 1]));
            if (logPeak - half * gap * gap <= least[b] - cut) {
                continue;
            }
            for (int c = from; c < to; c++) {
                double dx = across[c] - position;
                double below = logPeak - half * dx * dx - scale[c];
                if (below > 0) {
                    sum[c] = sum[c] * Math.exp(-below) + 1;
                    scale[c] += below;
                } else if (below > -cut) {
                    sum[c] += Math.exp(below);
                }
            }
        }
    }
}
