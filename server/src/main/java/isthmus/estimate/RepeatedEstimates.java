package isthmus.estimate;

import isthmus.latent.LogSumExp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The log of a mean of weights as so many draws estimate it, again and again, each time by other draws: by 10, 20, 50, 100, …
 * out of one stream, which is cut into successive groups. Each estimate states a standard error, the one to first order of
 * {@link LogSumExp#logMeanError()}, and all are held against what is known otherwise. Memory does not grow with the draws.
 * One thread at a time.
 */
public final class RepeatedEstimates {
    /** Estimates of each number of draws that are kept. */
    public static final int SHOWN = 12;

    private static final int FIRST = 10;
    private static final double WITHIN =
            1.96; // errors, which hold the truth 95% of the time where they are what they say

    private final double truth;
    private final List<Repeated> levels = new ArrayList<>();
    private final LogSumExp all = new LogSumExp();
    private long draws;

    /**
     * @param truth the log of the mean, as it is known otherwise
     * @param most draws in all
     */
    public RepeatedEstimates(double truth, long most) {
        this.truth = truth;
        for (int k = FIRST; k <= most; k = IwaeAccumulator.next(k)) {
            levels.add(new Repeated(k));
        }
    }

    /**
     * Estimates by one number of draws. Immutable by agreement: nobody writes into the arrays. Any thread.
     *
     * @param draws of each
     * @param repetitions how many there are
     * @param log (at most SHOWN) the first ones
     * @param error (the same) the standard errors that they state
     * @param stated the mean of all stated errors
     * @param off the root mean square of what all are off by
     * @param covered how many of them are within 1.96 of their own errors
     */
    public record Level(
            int draws, int repetitions, double[] log, double[] error, double stated, double off, int covered) {}

    private final class Repeated {
        private final int k;
        private final double[] log = new double[SHOWN];
        private final double[] error = new double[SHOWN];
        private final RunningMean stated = new RunningMean();
        private final RunningMean squares = new RunningMean();
        private LogSumExp group = new LogSumExp();
        private int inGroup;
        private int covered;

        Repeated(int k) {
            this.k = k;
        }

        void add(double logWeight) {
            group.add(logWeight);
            if (++inGroup < k) {
                return;
            }
            double found = group.logMean();
            double says = group.logMeanError();
            int at = (int) stated.count();
            if (at < SHOWN) {
                log[at] = found;
                error[at] = says;
            }
            stated.add(says);
            squares.add((found - truth) * (found - truth));
            covered += Math.abs(found - truth) <= WITHIN * says ? 1 : 0;
            group = new LogSumExp();
            inGroup = 0;
        }

        Level level() {
            int count = (int) stated.count();
            int shown = Math.min(SHOWN, count);
            return new Level(
                    k,
                    count,
                    Arrays.copyOf(log, shown),
                    Arrays.copyOf(error, shown),
                    stated.mean(),
                    Math.sqrt(squares.mean()),
                    covered);
        }
    }

    /** Takes the next draw's log weight. */
    public void add(double logWeight) {
        draws++;
        all.add(logWeight);
        levels.forEach(level -> level.add(logWeight));
    }

    public long draws() {
        return draws;
    }

    /** All draws so far as one estimate. */
    public MeanEstimate whole() {
        return new MeanEstimate(all.logMean(), all.logMeanError());
    }

    /** How many draws of equal weight would be worth as much as all so far. */
    public double effective() {
        return all.effectiveCount();
    }

    /** Those of which there is an estimate. */
    public List<Level> levels() {
        return levels.stream()
                .filter(level -> level.stated.count() > 0)
                .map(Repeated::level)
                .toList();
    }
}
