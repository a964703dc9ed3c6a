package isthmus.image;

import isthmus.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
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
    public static Picture read(Path path, Limits limits) {
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
    public static Picture read(byte[] file, String name, Limits limits) {
        if (file.length > limits.bytes()) {
            throw new Failure(
                    Failure.Kind.TOO_LARGE,
                    "%s: expected a picture file of at most %d bytes, found more".formatted(name, limits.bytes()));
        }
        Format format = Format.of(file, name);
        try {
            return switch (format) {
                case PNG -> decode(PngChunks.imageOnly(file), format, Orientation.UPRIGHT, name, limits);
                case WEBP -> decode(Webp.firstFrame(file), format, Orientation.UPRIGHT, name, limits);
                case JPEG -> {
                    Jpeg jpeg = Jpeg.of(file);
                    yield decode(jpeg.image(), format, jpeg.orientation(), name, limits);
                }
                case GIF, BMP -> decode(file, format, Orientation.UPRIGHT, name, limits);
            };
        } catch (Failure e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Decoders meet damaged files with any exception at all, and one huge array that is refused does no harm.
            throw new Failure(Failure.Kind.BAD_INPUT, "%s: damaged %s: %s".formatted(name, format, reason(e)), e);
        }
    }

    private static Picture decode(byte[] file, Format format, Orientation orientation, String name, Limits limits)
            throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
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
            if (format == Format.JPEG && (warnings.indexOf("Truncated") >= 0 || warnings.indexOf("Corrupt") >= 0)) {
                throw new IOException(warnings.toString());
            }
            return new Picture(image, orientation);
        } finally {
            reader.dispose();
        }
    }

    private static String reason(Throwable e) {
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

    BufferedImage stored() {
        return image;
    }

    Orientation orientation() {
        return orientation;
    }
}
