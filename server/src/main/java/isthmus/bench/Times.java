package isthmus.bench;

import java.util.Arrays;

/** Latencies in nanoseconds. Any thread adds; the rest is for after the last was added. */
final class Times {
    private long[] values = new long[1024];
    private int count;

    static Times of(long[] values) {
        Times times = new Times();
        times.values = values.clone();
        times.count = values.length;
        return times;
    }

    synchronized void add(long nanoseconds) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = nanoseconds;
    }

    synchronized int count() {
        return count;
    }

    /** A quantile, from 0 to 1, in milliseconds; NaN where there are no latencies. */
    synchronized double quantile(double order) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(order * count) - 1)] / 1e6;
    }

    double p50() {
        return quantile(0.5);
    }

    double p99() {
        return quantile(0.99);
    }

    /** The median of figures, one a round. */
    static double median(double... rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
