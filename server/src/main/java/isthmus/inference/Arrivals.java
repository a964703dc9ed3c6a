package isthmus.inference;

/** How fast jobs come: a running mean of the time between two. Guarded by the queue that it belongs to. */
final class Arrivals {
    /** A longer pause counts as this one, so that it is soon forgotten. */
    private static final double LONGEST = 100e6; // nanoseconds

    private static final double WEIGHT = 1 / 64.0; // of the newest

    private double mean = LONGEST; // nanoseconds
    private long last; // System.nanoTime

    void add(long now) {
        mean += WEIGHT * (Math.min((double) (now - last), LONGEST) - mean);
        last = now;
    }

    /** How many jobs are to be expected within some milliseconds. */
    double expectedWithin(int milliseconds) {
        return milliseconds * 1e6 / mean;
    }
}
