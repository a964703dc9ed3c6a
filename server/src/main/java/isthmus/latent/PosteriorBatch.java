package isthmus.latent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * q(z|x) of each image of a batch, one a row. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param count images
 * @param dim latent dimensions
 * @param means (count, dim)
 * @param logvar (count, dim) log variances of each coordinate; null where the posteriors are points
 * @param exact (count) the posteriors, where they are more than means and variances say; otherwise null
 */
public record PosteriorBatch(int count, int dim, float[] means, float[] logvar, List<Posterior> exact) {
    public PosteriorBatch {
        if (means.length != count * dim
                || (logvar != null && logvar.length != count * dim)
                || (exact != null && exact.size() != count)) {
            throw new IllegalArgumentException("expected %d×%d means and log variances, found %d and %s"
                    .formatted(count, dim, means.length, logvar == null ? "none" : logvar.length));
        }
        exact = exact == null ? null : List.copyOf(exact);
    }

    /** Of points, or of diagonal Gaussians. */
    public PosteriorBatch(int count, int dim, float[] means, float[] logvar) {
        this(count, dim, means, logvar, null);
    }

    /** Of posteriors of any family that has densities. */
    public static PosteriorBatch of(List<? extends Posterior> posteriors, int dim) {
        int count = posteriors.size();
        float[] means = new float[count * dim];
        float[] logvar = new float[count * dim];
        for (int row = 0; row < count; row++) {
            Posterior q = posteriors.get(row);
            System.arraycopy(q.mean(), 0, means, row * dim, dim);
            System.arraycopy(Vectors.logs(q.variances()), 0, logvar, row * dim, dim);
        }
        return new PosteriorBatch(count, dim, means, logvar, List.copyOf(posteriors));
    }

    /** Batches of one family, one after another; at least one. */
    public static PosteriorBatch joined(List<PosteriorBatch> parts) {
        PosteriorBatch first = parts.get(0);
        int count = parts.stream().mapToInt(PosteriorBatch::count).sum();
        float[] means = new float[count * first.dim];
        float[] logvar = first.logvar == null ? null : new float[count * first.dim];
        List<Posterior> exact = first.exact == null ? null : new ArrayList<>();
        int at = 0;
        for (PosteriorBatch part : parts) {
            System.arraycopy(part.means, 0, means, at, part.means.length);
            if (logvar != null) {
                System.arraycopy(part.logvar, 0, logvar, at, part.logvar.length);
            }
            if (exact != null) {
                exact.addAll(part.exact);
            }
            at += part.means.length;
        }
        return new PosteriorBatch(count, first.dim, means, logvar, exact);
    }

    public Posterior get(int row) {
        if (exact != null) {
            return exact.get(row);
        }
        return logvar == null
                ? new PointPosterior(Arrays.copyOfRange(means, row * dim, (row + 1) * dim))
                : new Gaussian(means, logvar, row, dim);
    }

    /** Whether they have densities, without which there is no bound on log p(x). */
    public boolean hasDensity() {
        return logvar != null;
    }

    /** Some of the rows, copied. */
    public PosteriorBatch rows(int from, int rows) {
        int start = from * dim;
        int end = start + rows * dim;
        return new PosteriorBatch(
                rows,
                dim,
                Arrays.copyOfRange(means, start, end),
                logvar == null ? null : Arrays.copyOfRange(logvar, start, end),
                exact == null ? null : exact.subList(from, from + rows));
    }

    /** The normal of the same mean and covariance as each; points, and diagonal Gaussians, stay as they are. */
    public PosteriorBatch moments() {
        return exact == null
                ? this
                : new PosteriorBatch(
                        count,
                        dim,
                        means,
                        logvar,
                        exact.stream().<Posterior>map(Posterior::moments).toList());
    }

    /** The factors L of full Gaussians, (count, dim, dim); null where there are none. */
    public float[] factors() {
        if (exact == null) {
            return null;
        }
        float[] factors = new float[count * dim * dim];
        for (int row = 0; row < count; row++) {
            System.arraycopy(exact.get(row).moments().factor(), 0, factors, row * dim * dim, dim * dim);
        }
        return factors;
    }

    /**
     * Of full Gaussians.
     *
     * @param means (count, dim)
     * @param factors (count, dim, dim)
     */
    public static PosteriorBatch full(int count, int dim, float[] means, float[] factors) {
        List<FullGaussian> all = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            all.add(new FullGaussian(
                    Arrays.copyOfRange(means, row * dim, (row + 1) * dim),
                    Arrays.copyOfRange(factors, row * dim * dim, (row + 1) * dim * dim)));
        }
        return of(all, dim);
    }
}
