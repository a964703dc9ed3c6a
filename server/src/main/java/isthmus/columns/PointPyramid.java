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
 * @param classes how many labels there are
 */
record PointPyramid(ZOrder order, MappedColumn x, MappedColumn y, MappedColumn rows, MappedColumn labels, int classes) {
    static final int MOST_POINTS = 4096; // of a tile that shows points
    static final int DEEPEST = ZOrder.BITS - PointTile.BITS;

    private static final int CELLS = 1 << (2 * PointTile.BITS);
    private static final int BLOCK = 1 << 6; // cells that one thread looks at
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
                : cells(stretch, level, tileX, tileY, column, filter);
    }

    private PointTile points(Stretch stretch, int shown, MappedColumn column, PointFilter.Matches filter) {
        float[] xs = new float[shown];
        float[] ys = new float[shown];
        long[] where = new long[shown];
        byte[] own = labels == null ? null : new byte[shown];
        float[] values = column == null ? null : new float[shown];
        int at = 0;
        for (long point = next(stretch.from, stretch.to, filter);
                point < stretch.to;
                point = next(point + 1, stretch.to, filter)) {
            xs[at] = x.floatAt(point);
            ys[at] = y.floatAt(point);
            where[at] = rows.longAt(point);
            if (own != null) {
                own[at] = (byte) labels.byteAt(point);
            }
            if (values != null) {
                values[at] = column.number(point);
            }
            at++;
        }
        return new PointTile(shown, null, own, null, values, xs, ys, where);
    }

    private static long next(long point, long to, PointFilter.Matches filter) {
        return filter == null ? point : Math.min(to, filter.next(point));
    }

    /** Counts of each cell and class, block by block on all cores: the points of a cell lie side by side too. */
    private PointTile cells(
            Stretch stretch, int level, int tileX, int tileY, MappedColumn column, PointFilter.Matches filter) {
        Sums sums = new Sums(labels == null || column != null ? 1 : classes, column != null);
        long[] ends = new long[CELLS];
        long first = ZOrder.first(level, tileX, tileY);
        split(ends, 0, CELLS, stretch, first, ZOrder.keys(level + PointTile.BITS));
        IntStream.range(0, CELLS / BLOCK).parallel().forEach(block -> {
            byte[] some = new byte[FEW];
            float[] values = new float[FEW];
            for (int along = block * BLOCK; along < (block + 1) * BLOCK; along++) {
                Stretch cell = new Stretch(along == 0 ? stretch.from : ends[along - 1], ends[along]);
                if (column == null) {
                    sums.count(ZOrder.cell(along, PointTile.BITS), cell, labels, some, filter);
                } else {
                    sums.add(ZOrder.cell(along, PointTile.BITS), cell, column, values, filter);
                }
            }
        });
        return sums.tile(labels != null && column == null);
    }

    /** Where the points of each cell [low, high) end, in the order of the curve. */
    private void split(long[] ends, int low, int high, Stretch all, long first, long keys) {
        if (all.points() == 0 || high - low == 1) {
            Arrays.fill(ends, low, high, all.to);
            return;
        }
        int middle = (low + high) >>> 1;
        long end = search(first + middle * keys, all.from, all.to);
        split(ends, low, middle, new Stretch(all.from, end), first, keys);
        split(ends, middle, high, new Stretch(end, all.to), first, keys);
    }

    /** Counts, and sums of a column, by cell and class. Any thread, as long as no two write of one cell. */
    private static final class Sums {
        private final int[] counts;
        private final double[] values; // null where no column is asked for

        Sums(int classes, boolean column) {
            counts = new int[CELLS * classes];
            values = column ? new double[counts.length] : null;
        }

        void count(int cell, Stretch points, MappedColumn labels, byte[] some, PointFilter.Matches filter) {
            int most = counts.length / CELLS;
            if (most == 1) {
                counts[cell] = (int) (filter == null ? points.points() : filter.count(points.from, points.to));
                return;
            }
            for (long from = points.from; from < points.to; from += FEW) {
                int size = (int) Math.min(FEW, points.to - from);
                labels.bytes(from, some, size);
                for (int start = 0; start < size; start += 64) {
                    long shown = filter == null ? -1L : filter.bits(from + start);
                    int end = shown == 0 ? start : Math.min(size, start + 64);
                    for (int i = start; i < end; i++) {
                        counts[cell * most + (some[i] & 0xFF)] += (int) (shown >>> i & 1); // of i, the lowest 6 bits
                    }
                }
            }
        }

        void add(int cell, Stretch points, MappedColumn column, float[] some, PointFilter.Matches filter) {
            for (long from = points.from; from < points.to; from += FEW) {
                int size = (int) Math.min(FEW, points.to - from);
                column.floats(from, some, size);
                for (int start = 0; start < size; start += 64) {
                    long shown = filter == null ? -1L : filter.bits(from + start);
                    if (size - start < 64) {
                        shown &= (1L << (size - start)) - 1;
                    }
                    for (; shown != 0; shown &= shown - 1) {
                        float value = some[start + Long.numberOfTrailingZeros(shown)];
                        if (!Float.isNaN(value)) {
                            counts[cell]++;
                            values[cell] += value;
                        }
                    }
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
