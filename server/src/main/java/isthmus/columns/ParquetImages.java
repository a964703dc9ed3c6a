package isthmus.columns;

import isthmus.Failure;
import isthmus.data.ImageSource;
import isthmus.data.RowImages;
import isthmus.image.Fit;
import isthmus.image.FitTarget;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.image.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The images of a column of Parquet, by their numbers: those of the column {@code row}, or their places in the files in the order
 * of their paths, as they were encoded. Of a file that says where its pages are, which Spark and parquet-java write, one page is
 * read for an image; of others its row group, where that is small. Files are looked at once. Any thread; reading takes a moment.
 */
final class ParquetImages {
    private static final int MOST_BYTES = 64 << 20; // that are unpacked for an image
    private static final long MOST_NUMBERS = 8 << 20; // of rows, kept of groups
    private static final int TRIED = 4; // groups that an image is looked for in

    private final ImageSource source;
    private final Shape shape;
    private final FitTarget target;
    private final Map<Group, long[]> numbers = new LinkedHashMap<>(16, 0.75f, true); // the one used longest ago first
    private List<Group> groups;

    /** @param brightFigure whether the model was trained on bright figures on dark */
    ParquetImages(ImageSource source, Shape shape, boolean brightFigure) {
        this.source = source;
        this.shape = shape;
        target = new FitTarget(shape, brightFigure, source.fit(), source.fitting());
    }

    /**
     * A row group.
     *
     * @param least the smallest number of its rows
     * @param most the greatest one
     * @param numbered whether these are those of the column {@code row}, in any order; else they count through the files
     */
    private record Group(Path file, int at, int count, long least, long most, boolean numbered) {}

    /** Where an image is: in a group, and there. */
    private record Place(Group group, int row) {}

    /** Reads images by the numbers of their rows. */
    RowImages.Read read(long... places) {
        byte[][] images = new byte[places.length][];
        String[] absent = new String[places.length];
        if (source.absent() != null) {
            return new RowImages.Read(images, source.absent());
        }
        try {
            Map<Group, List<Integer>> found =
                    new TreeMap<>(Comparator.comparing(Group::file).thenComparing(Group::at));
            Place[] where = new Place[places.length];
            for (int i = 0; i < places.length; i++) {
                where[i] = place(places[i]);
                if (where[i] != null) {
                    found.computeIfAbsent(where[i].group, group -> new ArrayList<>())
                            .add(i);
                }
            }
            for (Map.Entry<Group, List<Integer>> one : found.entrySet()) {
                read(one.getKey(), one.getValue(), where, images, absent);
            }
        } catch (Failure e) {
            Arrays.fill(absent, e.getMessage());
        } catch (IOException | RuntimeException e) { // parquet-java throws many kinds at a file that is no longer whole
            Arrays.fill(absent, "the Parquet that was encoded cannot be read");
        }
        return RowImages.Read.of(images, absent);
    }

    private synchronized List<Group> groups() throws IOException {
        if (groups == null) {
            List<Group> all = new ArrayList<>();
            long first = 0;
            for (Path file : files()) {
                try (ParquetFileReader reader = ParquetRows.open(file)) {
                    List<BlockMetaData> blocks = reader.getRowGroups();
                    for (int at = 0; at < blocks.size(); at++) {
                        Group group = group(file, at, blocks.get(at), first);
                        all.add(group);
                        first += group.count;
                    }
                }
            }
            groups = List.copyOf(all);
        }
        return groups;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : source.paths()) {
            try (Stream<Path> all = Files.walk(place)) {
                all.filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().matches("[._].*"))
                        .forEach(files::add);
            }
        }
        files.sort(Comparator.comparing(file -> file.toUri().toString())); // as Spark sorts them
        return files;
    }

    private static Group group(Path file, int at, BlockMetaData block, long first) {
        int count = Math.toIntExact(block.getRowCount());
        ColumnChunkMetaData column = chunk(block, ColumnImages.ROW);
        if (column == null) {
            return new Group(file, at, count, first, first + count - 1, false);
        }
        Statistics<?> known = column.getStatistics();
        boolean bounded = known != null
                && known.hasNonNullValue()
                && known.genericGetMin() instanceof Number
                && known.genericGetMax() instanceof Number;
        long least = bounded ? ((Number) known.genericGetMin()).longValue() : Long.MIN_VALUE;
        long most = bounded ? ((Number) known.genericGetMax()).longValue() : Long.MAX_VALUE;
        return new Group(file, at, count, least, most, true);
    }

    /** The one leaf of a field, or that called bytes; null where there is none. */
    private static ColumnChunkMetaData chunk(BlockMetaData block, String name) {
        List<ColumnChunkMetaData> leaves = block.getColumns().stream()
                .filter(one -> one.getPath().toArray()[0].equals(name))
                .toList();
        return leaves.stream()
                .filter(one -> leaves.size() == 1 || one.getPath().toDotString().equals(name + ".bytes"))
                .findFirst()
                .orElse(null);
    }

    /** Null where there is none of this number. */
    private Place place(long number) throws IOException {
        int tried = 0;
        for (Group group : groups()) {
            if (number < group.least || number > group.most) {
                continue;
            }
            if (!group.numbered) {
                return new Place(group, (int) (number - group.least));
            }
            if (tried++ == TRIED) {
                throw Failure.tooLarge("images", "rows whose numbers lie close together in Parquet", "them everywhere")
                        .hint("sort the Parquet by the column row");
            }
            long[] all = numbers(group);
            for (int row = 0; row < all.length; row++) {
                if (all[row] == number) {
                    return new Place(group, row);
                }
            }
        }
        return null;
    }

    private long[] numbers(Group group) throws IOException {
        long[] known = known(group);
        if (known != null) {
            return known;
        }
        long[] all = new long[group.count];
        try (ParquetFileReader reader = ParquetRows.open(group.file)) {
            check(chunk(reader.getRowGroups().get(group.at), ColumnImages.ROW).getTotalUncompressedSize());
            MessageType only = only(reader, ColumnImages.ROW);
            PageReadStore read = reader.readRowGroup(group.at);
            ColumnDescriptor leaf = only.getColumns().get(0);
            ColumnReader values = ParquetRows.columns(read, only, reader).getColumnReader(leaf);
            for (int row = 0; row < all.length; row++) {
                boolean there = values.getCurrentDefinitionLevel() == leaf.getMaxDefinitionLevel();
                all[row] = there ? wholeOf(values, leaf) : Long.MIN_VALUE;
                values.consume();
            }
        }
        keep(group, all);
        return all;
    }

    private synchronized long[] known(Group group) {
        return numbers.get(group);
    }

    private synchronized void keep(Group group, long[] all) {
        numbers.put(group, all);
        long kept = numbers.values().stream().mapToLong(rows -> rows.length).sum();
        for (Iterator<long[]> rows = numbers.values().iterator(); kept > MOST_NUMBERS; rows.remove()) {
            kept -= rows.next().length;
        }
    }

    private static long wholeOf(ColumnReader values, ColumnDescriptor leaf) {
        return leaf.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64
                ? values.getLong()
                : (long) ParquetRows.number(values, leaf);
    }

    private static MessageType only(ParquetFileReader reader, String column) {
        MessageType schema = reader.getFooter().getFileMetaData().getSchema();
        MessageType only = new MessageType(schema.getName(), schema.getType(column));
        reader.setRequestedSchema(only);
        return only;
    }

    private static void check(long bytes) {
        if (bytes > MOST_BYTES) {
            throw Failure.tooLarge(
                            "images", "at most %d bytes of Parquet that belong together".formatted(MOST_BYTES), bytes)
                    .hint("write it in smaller row groups, or with an index of its pages");
        }
    }

    /** Reads images of one group, page by page, each page once. */
    private void read(Group group, List<Integer> wanted, Place[] where, byte[][] images, String[] absent)
            throws IOException {
        try (ParquetFileReader reader = ParquetRows.open(group.file)) {
            ColumnChunkMetaData chunk = chunk(reader.getRowGroups().get(group.at), source.column());
            if (chunk == null) {
                throw Failure.notFound("images", "the column that was encoded", "none");
            }
            MessageType only = only(reader, source.column());
            OffsetIndex pages = reader.readOffsetIndex(chunk);
            Map<Integer, List<Integer>> byPage = new TreeMap<>();
            for (int i : wanted) {
                byPage.computeIfAbsent(pages == null ? 0 : page(pages, where[i].row), page -> new ArrayList<>())
                        .add(i);
            }
            for (Map.Entry<Integer, List<Integer>> one : byPage.entrySet()) {
                PageReadStore read;
                long first = 0;
                if (pages == null) {
                    check(chunk.getTotalUncompressedSize());
                    read = reader.readRowGroup(group.at);
                } else {
                    int page = one.getKey();
                    check(pages.getCompressedPageSize(page));
                    first = pages.getFirstRowIndex(page);
                    read = reader.readFilteredRowGroup(
                            group.at,
                            RowRanges.create(group.count, IntStream.of(page).iterator(), pages));
                }
                take(
                        ParquetRows.columns(read, only, reader).getColumnReader(leaf(only, chunk)),
                        leaf(only, chunk),
                        first,
                        one.getValue(),
                        where,
                        images,
                        absent);
            }
        }
    }

    private static ColumnDescriptor leaf(MessageType only, ColumnChunkMetaData chunk) {
        return only.getColumnDescription(chunk.getPath().toArray());
    }

    private static int page(OffsetIndex pages, int row) {
        int page = 0;
        while (page + 1 < pages.getPageCount() && pages.getFirstRowIndex(page + 1) <= row) {
            page++;
        }
        return page;
    }

    /** Goes through values from a row on, as far as the last one that is wanted. */
    private void take(
            ColumnReader values,
            ColumnDescriptor leaf,
            long first,
            List<Integer> wanted,
            Place[] where,
            byte[][] images,
            String[] absent) {
        List<Integer> inOrder = wanted.stream()
                .sorted(Comparator.comparingInt(i -> where[i].row))
                .toList();
        long row = first;
        byte[] image = null;
        String failed = null;
        long last = -1;
        for (int i : inOrder) {
            if (where[i].row != last) {
                for (; row < where[i].row; row++) {
                    skip(values, leaf);
                }
                row++;
                last = where[i].row;
                image = null;
                failed = null;
                try {
                    image = image(values, leaf);
                } catch (Failure e) {
                    failed = e.getMessage();
                }
            }
            images[i] = image;
            absent[i] = failed;
        }
    }

    private static void skip(ColumnReader values, ColumnDescriptor leaf) {
        do {
            if (values.getCurrentDefinitionLevel() == leaf.getMaxDefinitionLevel()) {
                values.skip();
            }
            values.consume();
        } while (values.getCurrentRepetitionLevel() > 0);
    }

    private byte[] image(ColumnReader values, ColumnDescriptor leaf) {
        boolean there = values.getCurrentDefinitionLevel() == leaf.getMaxDefinitionLevel();
        PrimitiveTypeName type = leaf.getPrimitiveType().getPrimitiveTypeName();
        if (type == PrimitiveTypeName.BINARY) {
            byte[] bytes = there ? values.getBinary().getBytes() : null;
            values.consume();
            return bytes == null ? null : RowImages.isPicture(bytes, shape.size()) ? fitted(bytes) : bytes;
        }
        int scale = type == PrimitiveTypeName.FLOAT || type == PrimitiveTypeName.DOUBLE ? 255 : 1;
        byte[] pixels = new byte[shape.size()];
        int found = 0;
        do {
            if (values.getCurrentDefinitionLevel() == leaf.getMaxDefinitionLevel()) {
                if (found < pixels.length) {
                    pixels[found] = (byte) Math.round(scale * ParquetRows.number(values, leaf));
                }
                found++;
            }
            values.consume();
        } while (values.getCurrentRepetitionLevel() > 0);
        return found == pixels.length ? pixels : null;
    }

    private byte[] fitted(byte[] file) {
        return Fit.fit(Picture.read(file, "the picture", PictureLimits.DEFAULT), target)
                .pixels()
                .values();
    }
}
