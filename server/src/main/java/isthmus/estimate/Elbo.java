package isthmus.estimate;

import isthmus.latent.Posterior;
import isthmus.latent.Prior;
import java.util.OptionalDouble;

/**
 * The evidence lower bound on log p(x) of one image and its two terms, in nats. A posterior without a density has no
 * divergence from the prior and so no bound. Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param reconstruction E_q log p(x|z), with the standard error due to the draws
 * @param divergence KL(q ‖ p), in closed form and so without an error where there is one, else by the draws; null for a point
 * @param whole reconstruction less divergence; null for a point
 * @param klByDimension (dim) KL(q ‖ p) in closed form; null where dimensions are not independent, or there is none
 */
public record Elbo(MeanEstimate reconstruction, MeanEstimate divergence, MeanEstimate whole, double[] klByDimension) {
    /**
     * From draws of q.
     *
     * @param z (draws, dim)
     * @param scores (draws) log p(x|z)
     */
    public static Elbo of(Posterior q, Prior prior, float[] z, float[] scores) {
        Draws draws = new Draws(q, prior);
        for (int row = 0; row < scores.length; row++) {
            draws.add(z, row, scores[row]);
        }
        return draws.bound();
    }

    /** Adds up draws of one posterior. One thread at a time. */
    public static final class Draws {
        private final Posterior q;
        private final Prior prior;
        private final OptionalDouble closedForm;
        private final RunningMean reconstruction = new RunningMean();
        private final RunningMean divergence = new RunningMean();
        private final RunningMean whole = new RunningMean();

        public Draws(Posterior q, Prior prior) {
            this.q = q;
            this.prior = prior;
            closedForm = q.hasDensity() ? q.klTo(prior) : OptionalDouble.of(0);
        }

        /**
         * @param z (rows, dim), of which the row is the draw
         * @param score log p(x|z)
         */
        public void add(float[] z, int row, double score) {
            reconstruction.add(score);
            if (closedForm.isEmpty()) {
                double log = q.logDensity(z, row) - prior.logDensity(z, row);
                divergence.add(log);
                whole.add(score - log);
            }
        }

        public Elbo bound() {
            MeanEstimate score = reconstruction.estimate();
            if (!q.hasDensity()) {
                return new Elbo(score, null, null, null);
            }
            if (closedForm.isEmpty()) {
                return new Elbo(score, divergence.estimate(), whole.estimate(), null);
            }
            double kl = closedForm.getAsDouble();
            return new Elbo(
                    score,
                    new MeanEstimate(kl, 0),
                    new MeanEstimate(score.mean() - kl, score.error()),
                    q.klByDimension(prior).orElse(null));
        }
    }

    public boolean isBound() {
        return whole != null;
    }

    /** KL(q ‖ p). */
    public double kl() {
        return divergence.mean();
    }

    /** Reconstruction less KL. */
    public double bound() {
        return whole.mean();
    }

    /** The standard error of the bound due to the draws. */
    public double error() {
        return whole.error();
    }
}
