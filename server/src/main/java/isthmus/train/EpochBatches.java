package isthmus.train;

import isthmus.data.DataSet;
import isthmus.latent.Noise;
import java.util.stream.IntStream;

/**
 * The batches of one epoch: images shuffled, augmented and binarised as the recipe says, a function of the seed and the
 * number of the epoch alone. One thread.
 */
final class EpochBatches {
    private final DataSet data;
    private final Recipe recipe;
    private final int[] order;
    private final Augmenter augmentation; // null for validation
    private final Noise binarisation;
    private final Noise draws;
    private int next;

    /** @param training whether images are shuffled and augmented */
    EpochBatches(DataSet data, Recipe recipe, int epoch, boolean training) {
        this.data = data;
        this.recipe = recipe;
        String part = training ? "train" : "validate";
        // Validation has the same draws each epoch, so that epochs can be compared.
        int number = training ? epoch : 0;
        order = training
                ? stream(part + " order", number).permutation(data.count())
                : IntStream.range(0, data.count()).toArray();
        augmentation = training
                ? new Augmenter(recipe.augmentation(), data.shape(), stream(part + " augmentation", number))
                : null;
        binarisation = stream(part + " binarisation", number);
        draws = stream(part + " draws", number);
    }

    private Noise stream(String name, int epoch) {
        return Noise.named(recipe.seed(), name).stream(epoch);
    }

    /**
     * A batch.
     *
     * @param images inputs of the encoder, (count, channels, height, width)
     * @param targets of the reconstruction, of the same shape; often the same array
     * @param noise standard normal, (rows · count, dim), as {@link Recipe#noiseRows} says
     */
    record Batch(int count, float[] images, float[] targets, float[] noise) {}

    /** The next batch, or null after the last; the last may be smaller. */
    Batch next() {
        if (next == order.length) {
            return null;
        }
        int to = Math.min(order.length, next + recipe.batch());
        float[] targets = data.floats(order, next, to);
        int count = to - next;
        next = to;
        boolean inputOnly = augmentation != null && recipe.augmentation().inputOnly();
        if (augmentation != null && !inputOnly) {
            augmentation.apply(targets, count);
        }
        if (recipe.likelihood().binarised()) {
            for (int i = 0; i < targets.length; i++) {
                targets[i] = binarisation.uniform() < targets[i] ? 1 : 0;
            }
        }
        float[] images = inputOnly ? targets.clone() : targets;
        if (inputOnly) {
            augmentation.apply(images, count);
        }
        float[] noise = draws.normals(count * recipe.noiseRows() * recipe.latent());
        return new Batch(count, images, targets, noise);
    }
}
