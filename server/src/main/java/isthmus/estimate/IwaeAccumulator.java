package isthmus.estimate;

import isthmus.latent.LogSumExp;
import java.util.ArrayList;
import java.util.List;

/**
 * The importance-weighted bounds of 1, 2, 5, 10, … samples, all from the same draws: for k samples they are taken in
 * successive groups of k. Memory does not grow with the draws. One thread at a time.
 */
public final class IwaeAccumulator {
    private static final int MIN_GROUPS = 8; // from which their spread tells the standard error
    private static final int DECADE = 10; // times k, over which it is seen how the spread falls
    private static final double MARGIN = 1.25; // standard errors of a spread

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

    /** The bound of k samples: the mean over groups of k draws. */
    private static final class Bound {
        private final int k;
        private LogSumExp group = new LogSumExp();
        private int inGroup;
        private final RunningMean groups = new RunningMean();

        Bound(int k) {
            this.k = k;
        }

        void add(double logWeight) {
            group.add(logWeight);
            if (++inGroup < k) {
                return;
            }
            groups.add(group.logMean());
            group = new LogSumExp();
            inGroup = 0;
        }

        /** The standard deviation over groups. */
        double spread() {
            return groups.error() * Math.sqrt((double) groups.count());
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
                complete.stream().mapToDouble(this::error).toArray());
    }

    private double error(Bound bound) {
        double spread = bound.groups.count() >= MIN_GROUPS || bound.k == 1 ? bound.spread() : spread(bound.k);
        return spread / Math.sqrt((double) bound.groups.count());
    }

    /**
     * The spread of the log mean of k weights where there are too few groups of k to see it: that of the largest groups of
     * which there are enough, carried on to k as it fell over the decade before, which is by 1/√k at best and, where weights
     * have a heavy tail, hardly. The weights themselves cannot tell, for they lack the tail that was not drawn. What it is
     * carried on from is taken so much larger, by its own standard error, that two errors hold 0.93 to 0.97 of bounds.
     */
    private double spread(int k) {
        Bound from = bounds.get(0);
        for (Bound bound : bounds) {
            from = bound.groups.count() >= MIN_GROUPS ? bound : from;
        }
        double spread = from.spread() * (1 + MARGIN / Math.sqrt(2 * (from.groups.count() - 1.0)));
        Bound before = bounds.get(0);
        for (Bound bound : bounds) {
            before = bound.k * DECADE <= from.k ? bound : before;
        }
        if (before == from || spread == 0) {
            return spread;
        }
        double slope = Math.log(spread / before.spread()) / Math.log((double) from.k / before.k);
        return spread * Math.pow((double) k / from.k, Math.min(0, Math.max(-0.5, slope)));
    }
}
