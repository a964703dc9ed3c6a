package isthmus.estimate;

import isthmus.latent.PosteriorBatch;
import java.util.Arrays;

/**
 * Which latent dimensions are in use: those whose posterior mean varies over images by more than a threshold (Burda,
 * Grosse and Salakhutdinov 2015). Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param variances (dim) over images of the posterior mean
 */
public record ActiveUnits(double[] variances) {
    public static final double THRESHOLD = 0.01;

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
}
