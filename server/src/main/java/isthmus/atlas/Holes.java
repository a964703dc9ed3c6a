package isthmus.atlas;

/**
 * The share of the prior that the data do not support. Any thread.
 *
 * @param share of the prior's draws
 * @param low lower end of an interval that holds the whole prior's share 95% of the time: Wilson's
 * @param high its upper end
 */
public record Holes(double share, double low, double high) {
    private static final double NORMAL = 1.96; // deviations that hold 95%

    /**
     * @param differences of draws of the prior, as {@link ImageSupport} says
     * @param edge the greatest that data still support
     */
    public static Holes of(float[] differences, double edge) {
        int hits = 0;
        for (float difference : differences) {
            hits += difference > edge ? 1 : 0;
        }
        int draws = differences.length;
        return new Holes((double) hits / draws, wilson(hits, draws, -NORMAL), wilson(hits, draws, NORMAL));
    }

    /** An end of Wilson's interval for a probability, of which {@code hits} of {@code draws} tell. */
    static double wilson(long hits, int draws, double deviations) {
        double share = (double) hits / draws;
        double square = deviations * deviations / draws;
        double half = deviations * Math.sqrt(share * (1 - share) / draws + square / (4 * draws));
        return Math.max(0, (share + square / 2 + half) / (1 + square));
    }
}
