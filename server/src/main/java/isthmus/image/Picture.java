package isthmus.image;

import isthmus.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A decoded picture at full size: PNG, JPEG (CMYK too), WebP, GIF (the first frame) or BMP.
 * JPEGs are shown upright and in their own colour profile; others are taken as sRGB. Immutable; any thread.
 */
public final class Picture {
    private final BufferedImage image;
    private final Orientation orientation;

    Picture(BufferedImage image, Orientation orientation) {
        this.image = image;
        this.orientation = orientation;
    }

    /** Reads a file; failures name it. */
    public static Picture read(Path path, PictureLimits limits) {
        String name = path.toString();
        try (InputStream in = Files.newInputStream(path)) {
            byte[] file = in.readNBytes((int) Math.min(limits.bytes() + 1, Integer.MAX_VALUE));
            return read(file, name, limits);
        } catch (NoSuchFileException e) {
            throw Failure.notFound(name, "a picture file", "none");
        } catch (IOException e) {
            throw Failure.badInput(name, "a picture file that can be read", e).causedBy(e);
        }
    }

    /**
     * Decodes a file's bytes, after checking its header against the limits.
     *
     * @param name of it in failures
     */
    public static Picture read(byte[] file, String name, PictureLimits limits) {
        return PictureFile.of(file, name, limits).decode();
    }

    /** Upright, in pixels. */
    public int width() {
        return orientation.isTransposed() ? image.getHeight() : image.getWidth();
    }

    /** Upright, in pixels. */
    public int height() {
        return orientation.isTransposed() ? image.getWidth() : image.getHeight();
    }

    /** The upright shape, with one channel where every pixel is grey. */
    public Shape shape() {
        var pixels = new ArgbReader(image);
        int[] argb = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            pixels.read(0, y, argb.length, 1, argb);
            for (int pixel : argb) {
                if ((pixel >> 16 & 0xff) != (pixel & 0xff) || (pixel >> 8 & 0xff) != (pixel & 0xff)) {
                    return new Shape(3, height(), width());
                }
            }
        }
        return new Shape(1, height(), width());
    }

    /** Whether something shines through any of its pixels. */
    public boolean isTransparent() {
        if (!image.getColorModel().hasAlpha()) {
            return false;
        }
        var pixels = new ArgbReader(image);
        int[] argb = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            pixels.read(0, y, argb.length, 1, argb);
            for (int pixel : argb) {
                if (pixel >>> 24 != 255) {
                    return true;
                }
            }
        }
        return false;
    }

    BufferedImage stored() {
        return image;
    }

    Orientation orientation() {
        return orientation;
    }
}
