package isthmus.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;

/**
 * Reads blocks of a decoded picture as sRGB with straight alpha, whatever its storage. One thread at a time.
 *
 * <p>Grey samples are read unconverted: Java takes them for linear light and would brighten them.
 */
final class ArgbReader {
    private final BufferedImage image;
    private final boolean grey;
    private final int bands;
    private final int greyMax;
    private int[] raw = new int[0];

    ArgbReader(BufferedImage stored) {
        image = stored;
        grey = stored.getColorModel() instanceof ComponentColorModel
                && stored.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        bands = stored.getRaster().getNumBands();
        greyMax = (1 << stored.getColorModel().getComponentSize(0)) - 1;
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    /** Reads a block into {@code argb}, row by row, 8 bits each of alpha, red, green, blue. */
    void read(int x, int y, int width, int height, int[] argb) {
        if (!grey) {
            image.getRGB(x, y, width, height, argb, 0, width);
            return;
        }
        int count = width * height;
        if (raw.length < count * bands) {
            raw = new int[count * bands];
        }
        image.getRaster().getPixels(x, y, width, height, raw);
        for (int p = 0; p < count; p++) {
            int value = to8Bits(raw[p * bands]);
            int alpha = bands > 1 ? to8Bits(raw[p * bands + 1]) : 255;
            argb[p] = alpha << 24 | value << 16 | value << 8 | value;
        }
    }

    private int to8Bits(int sample) {
        return greyMax == 255 ? sample : (sample * 255 + greyMax / 2) / greyMax;
    }
}
