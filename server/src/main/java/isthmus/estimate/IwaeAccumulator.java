package isthmus.estimate;

import isthmus.latent.LogSumExp;
import java.util.ArrayList;
import java.util.List;

/**
 * The importance-weighted bounds of 1, 2, 5, 10, … samples, all from the same draws: for k samples they are taken in
 * successive groups of k. Memory does not grow with the draws. One thread at a time.
 */
public final class IwaeAccumulator {
    private static final int FEW = 8; // groups below which their spread says less than that of the weights within

    private final List<Bound> bounds = new ArrayList<>();
    private final LogSumExp all = new LogSumExp();
    private int draws;

    /** @param most draws that are going to come */
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

    /** The bound of k samples: the mean over groups of k draws, and how the groups vary. */
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
            return groups.count() >= FEW || k == 1 ? groups.error() : Math.sqrt(within) / groups.count();
        }
    }

    /** Takes the next draw's log p(x, z) − log q(z). */
    public void add(double logWeight) {
        draws++;
        all.add(logWeight);
        bounds.forEach(bound -> bound.add(logWeight));
    }

    /** The bounds for which there are enough draws by now. */
    public IwaeBounds bounds() {
        List<Bound> there =
                bounds.stream().filter(bound -> bound.groups.count() > 0).toList();
        return new IwaeBounds(
                draws,
                all.effectiveCount(),
                there.stream().mapToInt(bound -> bound.k).toArray(),
                there.stream().mapToInt(bound -> (int) bound.groups.count()).toArray(),
                there.stream().mapToDouble(bound -> bound.groups.mean()).toArray(),
                there.stream().mapToDouble(Bound::error).toArray());
    }
}
