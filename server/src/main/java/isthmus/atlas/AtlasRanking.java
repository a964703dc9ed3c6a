package isthmus.atlas;

import isthmus.Failure;
import java.util.Arrays;

/**
 * The ranks of an image's bound and distance among those of an atlas. Immutable by agreement: nobody writes into the
 * arrays. Any thread.
 *
 * @param bounds (n) reconstruction minus kl of each row, in nats, ascending
 * @param distances from some rows, evenly spaced, to the nearest other row, ascending
 * @param edges (bins + 1) of equal-width bins over the bounds
 * @param counts (bins) rows; the first bin also counts all below it
 */
public record AtlasRanking(float[] bounds, float[] distances, double[] edges, int[] counts) {
    private static final int ROWS = 400; // whose distances are computed
    private static final int BINS = 60;
    private static final double TAIL = 0.005; // of the bounds, outliers that are left out of the range of the bins

    public static AtlasRanking of(Atlas atlas) {
        int n = atlas.count();
        if (n == 0) {
            throw Failure.badInput("", "an atlas with rows", "none");
        }
        float[] bounds = new float[n];
        for (int i = 0; i < n; i++) {
            bounds[i] = atlas.reconstruction()[i] - atlas.kl()[i];
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
        return new AtlasRanking(bounds, distances(atlas), edges, counts);
    }

    private static float[] distances(Atlas atlas) {
        int count = atlas.count() < 2 ? 0 : Math.min(ROWS, atlas.count());
        float[] distances = new float[count];
        for (int k = 0; k < count; k++) {
            int row = (int) ((long) k * atlas.count() / count);
            float[] code = Arrays.copyOfRange(atlas.mu(), row * atlas.dim(), (row + 1) * atlas.dim());
            distances[k] =
                    (float) NearestRows.without(atlas, code, row, 1).get(0).distance();
        }
        Arrays.sort(distances);
        return distances;
    }

    /** Per cent of rows with a lower bound. */
    public double percentile(double bound) {
        return percentBelow(bounds, bound);
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
