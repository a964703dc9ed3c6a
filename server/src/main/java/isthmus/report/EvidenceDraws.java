package isthmus.report;

import isthmus.estimate.IwaeBounds;
import isthmus.estimate.RepeatedEstimates;
import isthmus.inference.Observation;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * log p(x) of one image by draws of the prior, log (1/N Σ p(x|z)), or of its q(z|x), log (1/N Σ p(x, z) / q(z|x)), held
 * against what is known of it otherwise. One thread, that of the model.
 */
public final class EvidenceDraws {
    private static final int REFERENCE_DRAWS = 5000;
    private static final int SIDE = 64; // cells of the grid
    private static final int CHUNK = 1 << 10; // draws between two looks at whether to go on

    private EvidenceDraws() {}

    /**
     * log p(x) as well as it is known.
     *
     * @param grid whether it is the sum over a grid, of two dimensions; otherwise the importance-weighted bound of many draws
     */
    public record Reference(double log, double error, boolean grid) {}

    /**
     * @param samples (count, dim) codes that images of the data have
     */
    public static Reference reference(ChunkedModel model, Observation seen, Posterior q, float[] samples, long seed) {
        if (q.dim() == 2 && model.hasGradients()) {
            TruePosterior found = TruePosterior.of(model, seen, q, samples, SIDE, seed, search -> {});
            return new Reference(found.logEvidence(), found.error(), true);
        }
        IwaeBounds bounds =
                ImportanceSampling.bounds(model, seen, q, REFERENCE_DRAWS, Noise.named(seed, "reference"), so -> {});
        return new Reference(bounds.best(), bounds.bestError(), false);
    }

    /**
     * @param q that is drawn from, or null for the prior
     * @param goesOn asked between chunks of draws
     * @param listener told of all so far after each
     */
    public static void of(
            ChunkedModel model,
            Observation seen,
            Posterior q,
            RepeatedEstimates estimates,
            long most,
            long seed,
            BooleanSupplier goesOn,
            Consumer<RepeatedEstimates> listener) {
        Noise noise = Noise.named(seed, "evidence");
        while (estimates.draws() < most && goesOn.getAsBoolean()) {
            int some = (int) Math.min(CHUNK, most - estimates.draws());
            for (double weight : weights(model, seen, q, some, noise)) {
                estimates.add(weight);
            }
            listener.accept(estimates);
        }
    }

    private static double[] weights(ChunkedModel model, Observation seen, Posterior q, int count, Noise noise) {
        if (q != null) {
            return ImportanceSampling.weighted(model, seen, q, count, noise).logWeights();
        }
        float[] scores = model.scores(model.prior().draws(noise, count), count, seen); // p(z) is above and below
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = scores[i];
        }
        return weights;
    }
}
