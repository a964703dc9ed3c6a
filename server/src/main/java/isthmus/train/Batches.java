package isthmus.train;

import isthmus.data.DataSet;
import isthmus.latent.Noise;

/**
 * The images of one epoch in its order, augmented and binarised as the recipe says. All of it follows from the seed and
 * the epoch's number. One thread.
 */
final class Batches {
    private final DataSet data;
    private final Recipe recipe;
    private final int[] order;
    private final Augmenter augmentation; // null where nothing is changed
    private final Noise binarisation;
    private final Noise draws;
    private int next;

    /**
     * @param training whether images are shuffled and augmented
     */
    Batches(DataSet data, Recipe recipe, int epoch, boolean training) {
        this.data = data;
        this.recipe = recipe;
        String part = training ? "train" : "validate";
        // Validation sees the same draws each epoch, so that its figures can be compared.
        int number = training ? epoch : 0;
        order = training ? stream(part + " order", number).permutation(data.count()) : rows(data.count());
        augmentation = training
                ? new Augmenter(recipe.augmentation(), data.shape(), stream(part + " augmentation", number))
                : null;
        binarisation = stream(part + " binarisation", number);
        draws = stream(part + " draws", number);
    }

    private Noise stream(String name, int epoch) {
        return Noise.named(recipe.seed(), name).stream(epoch);
    }

    private static int[] rows(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return rows;
    }

    /**
     * A batch.
     *
     * @param images what the encoder sees, (count, channels, height, width)
     * @param targets what the decoder must give back, of the same shape; often the same array
     * @param noise standard normal, (draws · count, dim)
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
        boolean apart = augmentation != null && recipe.augmentation().inputOnly();
        if (augmentation != null && !apart) {
            augmentation.apply(targets, count);
        }
        if (recipe.likelihood().binarised()) {
            for (int i = 0; i < targets.length; i++) {
                targets[i] = binarisation.uniform() < targets[i] ? 1 : 0;
            }
        }
        float[] images = apart ? targets.clone() : targets;
        if (apart) {
            augmentation.apply(images, count);
        }
        float[] noise = new float[count * recipe.draws().count() * recipe.latent()];
        draws.normals(noise, 0, noise.length);
        return new Batch(count, images, targets, noise);
    }
}
