package isthmus.evaluate;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.estimate.Binarisation;
import isthmus.estimate.RowBlocks;
import isthmus.estimate.Stretch;
import java.util.Arrays;
import java.util.List;

/**
 * The images that a model is measured on: the first images of a part, binarised once where the model was trained on
 * binarised images. The draw depends on the seed and on the index of the image in its data set alone. Any thread.
 */
public final class EvaluationImages {
    private final DataSet data;
    private final int count;
    private final long firstRow; // of the whole corpus, where the data set is a part of one
    private final byte[] pixels; // (count or more, channels, height, width), 255 is 1

    public EvaluationImages(DataSet data, int count, boolean binarised, long seed) {
        this(data, count, 0, binarised, seed);
    }

    /** Of a part of a corpus of any size, whose rows count from {@code firstRow} on; all its images. */
    public EvaluationImages(DataSet part, long firstRow, boolean binarised, long seed) {
        this(part, part.count(), firstRow, binarised, seed);
    }

    private EvaluationImages(DataSet data, int count, long firstRow, boolean binarised, long seed) {
        if (count < 1 || count > data.count()) {
            throw Failure.badInput("", "1 to %d images of %s".formatted(data.count(), data.name()), count);
        }
        this.data = data;
        this.count = count;
        this.firstRow = firstRow;
        this.pixels = binarised ? binarised(seed) : data.pixels();
    }

    private byte[] binarised(long seed) {
        int size = data.shape().size();
        byte[] drawn = new byte[count * size];
        for (int i = 0; i < count; i++) {
            Binarisation.draw(data.pixels(), i * size, size, seed, index(i), drawn);
        }
        return drawn;
    }

    public DataSet data() {
        return data;
    }

    public int count() {
        return count;
    }

    /** The images as bytes of which 255 is 1, (count or more, channels, height, width); nobody writes into them. */
    byte[] pixels() {
        return pixels;
    }

    /** The index of an image in its whole data set, which selects its random streams. */
    long index(int image) {
        return firstRow + data.index()[image];
    }

    /** The stretches of the data set that the images are of, where neighbours in it are alike; none for other data. */
    public List<Stretch> stretches() {
        return data.hasAlikeNeighbours() ? Stretch.of(Arrays.copyOf(data.index(), count)) : List.of();
    }

    /** The blocks by which errors of means over the first images are estimated. */
    public RowBlocks blocks(int first) {
        return data.hasAlikeNeighbours()
                ? RowBlocks.of(Stretch.of(Arrays.copyOf(data.index(), first)))
                : RowBlocks.independent(first);
    }

    /** The generating factors of each image, (count, k); null where they are not known. */
    public byte[][] factors() {
        return data.factors() == null ? null : Arrays.copyOf(data.factors(), count);
    }

    /** The class of each image, (count); null where the data have none. */
    public byte[] labels() {
        return data.labels() == null ? null : Arrays.copyOf(data.labels(), count);
    }

    /** All images as values in [0,1]: (count, channels, height, width). */
    public float[] all() {
        return floats(0, count);
    }

    /** Images [from, to) as values in [0,1]: (to − from, channels, height, width). */
    float[] floats(int from, int to) {
        int size = data.shape().size();
        float[] values = new float[(to - from) * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[from * size + i] & 0xFF) / 255f;
        }
        return values;
    }
}
