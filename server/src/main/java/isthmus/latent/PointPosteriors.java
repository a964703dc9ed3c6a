package isthmus.latent;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A single code for each image of a batch. Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param count images
 * @param dim latent dimensions
 * @param means (count, dim)
 */
public record PointPosteriors(int count, int dim, float[] means) implements PosteriorBatch {
    public PointPosteriors {
        if (means.length != count * dim) {
            throw new IllegalArgumentException("expected %d×%d means, found %d".formatted(count, dim, means.length));
        }
    }

    @Override
    public Optional<float[]> logVariances() {
        return Optional.empty();
    }

    @Override
    public Posterior get(int row) {
        return new PointPosterior(Arrays.copyOfRange(means, row * dim, (row + 1) * dim));
    }

    @Override
    public PosteriorBatch rows(int from, int rows) {
        return new PointPosteriors(rows, dim, Arrays.copyOfRange(means, from * dim, (from + rows) * dim));
    }

    @Override
    public PosteriorBatch join(List<PosteriorBatch> others) {
        return new PointPosteriors(
                count + others.stream().mapToInt(PosteriorBatch::count).sum(),
                dim,
                PosteriorBatch.join(
                        means, others.stream().map(PosteriorBatch::means).toList()));
    }
}
