package isthmus.report;

import isthmus.latent.Prior;
import isthmus.latent.Viewport;
import java.util.Arrays;

/**
 * log p(z) in a rectangle of two dimensions, known at the centres of its cells: at other codes it is asked for where that is
 * quick, and otherwise interpolated by cubics through the four centres around it along each axis (Catmull and Rom 1974).
 * Any thread.
 *
 * @param logs (side, side), row 0 having the smallest second coordinate
 */
record PriorTable(Prior prior, Viewport area, int side, double[] logs) {
    static PriorTable of(Prior prior, Viewport area, int side) {
        float[] centres = PosteriorGrid.centres(area, side);
        double[] logs = new double[side * side];
        Arrays.setAll(logs, cell -> prior.logDensity(centres, cell));
        return new PriorTable(prior, area, side, logs);
    }

    /** @param z (rows, 2) */
    double logDensity(float[] z, int row) {
        return prior.hasQuickDensity() ? prior.logDensity(z, row) : interpolated(z[2 * row], z[2 * row + 1]);
    }

    /** In nats. */
    double interpolated(double x, double y) {
        double column = (x - area.left()) / area.width() * side - 0.5;
        double line = (y - area.bottom()) / area.height() * side - 0.5;
        int c = (int) Math.floor(column);
        int r = (int) Math.floor(line);
        double[] along = new double[4];
        for (int k = 0; k < 4; k++) {
            int at = inside(r - 1 + k) * side;
            along[k] = cubic(
                    logs[at + inside(c - 1)],
                    logs[at + inside(c)],
                    logs[at + inside(c + 1)],
                    logs[at + inside(c + 2)],
                    column - c);
        }
        return cubic(along[0], along[1], along[2], along[3], line - r);
    }

    private int inside(int cell) {
        return Math.max(0, Math.min(side - 1, cell));
    }

    /** Between b and c, with the slopes that their neighbours give them. */
    private static double cubic(double a, double b, double c, double d, double t) {
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
}
