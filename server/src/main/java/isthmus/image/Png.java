package isthmus.image;

import isthmus.Failure;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes images as 8-bit PNG, grey or RGB, with alpha or without. Any thread. */
public final class Png {
    private static final float FAST = 0.9f;

    private Png() {}

    /**
     * @param pixels with one to four channels
     * @param scale each value becomes a square of this many pixels a side
     */
    public static byte[] of(Pixels pixels, int scale) {
        Shape shape = pixels.shape();
        int channels = shape.channels();
        if (channels > 4) {
            throw Failure.badInput("", "an image of 1 to 4 channels to write as PNG", shape);
        }
        if (scale < 1) {
            throw Failure.badInput("", "a scale of 1 or more", scale);
        }
        int height = shape.height() * scale;
        int width = shape.width() * scale;
        BufferedImage image = image(channels, height, width);
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

    private static BufferedImage image(int channels, int height, int width) {
        if (channels == 2) { // for which there is no type
            var model = new ComponentColorModel(
                    ColorSpace.getInstance(ColorSpace.CS_GRAY),
                    /* hasAlpha= */ true,
                    /* isAlphaPremultiplied= */ false,
                    Transparency.TRANSLUCENT,
                    DataBuffer.TYPE_BYTE);
            return new BufferedImage(model, model.createCompatibleWritableRaster(width, height), false, null);
        }
        int type = channels == 1
                ? BufferedImage.TYPE_BYTE_GRAY
                : channels == 3 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        return new BufferedImage(width, height, type);
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
