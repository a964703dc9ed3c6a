package isthmus.bench;

/**
 * How much is measured. Immutable; any thread.
 *
 * @param rounds of each figure, of which the median counts
 * @param seconds of a round
 * @param many sessions that the server serves easily
 * @param overload sessions that ask for more than it can serve
 * @param readers sessions of {@link StalledReader}, the stalled one included
 * @param idle sessions that ask nothing
 */
public record Scale(int rounds, double seconds, int many, int overload, int readers, int idle) {
    /** Hovers a second of one session. */
    static final double HOVERS = 30;

    public static Scale whole(double seconds) {
        return new Scale(5, seconds, 200, 800, 50, 2000);
    }

    /** Enough to see that everything runs; the figures mean nothing. */
    public static Scale quick() {
        return new Scale(1, 0.3, 8, 16, 5, 20);
    }
}
