package isthmus.columns;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Counts over stretches of points, as far as a filter lets them through, on all cores. Any thread. */
final class PointCounts {
    private static final int PART = 1 << 16; // points that one thread looks at
    private static final int READ = 1 << 12; // points read at once
    private static final int CLASSES = 256;

    private final List<PointPyramid.Stretch> pieces; // none of which is long
    private final PointFilter.Matches filter; // null for all

    PointCounts(List<PointPyramid.Stretch> stretches, PointFilter.Matches filter) {
        this.filter = filter;
        pieces = stretches.stream()
                .flatMap(one -> LongStream.range(0, (one.points() + PART - 1) / PART)
                        .mapToObj(i -> new PointPyramid.Stretch(
                                one.from() + i * PART, Math.min(one.to(), one.from() + (i + 1) * PART))))
                .toList();
    }

    /** Counts the points of a piece. */
    private interface Counting {
        void count(PointPyramid.Stretch piece, long[] counts);
    }

    private long[] counted(int width, Counting counting) {
        return pieces.parallelStream()
                .collect(() -> new long[width], (counts, piece) -> counting.count(piece, counts), (all, more) -> {
                    for (int i = 0; i < all.length; i++) {
                        all[i] += more[i];
                    }
                });
    }

    /** The bits of the 64 points from one on that are shown. */
    private long shown(long from) {
        return filter == null ? -1L : filter.bits(from);
    }

    /** How many of each class there are. */
    long[] classes(MappedColumn labels) {
        return counted(CLASSES, (piece, counts) -> {
            byte[] some = new byte[READ];
            for (long from = piece.from(); from < piece.to(); from += READ) {
                int points = (int) Math.min(READ, piece.to() - from);
                labels.bytes(from, some, points);
                for (int start = 0; start < points; start += 64) {
                    count(some, start, Math.min(points, start + 64), shown(from + start), counts);
                }
            }
        });
    }

    private static void count(byte[] classes, int start, int end, long shown, long[] counts) {
        long left = shown;
        for (int i = start; i < end; i++) {
            counts[classes[i] & 0xFF] += left & 1;
            left >>>= 1;
        }
    }

    /** How many points lie in each of some bars of equal width. */
    long[] bars(MappedColumn column, float[] range, int bars) {
        double scale = range[1] > range[0] ? bars / ((double) range[1] - range[0]) : 0;
        return counted(bars, (piece, counts) -> {
            float[] some = new float[READ];
            for (long from = piece.from(); from < piece.to(); from += READ) {
                int points = (int) Math.min(READ, piece.to() - from);
                column.floats(from, some, points);
                for (int start = 0; start < points; start += 64) {
                    long shown = shown(from + start);
                    if (shown != 0) {
                        count(some, start, Math.min(points, start + 64), shown, range[0], scale, counts);
                    }
                }
            }
        });
    }

    private static void count(
            float[] values, int start, int end, long shown, double first, double scale, long[] counts) {
        int last = counts.length - 1;
        long left = shown;
        for (int i = start; i < end; i++) {
            if (Float.isFinite(values[i])) {
                counts[Math.min(last, (int) ((values[i] - first) * scale))] += left & 1;
            }
            left >>>= 1;
        }
    }

    /** The least and the greatest finite value of a column. */
    static float[] range(MappedColumn column) {
        int parts = Math.toIntExact((column.count() + PART - 1) / PART);
        return IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> {
                    float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
                    long from = (long) part * PART;
                    float[] values = new float[(int) Math.min(PART, column.count() - from)];
                    column.floats(from, values, values.length);
                    for (float value : values) {
                        if (Float.isFinite(value)) {
                            range[0] = Math.min(range[0], value);
                            range[1] = Math.max(range[1], value);
                        }
                    }
                    return range;
                })
                .reduce((a, b) -> new float[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])})
                .filter(range -> range[0] <= range[1])
                .orElse(new float[] {0, 0});
    }
}
