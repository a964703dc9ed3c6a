package isthmus.latent;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * q(z|x) = N(mean, diag exp(logvar)) for each image of a batch. Immutable by agreement: nobody writes into the arrays. Any
 * thread.
 *
 * @param count images
 * @param dim latent dimensions
 * @param means (count, dim)
 * @param logvar (count, dim) log variances
 */
public record DiagonalPosteriors(int count, int dim, float[] means, float[] logvar) implements PosteriorBatch {
    public DiagonalPosteriors {
        if (means.length != count * dim || logvar.length != count * dim) {
            throw new IllegalArgumentException("expected %d×%d means and log variances, found %d and %d"
                    .formatted(count, dim, means.length, logvar.length));
        }
    }

    @Override
    public Optional<float[]> logVariances() {
        return Optional.of(logvar);
    }

    @Override
    public Gaussian get(int row) {
        return new Gaussian(means, logvar, row, dim);
    }

    @Override
    public PosteriorBatch rows(int from, int rows) {
        int to = (from + rows) * dim;
        return new DiagonalPosteriors(
                rows, dim, Arrays.copyOfRange(means, from * dim, to), Arrays.copyOfRange(logvar, from * dim, to));
    }

    @Override
    public PosteriorBatch join(List<PosteriorBatch> others) {
        return new DiagonalPosteriors(
                count + others.stream().mapToInt(PosteriorBatch::count).sum(),
                dim,
                PosteriorBatch.join(
                        means, others.stream().map(PosteriorBatch::means).toList()),
                PosteriorBatch.join(
                        logvar,
                        others.stream()
                                .map(other -> other.logVariances().orElseThrow())
                                .toList()));
    }
}
