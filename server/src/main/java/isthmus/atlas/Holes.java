package isthmus.atlas;

import java.util.stream.IntStream;

/**
 * The share of the prior that lies where the aggregate posterior is thinner than at 99% of unseen data's codes. Any thread.
 *
 * @param share of the prior's draws
 * @param low lower end of an interval that holds the whole prior's share 95% of the time, for the draws of the prior and for
 *     those of the data that set the threshold
 * @param high its upper end
 */
public record Holes(double share, double low, double high) {
    private static final double THIN = 0.01; // of the data's codes lie at thinner places
    private static final double NORMAL = 1.96; // deviations that hold 95%

    /**
     * The log density below which a place is thin.
     *
     * @param heldOut log densities at codes of the data, ascending
     */
    public static float threshold(float[] heldOut) {
        return heldOut[(int) (THIN * heldOut.length)];
    }

    /**
     * @param logs log densities at draws of the prior
     * @param heldOut log densities at codes of the data, ascending
     */
    static Holes of(float[] logs, float[] heldOut) {
        // How many of the data's codes lie below the true threshold is binomial, so that it lies between two of them.
        double expected = THIN * heldOut.length;
        double off = NORMAL * Math.sqrt(expected * (1 - THIN));
        int below = (int) Math.floor(expected - off);
        int above = Math.min(heldOut.length - 1, (int) Math.ceil(expected + off));
        return new Holes(
                (double) thinner(logs, threshold(heldOut)) / logs.length,
                below < 0 ? 0 : wilson(thinner(logs, heldOut[below]), logs.length, -NORMAL),
                wilson(thinner(logs, heldOut[above]), logs.length, NORMAL));
    }

    private static long thinner(float[] logs, float threshold) {
        return IntStream.range(0, logs.length).filter(i -> logs[i] < threshold).count();
    }

    /** An end of Wilson's interval for a probability, of which {@code hits} of {@code draws} tell. */
    static double wilson(long hits, int draws, double deviations) {
        double share = (double) hits / draws;
        double square = deviations * deviations / draws;
        double half = deviations * Math.sqrt(share * (1 - share) / draws + square / (4 * draws));
        return Math.max(0, (share + square / 2 + half) / (1 + square));
    }
}
