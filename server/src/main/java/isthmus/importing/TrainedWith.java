package isthmus.importing;

import isthmus.model.ModelCard.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model may have been trained with. Immutable; any thread.
 *
 * @param family of the likelihood
 * @param strength of the likelihood beside the prior: one over a gaussian's variance, one over beta
 * @param plain whether it is what a bound says: a Bernoulli with a beta of 1, a Gaussian of the residuals' deviation, or
 *     summed squared errors or half of them
 * @param words for people
 */
record TrainedWith(Family family, double strength, boolean plain, String words) {
    private static final double WEAKER = 8; // times than summed squared errors in [-1, 1] or a narrower scale
    private static final double SIGNED = 8; // of errors summed in [-1, 1], as those of [0, 1] see it
    private static final double[] BETAS = {0.5, 1, 2, 4, 8};

    /**
     * Those that a model may have had: other strengths, as of a beta that is not 1, too.
     *
     * @param known the family where it is known, or null
     * @param variance mean squared residual of a value in [0, 1]
     * @param deviation of the scale in which the decoder gives images, in which errors were squared
     */
    static List<TrainedWith> candidates(Family known, double variance, double deviation) {
        List<TrainedWith> all = new ArrayList<>();
        if (known != Family.GAUSSIAN) {
            for (double beta : BETAS) {
                all.add(new TrainedWith(
                        Family.BERNOULLI,
                        1 / beta,
                        beta == 1,
                        beta == 1
                                ? "a Bernoulli likelihood"
                                : "a Bernoulli likelihood and a beta of %.1f".formatted(beta)));
            }
        }
        if (known != Family.BERNOULLI) {
            double summed = 2 / (deviation * deviation);
            double weakest = Math.min(summed, SIGNED) / WEAKER;
            all.add(new TrainedWith(Family.GAUSSIAN, 1 / variance, true, "a Gaussian of the residuals' deviation"));
            all.add(new TrainedWith(Family.GAUSSIAN, summed, true, "summed squared errors"));
            all.add(new TrainedWith(Family.GAUSSIAN, summed / 2, true, "half of summed squared errors"));
            for (double strength = 0.5 / variance; strength > weakest; strength /= 2) {
                all.add(new TrainedWith(
                        Family.GAUSSIAN,
                        strength,
                        false,
                        "a Gaussian of a deviation of %.2g".formatted(1 / Math.sqrt(strength))));
            }
        }
        return all;
    }

    double[][] bends(Curvature curvature) {
        return family == Family.GAUSSIAN ? curvature.gaussian() : curvature.bernoulli();
    }
}
