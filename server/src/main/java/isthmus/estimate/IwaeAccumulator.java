package isthmus.estimate;

import isthmus.latent.LogSumExp;
import java.util.ArrayList;
import java.util.List;

/**
 * The importance-weighted bounds of 1, 2, 5, 10, … samples, all from the same draws: for k samples they are taken in
 * successive groups of k. Memory does not grow with the draws. One thread at a time.
 */
public final class IwaeAccumulator {
    private static final int MIN_GROUPS =
            8; // below which their spread estimates the error worse than the weights within do

    private final List<Bound> bounds = new ArrayList<>();
    private final LogSumExp all = new LogSumExp();
    private int draws;

    /** @param most total number of draws */
    public IwaeAccumulator(int most) {
        for (int k = 1; k < most; k = next(k)) {
            bounds.add(new Bound(k));
        }
        bounds.add(new Bound(most));
    }

    /** The next of 1, 2, 5, 10, 20, 50, … */
    public static int next(int k) {
        int first = k;
        while (first >= 10) {
            first /= 10;
        }
        return first == 2 ? k / 2 * 5 : 2 * k;
    }

    /** The bound of k samples: the mean over groups of k draws, and its standard error. */
    private static final class Bound {
        private final int k;
        private LogSumExp group = new LogSumExp();
        private int inGroup;
        private final RunningMean groups = new RunningMean();
        private double within; // Σ of each group's own squared error

        Bound(int k) {
            this.k = k;
        }

        void add(double logWeight) {
            group.add(logWeight);
            if (++inGroup < k) {
                return;
            }
            groups.add(group.logMean());
            within += Math.pow(group.logMeanError(), 2);
            group = new LogSumExp();
            inGroup = 0;
        }

        double error() {
            return groups.count() >= MIN_GROUPS || k == 1 ? groups.error() : Math.sqrt(within) / groups.count();
        }
    }

    /** Takes the next draw's log p(x, z) − log q(z). */
    public void add(double logWeight) {
        draws++;
        all.add(logWeight);
        bounds.forEach(bound -> bound.add(logWeight));
    }

    /** The bounds that have at least one whole group. */
    public IwaeBounds bounds() {
        List<Bound> complete =
                bounds.stream().filter(bound -> bound.groups.count() > 0).toList();
        return new IwaeBounds(
                draws,
                all.effectiveCount(),
                complete.stream().mapToInt(bound -> bound.k).toArray(),
                complete.stream().mapToInt(bound -> (int) bound.groups.count()).toArray(),
                complete.stream().mapToDouble(bound -> bound.groups.mean()).toArray(),
                complete.stream().mapToDouble(Bound::error).toArray());
    }
}
