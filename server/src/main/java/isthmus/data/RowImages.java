package isthmus.data;

import isthmus.Failure;
import isthmus.image.Fit;
import isthmus.image.FitTarget;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.image.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images by the names of their files, or by their places, from where they lie, at a model's input. Nothing is read but pictures
 * of the folder and the files that the source names. Failures never say where that is, for clients are told them. Any
 * thread; reading takes a moment.
 */
public final class RowImages {
    private static final int MOST_PACKED = 64 << 20; // bytes of images in a gzip file, which is read from its beginning

    private final ImageSource source;
    private final Shape shape;
    private final FitTarget target; // null where images are prepared

    /** @param brightFigure whether the model was trained on bright figures on dark */
    public RowImages(ImageSource source, Shape shape, boolean brightFigure) {
        this.source = source;
        this.shape = shape;
        target = source.fitting() == null ? null : new FitTarget(shape, brightFigure, source.fit(), source.fitting());
    }

    /**
     * What was read.
     *
     * @param images (n) of (channels, height, width); null where it is not there
     * @param absent why the first of those is not there; null where all are
     */
    public record Read(byte[][] images, String absent) {
        /** @param reasons (n) why each is not there, where that is known */
        public static Read of(byte[][] images, String... reasons) {
            return new Read(
                    images,
                    IntStream.range(0, images.length)
                            .filter(i -> images[i] == null)
                            .mapToObj(i -> Objects.requireNonNullElse(reasons[i], "there is no image at this place"))
                            .findFirst()
                            .orElse(null));
        }
    }

    /**
     * Reads images.
     *
     * @param places (n) among the images of all files
     * @param names (n) paths within the folder; of a folder alone
     */
    public Read read(long[] places, List<String> names) {
        byte[][] images = new byte[places.length][];
        String[] absent = new String[places.length];
        if (source.absent() != null) {
            return new Read(images, source.absent());
        }
        if (source.kind() == ImageSource.Kind.FOLDER) {
            IntStream.range(0, images.length).parallel().forEach(i -> {
                try {
                    images[i] = picture(source.paths().get(0), names.get(i));
                } catch (Failure e) {
                    absent[i] = e.getMessage();
                }
            });
        } else {
            try {
                idx(places, images);
            } catch (Failure e) {
                Arrays.fill(absent, e.getMessage());
            }
        }
        return Read.of(images, absent);
    }

    private byte[] picture(Path folder, String name) {
        Path picture = within(folder, name);
        if (picture == null) {
            throw Failure.notFound(name, "a picture in the folder that was encoded", "none");
        }
        try {
            return Fit.fit(Picture.read(picture, PictureLimits.DEFAULT), target)
                    .pixels()
                    .values();
        } catch (Failure e) {
            throw Failure.notFound(name, "a picture that can be read", "none").causedBy(e);
        }
    }

    /** Whether bytes of an image are a picture file, and not pixels, of which there are as many as is given. */
    public static boolean isPicture(byte[] bytes, int size) {
        return bytes.length != size
                || Stream.of("\u0089PNG", "\u00FF\u00D8\u00FF", "GIF8", "RIFF")
                        .map(magic -> magic.getBytes(StandardCharsets.ISO_8859_1))
                        .anyMatch(magic ->
                                Arrays.mismatch(magic, 0, magic.length, bytes, 0, Math.min(magic.length, size)) < 0);
    }

    /** A picture of a folder, links followed; null where it is none, or lies outside. */
    private static Path within(Path folder, String name) {
        try {
            Path root = folder.toRealPath();
            Path picture = root.resolve(name).toRealPath();
            boolean isIn = picture.startsWith(root) && !name.isEmpty();
            return isIn && Files.isRegularFile(picture) ? picture : null;
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    /** Goes through each file once, in the order of places. */
    private void idx(long[] places, byte[][] images) {
        int[] order = IntStream.range(0, places.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> places[i]))
                .mapToInt(i -> i)
                .toArray();
        int at = 0;
        long first = 0; // of the file
        for (Path file : source.paths()) {
            try (IdxRows rows = IdxRows.images("images", Files.newInputStream(file), Files.size(file))) {
                check(file, rows);
                long next = first;
                for (; at < order.length && places[order[at]] < first + rows.count(); at++) {
                    long place = places[order[at]];
                    if (place >= next) {
                        rows.skip(place - next);
                        images[order[at]] = rows.image();
                        next = place + 1;
                    } else if (at > 0) { // the one before, once more
                        images[order[at]] = images[order[at - 1]];
                    }
                }
                first += rows.count();
            } catch (IOException e) {
                throw Failure.notFound("images", "the file that was encoded", "none that can be read")
                        .causedBy(e);
            }
        }
    }

    private void check(Path file, IdxRows rows) throws IOException {
        if (!rows.shape().equals(shape)) {
            throw Failure.badInput("images", "images of " + shape, rows.shape());
        }
        long bytes = (long) rows.count() * shape.size();
        if (bytes > MOST_PACKED && Files.size(file) < bytes) {
            throw Failure.tooLarge(
                            "images",
                            "at most %d bytes in a gzip file, for it has no middle".formatted(MOST_PACKED),
                            bytes)
                    .hint("unpack it, and name it to 'isthmus atlas' by --images");
        }
    }
}
