package isthmus.columns;

import isthmus.Failure;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows are shown: those whose values lie in a range of each of some columns. Immutable; any thread.
 *
 * @param ranges of columns of different names
 */
public record PointFilter(List<Range> ranges) {
    /** Shows all. */
    public static final PointFilter ALL = new PointFilter(List.of());

    /** Values of a column in [from, to]. */
    public record Range(String column, double from, double to) {
        public Range {
            if (!(from <= to)) {
                throw Failure.badInput("filter", "a range from its lower to its upper end", from + " to " + to);
            }
        }
    }

    public PointFilter {
        ranges = List.copyOf(ranges);
    }

    /** The points that a filter lets through, a bit each. Any thread, once it is filled. */
    static final class Matches {
        private static final int WORDS = 1 << 12; // that one thread fills at a time

        private final long[] bits;
        private final long count;

        private Matches(long count) {
            this.count = count;
            bits = new long[Math.toIntExact((count + 63) >>> 6)];
        }

        /** @param columns of the ranges, in the order of the points */
        static Matches of(List<Range> ranges, List<MappedColumn> columns, long count) {
            Matches matches = new Matches(count);
            int parts = (matches.bits.length + WORDS - 1) / WORDS;
            IntStream.range(0, parts).parallel().forEach(part -> {
                for (int i = 0; i < ranges.size(); i++) {
                    matches.narrow(part, ranges.get(i), columns.get(i), i == 0);
                }
            });
            return matches;
        }

        private void narrow(int part, Range range, MappedColumn column, boolean first) {
            int last = Math.min(bits.length, (part + 1) * WORDS);
            float[] values = new float[64];
            for (int word = part * WORDS; word < last; word++) {
                long from = (long) word << 6;
                int some = (int) Math.min(64, count - from);
                if (column.type() == ColumnType.F4) {
                    column.floats(from, values, some);
                } else {
                    for (int i = 0; i < some; i++) {
                        values[i] = column.number(from + i);
                    }
                }
                long found = 0;
                for (int i = 0; i < some; i++) {
                    if (values[i] >= range.from && values[i] <= range.to) {
                        found |= 1L << i;
                    }
                }
                bits[word] = first ? found : bits[word] & found;
            }
        }

        boolean has(long point) {
            return (bits[(int) (point >>> 6)] >>> (point & 63) & 1) != 0;
        }

        /** The first point from here on that is let through; the number of all where none is. */
        long next(long point) {
            if (point >= count) {
                return count;
            }
            int word = (int) (point >>> 6);
            long left = bits[word] & -1L << (point & 63);
            while (left == 0) {
                if (++word == bits.length) {
                    return count;
                }
                left = bits[word];
            }
            return ((long) word << 6) + Long.numberOfTrailingZeros(left);
        }

        /** How many of the points [from, to) are let through. */
        long count(long from, long to) {
            if (from >= to) {
                return 0;
            }
            int first = (int) (from >>> 6);
            int last = (int) ((to - 1) >>> 6);
            long head = -1L << (from & 63);
            long tail = -1L >>> (63 - (to - 1 & 63));
            if (first == last) {
                return Long.bitCount(bits[first] & head & tail);
            }
            long sum = (long) Long.bitCount(bits[first] & head) + Long.bitCount(bits[last] & tail);
            for (int word = first + 1; word < last; word++) {
                sum += Long.bitCount(bits[word]);
            }
            return sum;
        }
    }
}
