package isthmus.estimate;

import isthmus.latent.Posterior;
import isthmus.latent.Prior;
import java.util.Arrays;

/**
 * The evidence lower bound on log p(x) of one image and its two terms, in nats. A posterior without a density has no
 * divergence from the prior and so no bound. Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param reconstruction E_q log p(x|z), with the standard error due to the draws
 * @param klByDimension (dim) KL(q ‖ p) in closed form; null where there is none
 */
public record Elbo(MeanEstimate reconstruction, double[] klByDimension) {
    /** From log p(x|z) of draws of q. */
    public static Elbo of(Posterior q, Prior prior, float[] scores) {
        RunningMean mean = new RunningMean();
        for (float score : scores) {
            mean.add(score);
        }
        return of(q, prior, mean);
    }

    /** From the mean of log p(x|z) over draws of q. */
    public static Elbo of(Posterior q, Prior prior, RunningMean scores) {
        return new Elbo(scores.estimate(), q.klTo(prior).orElse(null));
    }

    public boolean isBound() {
        return klByDimension != null;
    }

    /** KL(q ‖ p). */
    public double kl() {
        return Arrays.stream(klByDimension).sum();
    }

    /** Reconstruction less KL. */
    public double bound() {
        return reconstruction.mean() - kl();
    }

    /** The standard error of the bound: the KL has none. */
    public double error() {
        return reconstruction.error();
    }
}
