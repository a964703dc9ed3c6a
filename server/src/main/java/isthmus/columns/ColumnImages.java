package isthmus.columns;

import isthmus.Failure;
import isthmus.data.ImageSource;
import isthmus.data.RowImages;
import isthmus.image.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The images that rows of an atlas of columns were encoded from, from where they lie. Any thread; reading takes a moment. */
public final class ColumnImages {
    /** The column of a row's number where it comes from. */
    static final String ROW = "row";

    /** The text by which a row is called. */
    private static final String NAME = "name";

    private static final String UNKNOWN = "nobody said where they lie: 'isthmus atlas' does, by --images";

    private final ColumnAtlas atlas;
    private final List<Part> parts = new ArrayList<>(); // null where it is not known

    /**
     * @param shape of the model's input
     * @param brightFigure whether the model was trained on bright figures on dark
     */
    public ColumnImages(ColumnAtlas atlas, Shape shape, boolean brightFigure) {
        this.atlas = atlas;
        for (Manifest.Images part : atlas.images()) {
            parts.add(part.source() == null ? null : partOf(part.source(), shape, brightFigure));
        }
    }

    /** Reads images by their numbers and names. */
    private interface Part {
        RowImages.Read read(long[] places, List<String> names);
    }

    private static Part partOf(ImageSource source, Shape shape, boolean brightFigure) {
        if (source.kind() == ImageSource.Kind.PARQUET) {
            ParquetImages images = new ParquetImages(source, shape, brightFigure);
            return (places, names) -> images.read(places);
        }
        return new RowImages(source, shape, brightFigure)::read;
    }

    /**
     * Writes where the images of all rows lie, which are there already.
     *
     * @param encoder sha256 of the model's encoder
     */
    public static void write(Path atlas, int dim, String encoder, ImageSource images) throws IOException {
        ColumnAtlas there = ColumnAtlas.open(atlas, dim, encoder);
        if (there == null) {
            throw Failure.notFound(atlas.toString(), "an atlas of columns whose images are meant", "none");
        }
        checkAddressed(images, there.columns(), there.texts());
        Manifest.read(atlas).withImages(images).write(atlas);
    }

    /** Images of a folder are found by a row's name, and those of files by its number there. */
    static void checkAddressed(ImageSource images, List<String> numbers, List<String> texts) {
        boolean isFolder = images != null && images.kind() == ImageSource.Kind.FOLDER;
        if (images != null && !(isFolder ? texts.contains(NAME) : numbers.contains(ROW))) {
            throw Failure.badInput(
                    "images",
                    "a column %s, by which they are found".formatted(isFolder ? NAME : ROW),
                    "%s %s".formatted(numbers, texts));
        }
    }

    /** Reads the images of some rows, which are those of the atlas. */
    public RowImages.Read read(long... rows) {
        byte[][] images = new byte[rows.length][];
        String absent = null;
        for (int part = -1; part < parts.size(); part++) {
            int own = part;
            int[] here = IntStream.range(0, rows.length)
                    .filter(i -> partOf(rows[i]) == own)
                    .toArray();
            if (here.length == 0) {
                continue;
            }
            Part source = part < 0 ? null : parts.get(part);
            RowImages.Read read = source == null
                    ? new RowImages.Read(new byte[here.length][], UNKNOWN)
                    : source.read(places(rows, here), names(rows, here));
            for (int i = 0; i < here.length; i++) {
                images[here[i]] = read.images()[i];
            }
            absent = absent == null ? read.absent() : absent;
        }
        return new RowImages.Read(images, absent);
    }

    /** Which part a row is of; −1 for none. */
    private int partOf(long row) {
        int part = atlas.images().size() - 1;
        while (part >= 0 && atlas.images().get(part).first() > row) {
            part--;
        }
        return part;
    }

    private long[] places(long[] rows, int[] here) {
        return atlas.columns().contains(ROW)
                ? Arrays.stream(here)
                        .mapToLong(i -> atlas.column(ROW).longAt(rows[i]))
                        .toArray()
                : new long[here.length];
    }

    private List<String> names(long[] rows, int[] here) {
        return atlas.texts().contains(NAME)
                ? Arrays.stream(here)
                        .mapToObj(i -> atlas.text(NAME).get(rows[i]))
                        .toList()
                : List.of();
    }
}
