package isthmus.atlas;

import isthmus.Failure;
import isthmus.latent.Viewport;
import java.util.Arrays;

/**
 * A sum of Gaussian bumps over a plane, and its log on a grid. A Gaussian of any dimension is such a bump along a
 * plane, so that a cell of the grid costs the same in fifty dimensions as in two. Filled by {@link Density}, then
 * immutable: any thread.
 */
public final class PlaneMixture {
    /**
     * A row's terms that are smaller than the greatest by this many nats and the log of their number are left out. All
     * n of them together are then less than exp(−14) of the greatest, so that the log of the sum is low by less than
     * exp(−14) < 1e-6.
     */
    static final double NEGLIGIBLE = 14;

    private static final int BLOCK = 8; // columns that are passed over together where a bump is negligible

    private final double[] peak; // (count) log height
    private final double[] x; // (count) plane coordinates of the peak
    private final double[] y;
    private final double[] xx; // (count) precision: the log falls by (xx dx² + 2 xy dx dy + yy dy²) / 2
    private final double[] xy;
    private final double[] yy;

    PlaneMixture(int count) {
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
        double[] near = near(across, top, place);
        double[] least = new double[(across.length + BLOCK - 1) / BLOCK]; // of near, in each block of columns
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int c = 0; c < near.length; c++) {
            least[c / BLOCK] = Math.min(least[c / BLOCK], near[c]);
        }
        double lowest = Arrays.stream(least).min().orElseThrow();
        double cut = NEGLIGIBLE + Math.log(n);
        double[] unit = near.clone();
        double[] sum = new double[across.length]; // in units of exp(unit)
        for (int i = 0; i < n; i++) {
            if (top[i] > lowest - cut) {
                add(sum, unit, across, least, cut, top[i], place[i], 0.5 * xx[i]);
            }
        }
        for (int c = 0; c < sum.length; c++) {
            sum[c] = unit[c] + Math.log(sum[c]);
        }
        return sum;
    }

    /**
     * A term of each column that is no greater than its greatest, and mostly close to it: that of the best bump whose
     * peak lies in the column or, where it is greater, the one that a neighbour has.
     */
    private double[] near(double[] across, double[] top, double[] place) {
        int columns = across.length;
        double[] near = new double[columns];
        Arrays.fill(near, Double.NEGATIVE_INFINITY);
        int[] best = new int[columns]; // which bump it is of
        Arrays.fill(best, -1);
        double width = columns > 1 ? across[1] - across[0] : 1;
        for (int i = 0; i < top.length; i++) {
            long c = Math.round((place[i] - across[0]) / width);
            offer(near, best, across, (int) Math.max(0, Math.min(columns - 1, c)), i, top, place);
        }
        for (int c = 1; c < columns; c++) {
            offer(near, best, across, c, best[c - 1], top, place);
        }
        for (int c = columns - 2; c >= 0; c--) {
            offer(near, best, across, c, best[c + 1], top, place);
        }
        return near;
    }

    private void offer(double[] near, int[] best, double[] across, int c, int i, double[] top, double[] place) {
        if (i < 0) {
            return;
        }
        double dx = across[c] - place[i];
        double term = top[i] - 0.5 * xx[i] * dx * dx;
        if (best[c] < 0 || term > near[c]) {
            near[c] = term;
            best[c] = i;
        }
    }

    /** Adds one bump, looking only at blocks of columns to one of which it might matter. */
    private static void add(
            double[] sum,
            double[] unit,
            double[] across,
            double[] least,
            double cut,
            double top,
            double place,
            double half) {
        for (int b = 0; b < least.length; b++) {
            int from = b * BLOCK;
            int to = Math.min(across.length, from + BLOCK);
            double gap = Math.max(0, Math.max(across[from] - place, place - across[to - 1]));
            if (top - half * gap * gap <= least[b] - cut) {
                continue;
            }
            for (int c = from; c < to; c++) {
                double dx = across[c] - place;
                double below = top - half * dx * dx - unit[c];
                if (below > 0) {
                    sum[c] = sum[c] * Math.exp(-below) + 1;
                    unit[c] += below;
                } else if (below > -cut) {
                    sum[c] += Math.exp(below);
                }
            }
        }
    }
}
