package isthmus.image;

import isthmus.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageReader;

/**
 * A picture as somebody made it, decoded at its full size: PNG, JPEG (CMYK too), WebP, GIF (the first frame) or BMP.
 * JPEGs are shown upright and in their own colour profile; the others are taken for sRGB. Immutable; any thread.
 */
public final class Picture {
    private final BufferedImage image;
    private final Orientation orientation;

    private Picture(BufferedImage image, Orientation orientation) {
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
            throw Failure.notFound(name + ": no such file");
        } catch (IOException e) {
            throw new Failure(Failure.Kind.BAD_INPUT, name + ": cannot be read: " + e, e);
        }
    }

    /**
     * Decodes a file's bytes. What its header announces is held against the limits before anything is decoded.
     *
     * @param name what failures call it
     */
    public static Picture read(byte[] file, String name, PictureLimits limits) {
        if (file.length > limits.bytes()) {
            throw new Failure(
                    Failure.Kind.TOO_LARGE,
                    "%s: expected a picture file of at most %d bytes, found more".formatted(name, limits.bytes()));
        }
        Format format = Format.of(file, name);
        ImageReader reader = Decoders.of(format);
        try {
            return switch (format) {
                case PNG -> new Picture(decode(reader, PngChunks.imageOnly(file), name, limits), Orientation.UPRIGHT);
                case WEBP -> new Picture(decode(reader, Webp.firstFrame(file), name, limits), Orientation.UPRIGHT);
                case GIF, BMP -> new Picture(decode(reader, file, name, limits), Orientation.UPRIGHT);
                case JPEG -> {
                    Jpeg jpeg = Jpeg.of(file);
                    yield new Picture(decode(reader, jpeg.image(), name, limits), jpeg.orientation());
                }
            };
        } catch (Failure e) {
            throw e;
        } catch (OutOfMemoryError e) {
            // One huge array that is refused does no harm to the rest of the house.
            throw new Failure(
                    Failure.Kind.TOO_LARGE,
                    "%s: expected a %s that fits into the memory left, found a larger one".formatted(name, format),
                    e);
        } catch (IOException | RuntimeException e) {
            // Decoders meet damaged files with any exception at all.
            throw new Failure(
                    Failure.Kind.BAD_INPUT,
                    "%s: expected a whole %s, found it damaged: %s".formatted(name, format, reason(e)),
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage decode(ImageReader reader, byte[] file, String name, PictureLimits limits)
            throws IOException {
        try (var in = new FiniteInput(file)) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1 || (long) width * height > limits.pixels()) {
                throw new Failure(
                        Failure.Kind.TOO_LARGE,
                        "%s: expected a picture of 1 to %d pixels, found %d×%d"
                                .formatted(name, limits.pixels(), width, height));
            }
            StringBuilder warnings = new StringBuilder();
            reader.addIIOReadWarningListener((source, warning) -> warnings.append(warning));
            BufferedImage image = reader.read(0);
            // The JPEG library fills what is missing with grey and only mutters.
            if (warnings.indexOf("Truncated") >= 0 || warnings.indexOf("Corrupt") >= 0) {
                throw new IOException(warnings.toString());
            }
            return image;
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null || !(e instanceof IOException) ? e.toString() : e.getMessage();
    }

    /** Upright, in pixels. */
    public int width() {
        return orientation.isTransposed() ? image.getHeight() : image.getWidth();
    }

    /** Upright, in pixels. */
    public int height() {
        return orientation.isTransposed() ? image.getWidth() : image.getHeight();
    }

    /** The shape that holds all of it: upright, with one channel where every pixel is grey. */
    public Shape shape() {
        var samples = new Samples(image);
        int[] argb = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            samples.read(0, y, argb.length, 1, argb);
            for (int pixel : argb) {
                if ((pixel >> 16 & 0xff) != (pixel & 0xff) || (pixel >> 8 & 0xff) != (pixel & 0xff)) {
                    return new Shape(3, height(), width());
                }
            }
        }
        return new Shape(1, height(), width());
    }

    BufferedImage stored() {
        return image;
    }

    Orientation orientation() {
        return orientation;
    }
}
