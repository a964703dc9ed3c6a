package isthmus.latent;

import java.util.Arrays;

/**
 * q(z|x) of each image of a batch, one a row. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param count images
 * @param dim latent dimensions
 * @param means (count, dim)
 * @param logvar (count, dim) log variances; null where the posteriors are points
 */
public record PosteriorBatch(int count, int dim, float[] means, float[] logvar) {
    public PosteriorBatch {
        if (means.length != count * dim || (logvar != null && logvar.length != count * dim)) {
            throw new IllegalArgumentException("expected %d×%d means and log variances, found %d and %s"
                    .formatted(count, dim, means.length, logvar == null ? "none" : logvar.length));
        }
    }

    public Posterior get(int row) {
        return logvar == null
                ? new PointPosterior(Arrays.copyOfRange(means, row * dim, (row + 1) * dim))
                : new Gaussian(means, logvar, row, dim);
    }

    /** Some of the rows, copied. */
    public PosteriorBatch rows(int from, int rows) {
        int start = from * dim;
        int end = start + rows * dim;
        return new PosteriorBatch(
                rows,
                dim,
                Arrays.copyOfRange(means, start, end),
                logvar == null ? null : Arrays.copyOfRange(logvar, start, end));
    }
}
