package isthmus.estimate;

import isthmus.latent.PosteriorBatch;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which latent dimensions are in use: those whose posterior mean varies over images by more than a threshold (Burda,
 * Grosse and Salakhutdinov 2015). Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param variances (dim) over images of the posterior mean
 */
public record ActiveUnits(double[] variances) {
    public static final double THRESHOLD = 0.01;

    private static final double NEAR = 0.1; // share of the threshold by which a variance hardly passes or misses it

    public static ActiveUnits of(PosteriorBatch posteriors) {
        RunningMeans means = new RunningMeans(posteriors.dim());
        for (int row = 0; row < posteriors.count(); row++) {
            means.add(posteriors.means(), row);
        }
        return new ActiveUnits(means.variances());
    }

    public boolean isActive(int dimension) {
        return variances[dimension] > THRESHOLD;
    }

    public int count() {
        return (int) Arrays.stream(variances).filter(one -> one > THRESHOLD).count();
    }

    /**
     * Which are active, or not, by so little that other images might say otherwise, in words that go on a sentence, such as
     * ", one of them barely (variance of means 0.0103, threshold 0.01)"; empty where there are none.
     */
    public String margin() {
        double[] over = near(true);
        double[] under = near(false);
        return (over.length == 0 ? "" : ", %s of them barely (%s)".formatted(counted(over), said(over)))
                + (under.length == 0 ? "" : ", %s more barely not (%s)".formatted(counted(under), said(under)));
    }

    private double[] near(boolean active) {
        return Arrays.stream(variances)
                .filter(one -> one > THRESHOLD == active && Math.abs(one - THRESHOLD) <= NEAR * THRESHOLD)
                .toArray();
    }

    private static String counted(double[] units) {
        return units.length == 1 ? "one" : Integer.toString(units.length);
    }

    private static String said(double[] variances) {
        String all = Arrays.stream(variances)
                .mapToObj(one -> String.format(Locale.ROOT, "%.4f", one))
                .collect(Collectors.joining(", "));
        return "variance of means %s, threshold %s".formatted(all, THRESHOLD);
    }
}
