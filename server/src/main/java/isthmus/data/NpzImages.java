package isthmus.data;

import isthmus.Failure;
import isthmus.npz.NpzReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads images out of a file of NumPy's arrays, of which every tenth is the test part. Any thread. */
final class NpzImages {
    static final String SUFFIX = ".npz";

    /** What people call the array of images, likeliest first. */
    private static final List<String> NAMES = List.of("images", "imgs", "x", "X", "x_train", "x_test", "data", "arr_0");

    private NpzImages() {}

    /**
     * An array of three or four sides as an idx file has them: bytes, or floats in [0, 1], in [-1, 1] or from 0 to 255, by
     * the range of their values.
     */
    static DataSet read(Path file, DataPart part) {
        try (NpzReader npz = new NpzReader(file)) {
            String name = array(npz, file);
            int[] sizes = npz.shape(name);
            byte[] all =
                    npz.isBytes(name) ? npz.bytes(name, sizes) : bytes(npz.floats(name, sizes), file + ": " + name);
            PixelOrder order = PixelOrder.of(file, sizes);
            int[] rows = IntStream.range(0, sizes[0])
                    .filter(row -> SplitRule.EVERY_TENTH.isIn(part, row))
                    .toArray();
            if (rows.length == 0) {
                throw Failure.badInput(file.toString(), "images in the part " + part, "none");
            }
            int width = all.length / sizes[0];
            int size = order.shape().size();
            byte[] pixels = new byte[Math.multiplyExact(rows.length, size)];
            for (int i = 0; i < rows.length; i++) {
                order.convert(Arrays.copyOfRange(all, rows[i] * width, (rows[i] + 1) * width), pixels, i * size);
            }
            return new DataSet(
                    String.valueOf(file.getFileName()), order.shape(), pixels, null, List.of(), null, rows, List.of());
        } catch (IOException e) {
            throw Failure.badInput(file.toString(), "a file of NumPy's arrays", e.getMessage())
                    .causedBy(e);
        }
    }

    private static String array(NpzReader npz, Path file) throws IOException {
        List<String> names = npz.names();
        for (String name : NAMES) {
            if (names.contains(name)) {
                return name;
            }
        }
        for (String name : names) {
            if (npz.shape(name).length >= 3) {
                return name;
            }
        }
        throw Failure.badInput(file.toString(), "an array of images (n, height, width) or more sides", names);
    }

    private static byte[] bytes(float[] values, String where) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (!(low >= -1 && high <= 255 && (low >= 0 || high <= 1))) {
            throw Failure.badInput(
                    where, "values in [0, 1], in [-1, 1] or from 0 to 255", "%s to %s".formatted(low, high));
        }
        float black = low < 0 ? -1 : 0;
        float white = high <= 1 ? 1 : 255;
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(255 * (values[i] - black) / (white - black));
        }
        return bytes;
    }
}
