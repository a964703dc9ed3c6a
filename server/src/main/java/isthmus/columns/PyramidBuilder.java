package isthmus.columns;

import isthmus.Failure;
import isthmus.latent.Plane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * Puts the rows of an atlas in the order of a {@link ZOrder} of where a plane shows them, on all cores and out of core: points
 * are spread over groups that lie apart, and each group is sorted by itself. The heap holds one group a core. One thread asks.
 */
final class PyramidBuilder {
    private static final int CHUNK = 1 << 16; // rows read at once
    private static final int TOP = 20; // bits of a key by which groups are told apart
    private static final int GROUP = 1 << 20; // points of a group, where they do not lie closer than that
    private static final int INDEX = 24; // bits of a place in a group
    private static final int RECORD = 16; // bytes of a key and a row
    private static final int BLOCK = 512; // records written at once
    private static final double PROJECTED = 0.4; // share of the work, for progress
    private static final double SPREAD = 0.7;

    private final ColumnReader mu;
    private final MappedColumn label; // null where there are none
    private final Plane plane;
    private final Path folder;
    private final DoubleConsumer progress;
    private final long count;
    private final int chunks;

    /** @param folder that is there and empty */
    PyramidBuilder(ColumnReader mu, MappedColumn label, Plane plane, Path folder, DoubleConsumer progress) {
        this.mu = mu;
        this.label = label;
        this.plane = plane;
        this.folder = folder;
        this.progress = progress;
        count = mu.count();
        chunks = Math.toIntExact((count + CHUNK - 1) / CHUNK);
    }

    /** Builds it and gives the square that it divides. */
    ZOrder build() throws IOException {
        Path placed = folder.resolve("placed.tmp");
        Path spread = folder.resolve("spread.tmp");
        try {
            MappedColumn points = MappedColumn.create(placed, ColumnType.F4, count, 2);
            ZOrder order = project(points);
            int[] groups = groups(points, order);
            long[] starts = spread(points, order, groups, spread);
            sort(points, spread, starts);
            return order;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(placed);
            Files.deleteIfExists(spread);
        }
    }

    private interface Chunk {
        void run(long from, int rows) throws IOException;
    }

    private void inChunks(double before, double after, Chunk work) {
        AtomicLong done = new AtomicLong();
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            long from = (long) chunk * CHUNK;
            try {
                work.run(from, (int) Math.min(CHUNK, count - from));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            progress.accept(before + (after - before) * done.incrementAndGet() / chunks);
        });
    }

    /** Where the plane shows each row. */
    private ZOrder project(MappedColumn points) {
        int dim = mu.width();
        double[][] bounds = new double[chunks][];
        inChunks(0, PROJECTED, (from, rows) -> {
            float[] codes = new float[rows * dim];
            mu.floats(from * dim, codes, codes.length);
            float[] both = plane.project(codes, rows);
            double[] own = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
            for (int i = 0; i < rows; i++) {
                for (int axis = 0; axis < 2; axis++) {
                    float at = both[2 * i + axis];
                    points.put(2 * (from + i) + axis, at);
                    own[axis] = Math.min(own[axis], at);
                    own[2 + axis] = Math.max(own[2 + axis], at);
                }
            }
            bounds[(int) (from / CHUNK)] = own;
        });
        return ZOrder.around(
                Arrays.stream(bounds).mapToDouble(own -> own[0]).min().orElse(0),
                Arrays.stream(bounds).mapToDouble(own -> own[1]).min().orElse(0),
                Arrays.stream(bounds).mapToDouble(own -> own[2]).max().orElse(0),
                Arrays.stream(bounds).mapToDouble(own -> own[3]).max().orElse(0));
    }

    private static int top(ZOrder order, float x, float y) {
        return (int) (order.key(x, y) >>> (2 * ZOrder.BITS - TOP));
    }

    /** The group of each value of the top bits. */
    private int[] groups(MappedColumn points, ZOrder order) {
        AtomicLongArray counts = new AtomicLongArray(1 << TOP);
        inChunks(PROJECTED, PROJECTED, (from, rows) -> {
            for (int i = 0; i < rows; i++) {
                counts.incrementAndGet(top(order, points.floatAt(2 * (from + i)), points.floatAt(2 * (from + i) + 1)));
            }
        });
        int[] groups = new int[1 << TOP];
        long inGroup = 0;
        int group = 0;
        for (int top = 0; top < groups.length; top++) {
            if (counts.get(top) >= 1L << INDEX) {
                throw Failure.tooLarge("plane", "at most 16,777,215 points in a millionth of the map", counts.get(top));
            }
            if (inGroup > 0 && inGroup + counts.get(top) > GROUP) {
                group++;
                inGroup = 0;
            }
            inGroup += counts.get(top);
            groups[top] = group;
        }
        return groups;
    }

    /** Writes key and row of each point to its group's part of a file, and gives where the parts start. */
    private long[] spread(MappedColumn points, ZOrder order, int[] groups, Path file) throws IOException {
        int most = groups[groups.length - 1] + 1;
        AtomicLongArray sizes = new AtomicLongArray(most);
        inChunks(PROJECTED, PROJECTED, (from, rows) -> {
            for (int i = 0; i < rows; i++) {
                sizes.incrementAndGet(
                        groups[top(order, points.floatAt(2 * (from + i)), points.floatAt(2 * (from + i) + 1))]);
            }
        });
        long[] starts = new long[most + 1];
        for (int group = 0; group < most; group++) {
            starts[group + 1] = starts[group] + sizes.get(group);
        }
        AtomicLongArray ends = new AtomicLongArray(Arrays.copyOf(starts, most));
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            inChunks(PROJECTED, SPREAD, (from, rows) -> {
                ByteBuffer[] blocks = new ByteBuffer[most];
                for (int i = 0; i < rows; i++) {
                    float x = points.floatAt(2 * (from + i));
                    float y = points.floatAt(2 * (from + i) + 1);
                    int group = groups[top(order, x, y)];
                    if (blocks[group] == null) {
                        blocks[group] = ByteBuffer.allocate(BLOCK * RECORD).order(ByteOrder.LITTLE_ENDIAN);
                    }
                    blocks[group].putLong(order.key(x, y)).putLong(from + i);
                    if (!blocks[group].hasRemaining()) {
                        write(out, blocks[group], ends, group);
                    }
                }
                for (int group = 0; group < most; group++) {
                    if (blocks[group] != null) {
                        write(out, blocks[group], ends, group);
                    }
                }
            });
        }
        return starts;
    }

    private static void write(FileChannel out, ByteBuffer block, AtomicLongArray ends, int group) throws IOException {
        block.flip();
        long at = RECORD * ends.getAndAdd(group, block.remaining() / RECORD);
        while (block.hasRemaining()) {
            at += out.write(block, at);
        }
        block.clear();
    }

    /** Sorts each group by key and then row, and writes rows, places and labels in that order. */
    private void sort(MappedColumn points, Path spread, long[] starts) throws IOException {
        MappedColumn order = MappedColumn.create(folder.resolve("row.npy"), ColumnType.I8, count, 1);
        MappedColumn xs = MappedColumn.create(folder.resolve("x.npy"), ColumnType.F4, count, 1);
        MappedColumn ys = MappedColumn.create(folder.resolve("y.npy"), ColumnType.F4, count, 1);
        MappedColumn labels =
                label == null ? null : MappedColumn.create(folder.resolve("label.npy"), ColumnType.U1, count, 1);
        AtomicLong done = new AtomicLong();
        try (FileChannel in = FileChannel.open(spread, StandardOpenOption.READ)) {
            IntStream.range(0, starts.length - 1).parallel().forEach(group -> {
                int size = (int) (starts[group + 1] - starts[group]);
                long[] rows = sorted(in, starts[group], size);
                for (int i = 0; i < size; i++) {
                    long at = starts[group] + i;
                    order.put(at, rows[i]);
                    xs.put(at, points.floatAt(2 * rows[i]));
                    ys.put(at, points.floatAt(2 * rows[i] + 1));
                    if (labels != null) {
                        labels.put(at, (byte) label.byteAt(rows[i]));
                    }
                }
                progress.accept(SPREAD + (1 - SPREAD) * done.addAndGet(size) / count);
            });
        }
        order.force();
        xs.force();
        ys.force();
        if (labels != null) {
            labels.force();
        }
    }

    /** The rows of a group, by their keys; rows of one key ascend. */
    private static long[] sorted(FileChannel in, long start, int size) {
        ByteBuffer records = ByteBuffer.allocate(size * RECORD).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (records.hasRemaining()) {
                if (in.read(records, start * RECORD + records.position()) < 0) {
                    throw new IllegalStateException("the points of a group end early");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long[] rows = new long[size];
        for (int i = 0; i < size; i++) {
            rows[i] = records.getLong(i * RECORD + Long.BYTES);
        }
        // By row first, for chunks come in any order; then by key, whose place in the order of rows breaks ties.
        long[] byRow = rows.clone();
        Arrays.sort(byRow);
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            int place = Arrays.binarySearch(byRow, rows[i]);
            keys[place] = records.getLong(i * RECORD) << INDEX | place;
        }
        Arrays.sort(keys);
        for (int i = 0; i < size; i++) {
            rows[i] = byRow[(int) (keys[i] & (1 << INDEX) - 1)];
        }
        return rows;
    }
}
