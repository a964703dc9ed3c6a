package isthmus.atlas;

import isthmus.Failure;
import isthmus.latent.Viewport;
import java.util.Arrays;

/**
 * A sum of Gaussian bumps over a plane, and its log on a grid. A Gaussian of any dimension is such a bump along a
 * plane, so that a cell of the grid costs the same in fifty dimensions as in two. Filled by {@link Density}, then
 * immutable: any thread.
 */
public final class Bumps {
    /**
     * A row's terms that are smaller than the greatest by this many nats and the log of their number are left out. All
     * n of them together are then less than exp(−14) of the greatest, so that the log of the sum is low by less than
     * exp(−14) < 1e-6.
     */
    static final double NEGLIGIBLE = 14;

    private final double[] peak; // (count) log height
    private final double[] x; // (count) plane coordinates of the peak
    private final double[] y;
    private final double[] xx; // (count) precision: the log falls by (xx dx² + 2 xy dx dy + yy dy²) / 2
    private final double[] xy;
    private final double[] yy;

    Bumps(int count) {
        peak = new double[count];
        x = new double[count];
        y = new double[count];
        xx = new double[count];
        xy = new double[count];
        yy = new double[count];
    }

    void set(int i, double logHeight, double centreX, double centreY, double pxx, double pxy, double pyy) {
        peak[i] = logHeight;
        x[i] = centreX;
        y[i] = centreY;
        xx[i] = pxx;
        xy[i] = pxy;
        yy[i] = pyy;
    }

    /**
     * Rows of a grid over a rectangle, which is cut into columns by rows equal cells; a value is that of its cell's
     * centre, and row 0 has the smallest second coordinate. Whoever computes a large grid asks for a few rows at a
     * time, and stops between them when it is no longer wanted.
     *
     * @return (to − from, columns) log density in nats, too low by less than 1e-6
     */
    public float[] grid(Viewport area, int columns, int rows, int from, int to) {
        if (columns < 1 || from < 0 || from > to || to > rows) {
            throw Failure.badInput(
                    "expected a grid of 1 or more columns and rows of it, found %d columns, rows %d to %d"
                                    .formatted(columns, from, to)
                            + " of " + rows);
        }
        double[] across = new double[columns]; // first coordinate of each column
        for (int c = 0; c < columns; c++) {
            across[c] = area.left() + (c + 0.5) * (area.width() / columns);
        }
        float[] out = new float[(to - from) * columns];
        for (int r = from; r < to; r++) {
            double[] logs = row(across, area.bottom() + (r + 0.5) * (area.height() / rows));
            for (int c = 0; c < columns; c++) {
                out[(r - from) * columns + c] = (float) logs[c];
            }
        }
        return out;
    }

    /** The log of the sum along a line of one second coordinate. Along it, each bump is a parabola in the log. */
    private double[] row(double[] across, double height) {
        int n = peak.length;
        double[] top = new double[n]; // greatest log value on the line
        double[] place = new double[n]; // first coordinate where it is reached
        for (int i = 0; i < n; i++) {
            double dy = height - y[i];
            double tilt = xy[i] / xx[i];
            top[i] = peak[i] - 0.5 * (yy[i] - xy[i] * tilt) * dy * dy;
            place[i] = x[i] - tilt * dy;
        }
        double[] greatest = greatest(across, top, place);
        double least = Double.POSITIVE_INFINITY;
        for (double value : greatest) {
            least = Math.min(least, value);
        }
        double cut = NEGLIGIBLE + Math.log(n);
        double[] sum = new double[across.length]; // in units of exp(greatest)
        for (int i = 0; i < n; i++) {
            if (top[i] > least - cut) {
                add(sum, across, greatest, cut, top[i], place[i], 0.5 * xx[i]);
            }
        }
        for (int c = 0; c < sum.length; c++) {
            sum[c] = greatest[c] + Math.log(sum[c]);
        }
        return sum;
    }

    /** The greatest term of each column, without a branch so that the loop over columns runs as vector code. */
    private double[] greatest(double[] across, double[] top, double[] place) {
        double[] greatest = new double[across.length];
        Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < top.length; i++) {
            double half = 0.5 * xx[i];
            for (int c = 0; c < greatest.length; c++) {
                double dx = across[c] - place[i];
                greatest[c] = Math.max(greatest[c], top[i] - half * dx * dx);
            }
        }
        return greatest;
    }

    private static void add(
            double[] sum, double[] across, double[] greatest, double cut, double top, double place, double half) {
        for (int c = 0; c < sum.length; c++) {
            double dx = across[c] - place;
            double below = top - half * dx * dx - greatest[c];
            if (below > -cut) {
                sum[c] += Math.exp(below);
            }
        }
    }
}
