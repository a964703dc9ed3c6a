package isthmus.data;

import isthmus.Failure;
import isthmus.image.Shape;
import java.nio.file.Path;
import java.util.Arrays;

/** The pixel layout of the rows of an idx file, and its conversion to channels first. Immutable; any thread. */
record PixelOrder(Shape shape, Kind kind) {
    /** Mid-grey behind transparent pixels, on which both dark and bright figures show. */
    static final int BACKGROUND = 128;

    enum Kind {
        /** The bytes are the image already. */
        AS_IS,
        /** Red, green and blue of a pixel side by side. */
        INTERLEAVED,
        /** Red, green, blue and straight alpha side by side; composited over {@link #BACKGROUND}. */
        INTERLEAVED_ALPHA
    }

    /**
     * The layout of an idx file by its sizes: {@code (n, h, w)}, {@code (n, h, w, c)} with 1, 3 or 4
     * channels, or {@code (n, c, h, w)} with 1 or 3.
     */
    static PixelOrder of(Path path, int[] sizes) {
        if (sizes.length == 3) {
            return new PixelOrder(new Shape(1, sizes[1], sizes[2]), Kind.AS_IS);
        }
        if (sizes.length == 4) {
            Kind lastAxis = switch (sizes[3]) {
                case 1 -> Kind.AS_IS;
                case 3 -> Kind.INTERLEAVED;
                case 4 -> Kind.INTERLEAVED_ALPHA;
                default -> null;
            };
            if (lastAxis != null) {
                return new PixelOrder(new Shape(sizes[3] == 1 ? 1 : 3, sizes[1], sizes[2]), lastAxis);
            }
            if (sizes[1] == 1 || sizes[1] == 3) {
                return new PixelOrder(new Shape(sizes[1], sizes[2], sizes[3]), Kind.AS_IS);
            }
        }
        throw Failure.badInput(
                path.toString(),
                "images of sizes (n, height, width) or (n, height, width, channels)",
                Arrays.toString(sizes));
    }

    /** Converts one row to an image at {@code out[at...]}. */
    void convert(byte[] row, byte[] out, int at) {
        int area = shape.height() * shape.width();
        switch (kind) {
            case AS_IS -> System.arraycopy(row, 0, out, at, row.length);
            case INTERLEAVED -> {
                for (int p = 0; p < area; p++) {
                    for (int c = 0; c < 3; c++) {
                        out[at + c * area + p] = row[3 * p + c];
                    }
                }
            }
            case INTERLEAVED_ALPHA -> {
                for (int p = 0; p < area; p++) {
                    int alpha = row[4 * p + 3] & 0xFF;
                    for (int c = 0; c < 3; c++) {
                        int sum = alpha * (row[4 * p + c] & 0xFF) + (255 - alpha) * BACKGROUND;
                        out[at + c * area + p] = (byte) ((sum + 127) / 255);
                    }
                }
            }
        }
    }
}
