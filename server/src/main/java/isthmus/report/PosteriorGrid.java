package isthmus.report;

import isthmus.inference.Observation;
import isthmus.latent.LogSumExp;
import isthmus.latent.Viewport;

/**
 * log p(x, z) at the centres of the cells of a rectangle in a latent space of two dimensions. Immutable by agreement:
 * nobody writes into the array. Any thread.
 *
 * @param side columns, and as many rows
 * @param logs (side, side) nats, row 0 having the smallest second coordinate
 */
record PosteriorGrid(Viewport area, int side, double[] logs) {
    static PosteriorGrid of(ChunkedModel model, Observation seen, Viewport area, int side) {
        float[] z = centres(area, side);
        return new PosteriorGrid(area, side, model.logJoint(z, side * side, seen));
    }

    /** The centres of the cells, (side, side, 2). */
    static float[] centres(Viewport area, int side) {
        float[] z = new float[2 * side * side];
        for (int r = 0; r < side; r++) {
            for (int c = 0; c < side; c++) {
                z[2 * (r * side + c)] = (float) (area.left() + (c + 0.5) * (area.width() / side));
                z[2 * (r * side + c) + 1] = (float) (area.bottom() + (r + 0.5) * (area.height() / side));
            }
        }
        return z;
    }

    double x(int cell) {
        return area.left() + (cell % side + 0.5) * (area.width() / side);
    }

    double y(int cell) {
        return area.bottom() + (cell / side + 0.5) * (area.height() / side);
    }

    double logCell() {
        return Math.log(area.width() / side) + Math.log(area.height() / side);
    }

    /** log p(x), of the part within the rectangle. */
    double logEvidence() {
        LogSumExp sum = new LogSumExp();
        for (double log : logs) {
            sum.add(log);
        }
        return sum.logSum() + logCell();
    }

    /** The largest difference from the sum over every second cell of every second row: a bound on the error. */
    double logEvidenceError() {
        double whole = logEvidence();
        double most = 0;
        for (int part = 0; part < 4; part++) {
            LogSumExp sum = new LogSumExp();
            for (int r = part / 2; r < side; r += 2) {
                for (int c = part % 2; c < side; c += 2) {
                    sum.add(logs[r * side + c]);
                }
            }
            most = Math.max(most, Math.abs(sum.logSum() + logCell() + Math.log(4) - whole));
        }
        return most;
    }

    /** The fraction of the mass in each cell, (side, side). */
    double[] masses() {
        double whole = logEvidence() - logCell();
        double[] masses = new double[logs.length];
        for (int i = 0; i < masses.length; i++) {
            masses[i] = Math.exp(logs[i] - whole);
        }
        return masses;
    }

    /** The fraction of the mass in the outermost cells. */
    double edgeMass() {
        double[] masses = masses();
        double edge = 0;
        for (int i = 0; i < masses.length; i++) {
            int r = i / side;
            int c = i % side;
            edge += r == 0 || c == 0 || r == side - 1 || c == side - 1 ? masses[i] : 0;
        }
        return edge;
    }

    /**
     * The part of the area that leaves out at most this mass on each side, with a margin of one cell, or of a quarter of
     * the area where more mass than that lies at its edge.
     */
    Viewport crop(double outside) {
        double[] across = new double[side];
        double[] up = new double[side];
        double[] masses = masses();
        for (int i = 0; i < masses.length; i++) {
            across[i % side] += masses[i];
            up[i / side] += masses[i];
        }
        int[] columns = interval(across, outside);
        int[] rows = interval(up, outside);
        double width = area.width() / side;
        double height = area.height() / side;
        return new Viewport(
                area.left() + columns[0] * width,
                area.bottom() + rows[0] * height,
                area.left() + columns[1] * width,
                area.bottom() + rows[1] * height);
    }

    /** The bins [from, to) that leave out at most this mass at each end, with a margin; they may exceed the area. */
    private static int[] interval(double[] masses, double outside) {
        int from = 0;
        double below = masses[0];
        while (from < masses.length - 1 && below < outside) {
            below += masses[++from];
        }
        int to = masses.length;
        double above = masses[to - 1];
        while (to > from + 1 && above < outside) {
            above += masses[--to - 1];
        }
        int beyond = masses.length / 4;
        return new int[] {from == 0 ? -beyond : from - 1, to == masses.length ? to + beyond : to + 1};
    }
}
