package isthmus.atlas;

import isthmus.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Exact nearest neighbours of a code among the means of an atlas, by a linear scan: a k-d tree gains nothing above ten or
 * so dimensions, and a scan that drops a row once it is too far takes a few milliseconds for 60,000 rows of 50. Any thread.
 */
public final class NearestRows {
    private static final int STRIDE = 8; // dimensions between tests of whether the row is too far

    private NearestRows() {}

    /**
     * One sample.
     *
     * @param row of the atlas
     * @param distance from the code to the row's mean, Euclidean in the whole latent space, or in the row's own deviations
     */
    public record Neighbour(int row, double distance) {}

    /**
     * The k nearest rows, nearest first, ties by row; all rows where there are fewer.
     *
     * @param code (dim)
     */
    public static List<Neighbour> find(Atlas atlas, float[] code, int k) {
        return find(atlas, null, code, k);
    }

    /**
     * As {@link #find(Atlas, float[], int)}, by distances in units of their own.
     *
     * @param precision (count, dim) by which the squared distance along each axis is multiplied; null for 1
     */
    static List<Neighbour> find(Atlas atlas, float[] precision, float[] code, int k) {
        if (code.length != atlas.dim()) {
            throw Failure.badInput("", "a code of " + atlas.dim() + " numbers", code.length);
        }
        for (float number : code) {
            if (!Float.isFinite(number)) {
                throw Failure.badInput("", "a code of finite numbers", number);
            }
        }
        if (k < 1) {
            throw Failure.badInput("", "1 or more samples", k);
        }
        int most = Math.min(k, atlas.count());
        double[] squares = new double[most]; // of the distances found so far, smallest first
        int[] rows = new int[most];
        int found = 0;
        float[] mu = atlas.mu();
        double limit = Double.POSITIVE_INFINITY;
        for (int row = 0; row < atlas.count(); row++) {
            int start = row * code.length;
            double square = 0;
            int d = 0;
            // Most rows are too far along the first dimension alone.
            for (int to = 1; d < code.length && square < limit; to = Math.min(to + STRIDE, code.length)) {
                for (; d < to; d++) {
                    double offset = (double) mu[start + d] - code[d];
                    square += offset * offset * (precision == null ? 1 : precision[start + d]);
                }
            }
            if (square < limit) {
                int place = insertion(squares, found, square);
                int shifted = Math.min(found, most - 1) - place;
                System.arraycopy(squares, place, squares, place + 1, shifted);
                System.arraycopy(rows, place, rows, place + 1, shifted);
                squares[place] = square;
                rows[place] = row;
                found = Math.min(found + 1, most);
                limit = found < most ? limit : squares[most - 1];
            }
        }
        List<Neighbour> neighbours = new ArrayList<>(found);
        for (int i = 0; i < found; i++) {
            neighbours.add(new Neighbour(rows[i], Math.sqrt(squares[i])));
        }
        return neighbours;
    }

    /** As {@link #find}, excluding one row. */
    public static List<Neighbour> without(Atlas atlas, float[] code, int row, int k) {
        List<Neighbour> found = new ArrayList<>(find(atlas, code, k + 1));
        found.removeIf(neighbour -> neighbour.row() == row);
        return found.subList(0, Math.min(k, found.size()));
    }

    /** The insertion index: after those smaller or equal. */
    private static int insertion(double[] squares, int found, double square) {
        int place = found;
        while (place > 0 && squares[place - 1] > square) {
            place--;
        }
        return place;
    }
}
