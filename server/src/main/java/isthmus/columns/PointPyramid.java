package isthmus.columns;

import isthmus.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of an atlas where a plane shows them, in an order in which every tile's points lie side by side. So a tile, and
 * whatever is inside a polygon, is read off a few stretches of columns that are in the same order. Any thread.
 *
 * @param order of the points
 * @param x (count)
 * @param y (count)
 * @param rows (count) of the atlas
 * @param labels (count); null where there are none
 */
record PointPyramid(ZOrder order, MappedColumn x, MappedColumn y, MappedColumn rows, MappedColumn labels) {
    static final int MOST_POINTS = 4096; // of a tile that shows points
    static final int DEEPEST = ZOrder.BITS - PointTile.BITS;

    private static final int CELLS = 1 << (2 * PointTile.BITS);
    private static final int CLASSES = 256;
    private static final int PART = 1 << 17; // points that one thread looks at
    private static final int FEW = 512; // points that are tested one by one

    /** Points [from, to). */
    record Stretch(long from, long to) {
        long points() {
            return to - from;
        }
    }

    long count() {
        return x.count();
    }

    private long key(long point) {
        return order.key(x.floatAt(point), y.floatAt(point));
    }

    /** The first point of [from, to) whose key is at least this; the last ones where none is. */
    private long search(long key, long from, long to) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (key(middle) < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The points of a tile. */
    Stretch stretch(int level, int tileX, int tileY) {
        if (level < 0 || level > DEEPEST || Math.min(tileX, tileY) < 0 || Math.max(tileX, tileY) >= 1 << level) {
            throw Failure.badInput(
                    "tile",
                    "a level of 0 to %d, and x and y within it".formatted(DEEPEST),
                    "%d, %d, %d".formatted(level, tileX, tileY));
        }
        long first = ZOrder.first(level, tileX, tileY);
        long from = search(first, 0, count());
        return new Stretch(from, search(first + ZOrder.keys(level), from, count()));
    }

    /**
     * @param column in the order of the points, of which means are wanted; or null
     * @param filter which points are shown; null for all
     */
    PointTile tile(int level, int tileX, int tileY, MappedColumn column, PointFilter.Matches filter) {
        Stretch stretch = stretch(level, tileX, tileY);
        long shown = filter == null ? stretch.points() : filter.count(stretch.from, stretch.to);
        return shown <= MOST_POINTS
                ? points(stretch, (int) shown, column, filter)
                : cells(stretch, level, column, filter);
    }

    private PointTile points(Stretch stretch, int shown, MappedColumn column, PointFilter.Matches filter) {
        float[] xs = new float[shown];
        float[] ys = new float[shown];
        long[] where = new long[shown];
        byte[] classes = labels == null ? null : new byte[shown];
        float[] values = column == null ? null : new float[shown];
        int at = 0;
        for (long point = next(stretch.from, stretch.to, filter);
                point < stretch.to;
                point = next(point + 1, stretch.to, filter)) {
            xs[at] = x.floatAt(point);
            ys[at] = y.floatAt(point);
            where[at] = rows.longAt(point);
            if (classes != null) {
                classes[at] = (byte) labels.byteAt(point);
            }
            if (values != null) {
                values[at] = column.number(point);
            }
            at++;
        }
        return new PointTile(shown, null, classes, null, values, xs, ys, where);
    }

    private static long next(long point, long to, PointFilter.Matches filter) {
        return filter == null ? point : Math.min(to, filter.next(point));
    }

    /** Counts of each cell and class, added up part by part on all cores. */
    private PointTile cells(Stretch stretch, int level, MappedColumn column, PointFilter.Matches filter) {
        int most = labels == null || column != null ? 1 : CLASSES;
        int parts = (int) ((stretch.points() + PART - 1) / PART);
        int workers = Math.min(parts, Runtime.getRuntime().availableProcessors());
        List<Sums> all = IntStream.range(0, workers)
                .parallel()
                .mapToObj(worker -> {
                    Sums sums = new Sums(most, column != null);
                    long from = stretch.from + worker * stretch.points() / workers;
                    long to = stretch.from + (worker + 1) * stretch.points() / workers;
                    add(sums, from, to, level, column, filter);
                    return sums;
                })
                .toList();
        Sums sum = all.get(0);
        all.subList(1, all.size()).forEach(sum::add);
        return sum.tile(labels != null && column == null);
    }

    private void add(Sums sums, long from, long to, int level, MappedColumn column, PointFilter.Matches filter) {
        int most = sums.counts.length / CELLS;
        float[] xs = new float[FEW];
        float[] ys = new float[FEW];
        byte[] classes = new byte[FEW];
        for (long start = from; start < to; start += FEW) {
            int some = (int) Math.min(FEW, to - start);
            x.floats(start, xs, some);
            y.floats(start, ys, some);
            if (most > 1) {
                labels.bytes(start, classes, some);
            }
            for (int i = 0; i < some; i++) {
                if (filter != null && !filter.has(start + i)) {
                    continue;
                }
                int cell = order.row(ys[i], level, PointTile.BITS) << PointTile.BITS
                        | order.column(xs[i], level, PointTile.BITS);
                int entry = most > 1 ? cell * most + (classes[i] & 0xFF) : cell;
                if (column == null) {
                    sums.counts[entry]++;
                } else {
                    float value = column.number(start + i);
                    if (!Float.isNaN(value)) {
                        sums.counts[entry]++;
                        sums.values[entry] += value;
                    }
                }
            }
        }
    }

    /** Counts, and sums of a column, by cell and class. One thread at a time. */
    private static final class Sums {
        private final int[] counts;
        private final double[] values; // null where no column is asked for

        Sums(int classes, boolean column) {
            counts = new int[CELLS * classes];
            values = column ? new double[counts.length] : null;
        }

        void add(Sums other) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += other.counts[i];
                if (values != null) {
                    values[i] += other.values[i];
                }
            }
        }

        PointTile tile(boolean labelled) {
            int most = counts.length / CELLS;
            int[] entries =
                    IntStream.range(0, counts.length).filter(i -> counts[i] > 0).toArray();
            short[] cells = new short[entries.length];
            byte[] classes = labelled ? new byte[entries.length] : null;
            int[] found = new int[entries.length];
            float[] means = values == null ? null : new float[entries.length];
            for (int i = 0; i < entries.length; i++) {
                cells[i] = (short) (entries[i] / most);
                found[i] = counts[entries[i]];
                if (classes != null) {
                    classes[i] = (byte) (entries[i] % most);
                }
                if (means != null) {
                    means[i] = (float) (values[entries[i]] / counts[entries[i]]);
                }
            }
            return new PointTile(
                    Arrays.stream(found).asLongStream().sum(), cells, classes, found, means, null, null, null);
        }
    }

    /** The points within a polygon, as stretches that ascend and do not meet. */
    List<Stretch> within(Polygon polygon) {
        List<Stretch> found = new ArrayList<>();
        within(polygon, 0, 0, 0, new Stretch(0, count()), found);
        return found;
    }

    private void within(Polygon polygon, int level, int tileX, int tileY, Stretch all, List<Stretch> found) {
        if (all.points() == 0) {
            return;
        }
        double side = order.side(level);
        double left = order.left() + tileX * side;
        double bottom = order.bottom() + tileY * side;
        // The points at the edges of the whole were put into its last cells, and lie past them by rounding at most.
        double slack = order.side() * 1e-9;
        switch (polygon.of(left - slack, bottom - slack, left + side + slack, bottom + side + slack)) {
            case INSIDE -> add(found, all);
            case OUTSIDE -> {}
            case CROSSED -> {
                if (level == ZOrder.BITS || all.points() <= FEW) {
                    oneByOne(polygon, all, found);
                    return;
                }
                long from = all.from;
                for (int quarter = 0; quarter < 4; quarter++) {
                    int x2 = 2 * tileX + (quarter & 1);
                    int y2 = 2 * tileY + (quarter >> 1);
                    long end = quarter == 3
                            ? all.to
                            : search(ZOrder.first(level + 1, x2, y2) + ZOrder.keys(level + 1), from, all.to);
                    within(polygon, level + 1, x2, y2, new Stretch(from, end), found);
                    from = end;
                }
            }
        }
    }

    private void oneByOne(Polygon polygon, Stretch all, List<Stretch> found) {
        for (long point = all.from; point < all.to; point++) {
            if (polygon.contains(x.floatAt(point), y.floatAt(point))) {
                add(found, new Stretch(point, point + 1));
            }
        }
    }

    private static void add(List<Stretch> found, Stretch next) {
        int last = found.size() - 1;
        if (last >= 0 && found.get(last).to == next.from) {
            found.set(last, new Stretch(found.get(last).from, next.to));
        } else {
            found.add(next);
        }
    }
}
