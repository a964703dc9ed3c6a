package isthmus.report;

import isthmus.latent.LogSumExp;
import isthmus.latent.RunningMean;
import java.util.ArrayList;
import java.util.List;

/**
 * The importance-weighted bounds of 1, 2, 5, 10, … samples, all from the same draws: for k samples they are taken in
 * successive groups of k. Memory does not grow with the draws. One thread at a time.
 */
final class IwaeAccumulator {
    private static final int FEW = 8; // groups below which their spread says less than that of the weights within

    private final List<Rung> rungs = new ArrayList<>();
    private final LogSumExp all = new LogSumExp();
    private int draws;

    /** @param most draws that are going to come */
    IwaeAccumulator(int most) {
        for (int k = 1; k < most; k = next(k)) {
            rungs.add(new Rung(k));
        }
        rungs.add(new Rung(most));
    }

    /** The next of 1, 2, 5, 10, 20, 50, … */
    static int next(int k) {
        int first = k;
        while (first >= 10) {
            first /= 10;
        }
        return first == 2 ? k / 2 * 5 : 2 * k;
    }

    /** Means of groups of k draws, and how they spread. */
    private static final class Rung {
        private final int k;
        private LogSumExp group = new LogSumExp();
        private int inGroup;
        private final RunningMean groups = new RunningMean();
        private double within; // Σ of each group's own squared error

        Rung(int k) {
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
    void add(double logWeight) {
        draws++;
        all.add(logWeight);
        rungs.forEach(rung -> rung.add(logWeight));
    }

    IwaeBounds now() {
        List<Rung> there =
                rungs.stream().filter(rung -> rung.groups.count() > 0).toList();
        return new IwaeBounds(
                draws,
                all.effectiveCount(),
                there.stream().mapToInt(rung -> rung.k).toArray(),
                there.stream().mapToInt(rung -> (int) rung.groups.count()).toArray(),
                there.stream().mapToDouble(rung -> rung.groups.mean()).toArray(),
                there.stream().mapToDouble(Rung::error).toArray());
    }
}
