package isthmus.evaluate;

import java.util.Arrays;

/**
 * How well a measure tells bad from good: the probability that a bad one measures more than a good one, which is the area
 * under the ROC curve. Any thread.
 *
 * @param area NaN where there are no good or no bad ones
 * @param error standard error of Hanley and McNeil (1982)
 */
public record RocArea(double area, double error, int good, int bad) {
    /** Each ascending or not; equal ones count half. */
    public static RocArea of(double[] good, double[] bad) {
        double[] sorted = good.clone();
        Arrays.sort(sorted);
        double wins = 0;
        for (double one : bad) {
            wins += (below(sorted, one) + below(sorted, Math.nextUp(one))) / 2.0;
        }
        double a = wins / good.length / bad.length;
        double twoBad = a / (2 - a) - a * a; // of two bad ones, both measure more than a good one
        double twoGood = 2 * a * a / (1 + a) - a * a;
        double variance =
                (a * (1 - a) + (bad.length - 1) * twoBad + (good.length - 1) * twoGood) / good.length / bad.length;
        return new RocArea(a, Math.sqrt(Math.max(0, variance)), good.length, bad.length);
    }

    /** How many are smaller. */
    private static int below(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
