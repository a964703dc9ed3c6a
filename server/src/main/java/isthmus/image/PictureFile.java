package isthmus.image;

import isthmus.Failure;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Callable;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture file whose structure and header have been checked against the limits, so that decoding is cheap enough.
 * Not decoded yet. Immutable; any thread.
 */
public final class PictureFile {
    private final String name;
    private final Format format;
    private final byte[] content; // stripped to what the decoder needs
    private final Orientation orientation;

    private PictureFile(String name, Format format, byte[] content, Orientation orientation) {
        this.name = name;
        this.format = format;
        this.content = content;
        this.orientation = orientation;
    }

    /** Whether a file begins as a picture does, and its header keeps to the limits. */
    public static boolean isOne(byte[] file, PictureLimits limits) {
        try {
            of(file, "", limits);
            return true;
        } catch (Failure e) {
            return false;
        }
    }

    /**
     * Reads the header alone.
     *
     * @param file not to be written into as long as the result is used
     * @param name of it in failures
     */
    public static PictureFile of(byte[] file, String name, PictureLimits limits) {
        if (file.length > limits.bytes()) {
            throw Failure.tooLarge(name, "a picture file of at most %d bytes".formatted(limits.bytes()), "more");
        }
        Format format = Format.of(file, name);
        return checked(name, format, () -> {
            switch (format) {
                case PNG -> {
                    return of(name, format, PngChunks.imageOnly(file), Orientation.UPRIGHT, 1, limits);
                }
                case WEBP -> {
                    return of(name, format, Webp.firstFrame(file), Orientation.UPRIGHT, 1, limits);
                }
                case GIF -> Gif.checkWhole(file);
                case JPEG -> {
                    Jpeg jpeg = Jpeg.of(file);
                    return of(name, format, jpeg.image(), jpeg.orientation(), jpeg.scans(), limits);
                }
                case BMP -> checkLength(file);
            }
            return of(name, format, file, Orientation.UPRIGHT, 1, limits);
        });
    }

    /** A BMP states its length in its third to sixth byte; some writers leave it 0. */
    private static void checkLength(byte[] bmp) throws IOException {
        if (bmp.length < 6
                || Integer.toUnsignedLong(ByteBuffer.wrap(bmp)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt(2))
                        > bmp.length) {
            throw new EOFException("the file is shorter than it says");
        }
    }

    private static PictureFile of(
            String name, Format format, byte[] content, Orientation orientation, int scans, PictureLimits limits)
            throws IOException {
        ImageReader reader = Decoders.of(format);
        try (var in = new EncodedInput(content)) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            long pixels = (long) width * height;
            if (width < 1 || height < 1 || pixels > limits.pixels()) {
                throw Failure.tooLarge(
                        name, "a picture of 1 to %d pixels".formatted(limits.pixels()), width + "×" + height);
            }
            if (Math.max(width, height) > PictureLimits.MOST_PIXELS_A_SIDE) {
                throw Failure.tooLarge(
                        name,
                        "a picture of at most %d pixels a side".formatted(PictureLimits.MOST_PIXELS_A_SIDE),
                        width + "×" + height);
            }
            long mostScans = Math.min(PictureLimits.MOST_SCANS, limits.scannedPixels() / pixels);
            if (scans > mostScans) {
                throw Failure.tooLarge(
                        name, "a JPEG of %d×%d in at most %d scans".formatted(width, height, mostScans), scans);
            }
            return new PictureFile(name, format, content, orientation);
        } finally {
            reader.dispose();
        }
    }

    /** Decodes the picture at its full size. */
    public Picture decode() {
        return new Picture(decode(new EncodedInput(content)), orientation);
    }

    BufferedImage decode(ImageInputStream content) {
        return checked(name, format, () -> {
            ImageReader reader = Decoders.of(format);
            try (content) {
                reader.setInput(content, true, true);
                StringBuilder warnings = new StringBuilder();
                reader.addIIOReadWarningListener((source, warning) -> warnings.append(warning));
                BufferedImage image = reader.read(0);
                // The JPEG library fills what is missing with grey and only warns.
                if (warnings.indexOf("Truncated") >= 0 || warnings.indexOf("Corrupt") >= 0) {
                    throw new IOException(warnings.toString());
                }
                return image;
            } finally {
                reader.dispose();
            }
        });
    }

    /** Runs a step and tells a damaged file from a lack of memory. */
    private static <T> T checked(String name, Format format, Callable<T> step) {
        try {
            return step.call();
        } catch (Failure e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw outOfMemory(name, format, e);
        } catch (Exception e) {
            // Decoders throw any exception for damaged files, and wrap errors in them.
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof OutOfMemoryError) {
                    throw outOfMemory(name, format, e);
                }
            }
            String reason = e.getMessage() == null || !(e instanceof IOException) ? e.toString() : e.getMessage();
            throw Failure.badInput(name, "a whole " + format, "it damaged: " + reason)
                    .causedBy(e);
        }
    }

    /** A refused large array does no harm to other work. */
    private static Failure outOfMemory(String name, Format format, Throwable e) {
        return Failure.busy(name, "memory for a " + format, "none free").causedBy(e);
    }
}
