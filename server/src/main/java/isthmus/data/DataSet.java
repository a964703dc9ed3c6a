package isthmus.data;

import isthmus.Failure;
import isthmus.image.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of one shape held in memory, with a label each where the source has labels. Immutable by agreement: nobody
 * writes into the arrays. Any thread.
 *
 * @param name in messages and cards
 * @param shape of every image
 * @param pixels (count, channels, height, width), one unsigned byte a value
 * @param labels (count), or null where there are none
 * @param labelNames the name of label i, empty where there are no labels
 * @param factors (count, k) class indices of the generating factors, or null where they are not known
 * @param index (count) index of each image in the whole data set
 * @param files (count) path of each image's file within the data set's folder, with slashes; empty where images have no
 *     files of their own
 */
public record DataSet(
        String name,
        Shape shape,
        byte[] pixels,
        byte[] labels,
        List<String> labelNames,
        byte[][] factors,
        int[] index,
        List<String> files) {

    public DataSet {
        if (pixels.length != (long) shape.size() * index.length) {
            throw Failure.badInput(
                    name,
                    "%d values for %d images of %s".formatted((long) shape.size() * index.length, index.length, shape),
                    pixels.length);
        }
        if (labels != null && labels.length != index.length) {
            throw Failure.badInput(name, "a label for each of %d images".formatted(index.length), labels.length);
        }
        if (!files.isEmpty() && files.size() != index.length) {
            throw Failure.badInput(name, "a file for each of %d images".formatted(index.length), files.size());
        }
        labelNames = List.copyOf(labelNames);
        files = List.copyOf(files);
    }

    /** Images. */
    public int count() {
        return index.length;
    }

    /**
     * Whether images that follow one another in the data set are alike, such as frames of a film, and so do not count as
     * independent.
     */
    public boolean hasAlikeNeighbours() {
        return KnownData.named(name).map(KnownData::alikeNeighbours).orElse(false);
    }

    /** The images of the given rows as values in [0,1]: (rows.length, channels, height, width). */
    public float[] floats(int[] rows, int from, int to) {
        int size = shape.size();
        float[] out = new float[(to - from) * size];
        for (int r = from, o = 0; r < to; r++) {
            int base = rows[r] * size;
            for (int i = 0; i < size; i++) {
                out[o++] = (pixels[base + i] & 0xFF) / 255f;
            }
        }
        return out;
    }

    /** Some of the images: those of {@code rows[from..to)}, in that order. */
    public DataSet rows(int[] rows, int from, int to) {
        int size = shape.size();
        int count = to - from;
        byte[] some = new byte[count * size];
        byte[] someLabels = labels == null ? null : new byte[count];
        byte[][] someFactors = factors == null ? null : new byte[count][];
        int[] someIndex = new int[count];
        List<String> someFiles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int row = rows[from + i];
            System.arraycopy(pixels, row * size, some, i * size, size);
            someIndex[i] = index[row];
            if (!files.isEmpty()) {
                someFiles.add(files.get(row));
            }
            if (labels != null) {
                someLabels[i] = labels[row];
            }
            if (factors != null) {
                someFactors[i] = factors[row];
            }
        }
        return new DataSet(name, shape, some, someLabels, labelNames, someFactors, someIndex, someFiles);
    }
}
