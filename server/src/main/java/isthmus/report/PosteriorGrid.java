package isthmus.report;

import isthmus.inference.Observation;
import isthmus.latent.LogSumExp;
import isthmus.latent.Prior;
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
        Prior prior = model.prior();
        double[] logs = new double[side * side];
        for (int r = 0; r < side; r++) {
            float[] z = new float[2 * side];
            for (int c = 0; c < side; c++) {
                z[2 * c] = (float) (area.left() + (c + 0.5) * (area.width() / side));
                z[2 * c + 1] = (float) (area.bottom() + (r + 0.5) * (area.height() / side));
            }
            float[] scores = model.scores(z, side, seen);
            for (int c = 0; c < side; c++) {
                logs[r * side + c] = scores[c] + prior.logDensity(z, c);
            }
        }
        return new PosteriorGrid(area, side, logs);
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

    /** log p(x), as far as the rectangle holds it. */
    double logEvidence() {
        LogSumExp sum = new LogSumExp();
        for (double log : logs) {
            sum.add(log);
        }
        return sum.logSum() + logCell();
    }

    /** How far the sums over every second cell of every second row lie from the whole, at most. */
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

    /** The share of the mass in each cell, (side, side). */
    double[] shares() {
        double whole = logEvidence() - logCell();
        double[] shares = new double[logs.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(logs[i] - whole);
        }
        return shares;
    }

    /** The share of the mass in the outermost cells. */
    double edge() {
        double[] shares = shares();
        double edge = 0;
        for (int i = 0; i < shares.length; i++) {
            int r = i / side;
            int c = i % side;
            edge += r == 0 || c == 0 || r == side - 1 || c == side - 1 ? shares[i] : 0;
        }
        return edge;
    }

    /** The part of the area that holds all but a share of the mass in each coordinate, and a cell more on each side. */
    Viewport around(double without) {
        double[] across = new double[side];
        double[] up = new double[side];
        double[] shares = shares();
        for (int i = 0; i < shares.length; i++) {
            across[i % side] += shares[i];
            up[i / side] += shares[i];
        }
        int[] columns = held(across, without);
        int[] rows = held(up, without);
        double width = area.width() / side;
        double height = area.height() / side;
        return new Viewport(
                area.left() + columns[0] * width,
                area.bottom() + rows[0] * height,
                area.left() + columns[1] * width,
                area.bottom() + rows[1] * height);
    }

    /** From which bin to before which, a bin more at each end; beyond the area where its own edge holds mass. */
    private static int[] held(double[] shares, double without) {
        int from = 0;
        double below = shares[0];
        while (from < shares.length - 1 && below < without) {
            below += shares[++from];
        }
        int to = shares.length;
        double above = shares[to - 1];
        while (to > from + 1 && above < without) {
            above += shares[--to - 1];
        }
        return new int[] {from - 1, to + 1};
    }
}
