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

        /** The least float that is not below it; of the two zeros the one that comes first. */
        float least() {
            float least = (float) from < from ? Math.nextUp((float) from) : (float) from;
            return least == 0 ? -0f : least;
        }

        /** The greatest float that is not above it. */
        float greatest() {
            float greatest = (float) to > to ? Math.nextDown((float) to) : (float) to;
            return greatest == 0 ? 0f : greatest;
        }
    }

    public PointFilter {
        ranges = List.copyOf(ranges);
    }

    /** The points that a filter lets through, a bit each. Any thread, once it is filled. */
    static final class Matches {
        private static final int WORDS = 1 << 12; // that one thread fills at a time
        private static final int READ = 1 << 6; // words whose values are read at once

        private final long[] bits;
        private final long count;

        private Matches(long count) {
            this.count = count;
            bits = new long[Math.toIntExact((count + 63) >>> 6)];
        }

        /** @param columns of the ranges, floats in the order of the points */
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
            int low = place(range.least());
            long width = (long) place(range.greatest()) - low;
            int last = Math.min(bits.length, (part + 1) * WORDS);
            float[] values = new float[64 * READ];
            for (int start = part * WORDS; start < last; start += READ) {
                long from = (long) start << 6;
                int some = (int) Math.min(values.length, count - from);
                column.floats(from, values, some);
                int end = Math.min(last, start + READ);
                for (int word = start; word < end; word++) {
                    long found = 0;
                    int at = (word - start) << 6;
                    int points = Math.min(64, some - at);
                    for (int i = 0; i < points; i++) {
                        // Without a branch, which could not be foreseen: what lies outside makes one of both negative.
                        long above = (long) place(values[at + i]) - low;
                        found |= (~(above | (width - above)) >>> 63) << i;
                    }
                    bits[word] = first ? found : bits[word] & found;
                }
            }
        }

        /** Floats as whole numbers of the same order, in which what is no number lies outside all others. */
        private static int place(float value) {
            int bits = Float.floatToRawIntBits(value);
            return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        }

        /** The bits of the 64 points from one on. */
        long bits(long from) {
            int word = (int) (from >>> 6);
            int shift = (int) (from & 63);
            long low = bits[word] >>> shift;
            return shift == 0 || word + 1 == bits.length ? low : low | bits[word + 1] << (64 - shift);
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
