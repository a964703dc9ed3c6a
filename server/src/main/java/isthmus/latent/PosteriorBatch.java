package isthmus.latent;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** q(z|x) of each image of a batch, one a row. Immutable by agreement: nobody writes into the arrays. Any thread. */
public sealed interface PosteriorBatch permits DiagonalPosteriors, PointPosteriors {
    int count();

    int dim();

    /** (count, dim) */
    float[] means();

    /** (count, dim) log variances; empty where the posteriors have none. */
    Optional<float[]> logVariances();

    Posterior get(int row);

    /** Some of the rows, copied. */
    PosteriorBatch rows(int from, int count);

    /** Batches of one family one after another; this one is the first. */
    PosteriorBatch join(List<PosteriorBatch> others);

    /**
     * The family that the arrays have.
     *
     * @param means (count, dim)
     * @param logvar (count, dim) log variances, or empty where the posteriors are points
     */
    static PosteriorBatch of(int count, int dim, float[] means, float[] logvar) {
        return logvar.length == 0 && means.length > 0
                ? new PointPosteriors(count, dim, means)
                : new DiagonalPosteriors(count, dim, means, logvar);
    }

    /** (rows, dim) of one array in all batches. */
    static float[] join(float[] first, List<float[]> others) {
        int length =
                first.length + others.stream().mapToInt(array -> array.length).sum();
        float[] all = Arrays.copyOf(first, length);
        int at = first.length;
        for (float[] other : others) {
            System.arraycopy(other, 0, all, at, other.length);
            at += other.length;
        }
        return all;
    }
}
