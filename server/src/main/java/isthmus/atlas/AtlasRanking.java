package isthmus.atlas;

import isthmus.Failure;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The ranks of an image's bound and distance among those of an atlas: among its test images, or among all rows where none
 * is known to be a test image. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param test whether the rows are test images alone
 * @param lessFloor whether {@code bounds} are those less the floor, by which images rank where the floor of each row is
 *     known: what grey pixels cost any model says nothing of this one
 * @param bounds (n) reconstruction minus kl of each row, in nats, ascending
 * @param distances from some rows, evenly spaced, to the nearest other row, ascending
 * @param edges (bins + 1) of equal-width bins over the bounds
 * @param counts (bins) rows; the first bin also counts all below it
 */
public record AtlasRanking(
        boolean test, boolean lessFloor, float[] bounds, float[] distances, double[] edges, int[] counts) {
    private static final int ROWS = 400; // whose distances are computed
    private static final int BINS = 60;
    private static final double TAIL = 0.005; // of the bounds, outliers that are left out of the range of the bins

    /** @param test (count) whether each row is known to be a test image */
    public static AtlasRanking of(Atlas atlas, boolean[] test) {
        if (atlas.count() == 0) {
            throw Failure.badInput("", "an atlas with rows", "none");
        }
        int[] tests = IntStream.range(0, atlas.count()).filter(row -> test[row]).toArray();
        int[] rows =
                tests.length > 0 ? tests : IntStream.range(0, atlas.count()).toArray();
        int n = rows.length;
        float[] bounds = new float[n];
        for (int i = 0; i < n; i++) {
            int row = rows[i];
            bounds[i] =
                    atlas.reconstruction()[row] - atlas.kl()[row] - (atlas.floor() == null ? 0 : atlas.floor()[row]);
        }
        Arrays.sort(bounds);
        double low = bounds[(int) (TAIL * n)];
        double width = (bounds[n - 1] - low) / BINS;
        // Where all bounds are equal.
        width = width > 0 ? width : 1e-3;
        double[] edges = new double[BINS + 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = low + i * width;
        }
        int[] counts = new int[BINS];
        for (float bound : bounds) {
            counts[Math.max(0, Math.min(BINS - 1, (int) ((bound - low) / width)))]++;
        }
        return new AtlasRanking(tests.length > 0, atlas.floor() != null, bounds, distances(atlas, rows), edges, counts);
    }

    private static float[] distances(Atlas atlas, int[] rows) {
        int count = atlas.count() < 2 ? 0 : Math.min(ROWS, rows.length);
        float[] distances = new float[count];
        for (int k = 0; k < count; k++) {
            int row = rows[(int) ((long) k * rows.length / count)];
            float[] code = Arrays.copyOfRange(atlas.mu(), row * atlas.dim(), (row + 1) * atlas.dim());
            distances[k] =
                    (float) NearestRows.without(atlas, code, row, 1).get(0).distance();
        }
        Arrays.sort(distances);
        return distances;
    }

    /**
     * Per cent of rows with a lower bound, or a lower one less the floor.
     *
     * @param floor of the image; not used unless {@code lessFloor}
     */
    public double percentile(double bound, double floor) {
        return percentBelow(bounds, lessFloor ? bound - floor : bound);
    }

    /** Per cent of rows nearer to their nearest neighbour; null with fewer than two rows. */
    public Double distancePercentile(double distance) {
        return distances.length == 0 ? null : (Double) percentBelow(distances, distance);
    }

    private static double percentBelow(float[] values, double value) {
        int below = 0;
        for (float one : values) {
            below += one < value ? 1 : 0;
        }
        return 100.0 * below / values.length;
    }
}
