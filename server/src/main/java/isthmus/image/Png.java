package isthmus.image;

import isthmus.Failure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes images as 8-bit PNG, grey or RGB. Any thread. */
public final class Png {
    private static final float FAST = 0.9f;

    private Png() {}

    /**
     * @param pixels with one or three channels
     * @param scale each value becomes a square of this many pixels a side
     */
    public static byte[] of(Pixels pixels, int scale) {
        Shape shape = pixels.shape();
        int channels = shape.channels();
        if (channels != 1 && channels != 3) {
            throw Failure.badInput("", "an image of 1 or 3 channels to write as PNG", shape);
        }
        if (scale < 1) {
            throw Failure.badInput("", "a scale of 1 or more", scale);
        }
        int height = shape.height() * scale;
        int width = shape.width() * scale;
        var image = new BufferedImage(
                width, height, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width * channels];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    row[x * channels + c] = pixels.at(c, y / scale, x / scale);
                }
            }
            image.getRaster().setPixels(0, y, width, 1, row);
        }
        return write(image, null);
    }

    /** Compressed fast rather than small. */
    public static byte[] fast(BufferedImage image) {
        return write(image, FAST);
    }

    /**
     * @param quality from 0 for the smallest file to 1 for the fastest compression; null for the default
     */
    private static byte[] write(BufferedImage image, Float quality) {
        var bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (quality != null) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(quality);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
