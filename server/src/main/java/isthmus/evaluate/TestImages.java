package isthmus.evaluate;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.latent.Noise;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The images that a model is measured on: the first so many of a part, each drawn once to zeros and ones by its grey
 * levels where the model was trained on such draws. The draw of an image depends on the seed and on the image's place
 * in its data set, so any batch that holds the image holds the same one. Any thread.
 */
public final class TestImages {
    private final DataSet data;
    private final int count;
    private final int[] rows;
    private final Noise binarisation; // null where grey levels are kept; only addressed, never drawn from

    public TestImages(DataSet data, int count, boolean binarised, long seed) {
        if (count < 1 || count > data.count()) {
            throw Failure.badInput(
                    "expected 1 to %d images of %s, found %d".formatted(data.count(), data.name(), count));
        }
        this.data = data;
        this.count = count;
        this.rows = IntStream.range(0, count).toArray();
        this.binarisation = binarised ? Noise.named(seed, "binarised images") : null;
    }

    public DataSet data() {
        return data;
    }

    public int count() {
        return count;
    }

    /** Whether the images are the data set's own bytes, rather than draws by them. */
    boolean grey() {
        return binarisation == null;
    }

    /** The place of an image in its whole data set, by which its random streams are addressed. */
    int place(int image) {
        return data.index()[image];
    }

    /** The generating factors of each image, (count, k); null where they are not known. */
    public byte[][] factors() {
        return data.factors() == null ? null : Arrays.copyOf(data.factors(), count);
    }

    /** All images as values in [0,1]: (count, channels, height, width). */
    public float[] all() {
        return floats(0, count);
    }

    /** Images [from, to) as values in [0,1]: (to − from, channels, height, width). */
    float[] floats(int from, int to) {
        float[] values = data.floats(rows, from, to);
        int size = data.shape().size();
        for (int i = from; i < to && binarisation != null; i++) {
            Noise noise = binarisation.stream(place(i));
            for (int p = (i - from) * size; p < (i - from + 1) * size; p++) {
                values[p] = noise.uniform() < values[p] ? 1 : 0;
            }
        }
        return values;
    }
}
