package isthmus.importing;

import isthmus.model.ModelCard.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model may have been trained with: the families and strengths that are common. Immutable; any thread.
 *
 * @param family of the likelihood
 * @param strength of the likelihood beside the prior: one over a gaussian's variance, one over beta
 * @param words for people
 */
record TrainedWith(Family family, double strength, String words) {
    /**
     * Those that a model may have had.
     *
     * @param known the family where it is known, or null
     * @param variance mean squared residual of a value
     */
    static List<TrainedWith> candidates(Family known, double variance) {
        List<TrainedWith> all = new ArrayList<>();
        if (known != Family.GAUSSIAN) {
            all.add(new TrainedWith(Family.BERNOULLI, 1, "a Bernoulli likelihood"));
            all.add(new TrainedWith(Family.BERNOULLI, 0.25, "a Bernoulli likelihood and beta of 4"));
        }
        if (known != Family.BERNOULLI) {
            all.add(new TrainedWith(Family.GAUSSIAN, 1 / variance, "a Gaussian of the residuals' deviation"));
            all.add(new TrainedWith(Family.GAUSSIAN, 2, "summed squared errors"));
            all.add(new TrainedWith(Family.GAUSSIAN, 1, "half of summed squared errors"));
        }
        return all;
    }

    double[][] bends(Curvature curvature) {
        return family == Family.GAUSSIAN ? curvature.gaussian() : curvature.bernoulli();
    }
}
