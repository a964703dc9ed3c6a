package isthmus.report;

import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.Prior;
import isthmus.latent.Viewport;

/**
 * How likely one image is at codes. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param q of which the codes are draws, or null
 * @param codes (count, dim)
 * @param likelihood (count) log p(x|z) in nats
 * @param prior (count) log p(z) in nats
 * @param gradient (count, dim) of log p(x|z) by z, or null where it was not asked for
 */
public record CodeLikelihoods(Posterior q, float[] codes, float[] likelihood, double[] prior, float[] gradient) {
    public static CodeLikelihoods of(ChunkedModel model, Observation seen, float[] codes, boolean gradients) {
        return of(model, seen, null, codes, gradients);
    }

    /** At the centres of the cells of a grid, row 0 having the smallest second coordinate. */
    public static CodeLikelihoods onGrid(
            ChunkedModel model, Observation seen, Viewport area, int side, boolean gradients) {
        return of(model, seen, null, PosteriorGrid.centres(area, side), gradients);
    }

    /** At draws of the encoder's q(z|x). */
    public static CodeLikelihoods ofDraws(
            ChunkedModel model, Observation seen, int draws, long seed, boolean gradients) {
        Posterior q = model.posterior(seen.values());
        return of(model, seen, q, q.draws(Noise.named(seed, "draws"), draws), gradients);
    }

    private static CodeLikelihoods of(
            ChunkedModel model, Observation seen, Posterior q, float[] codes, boolean gradients) {
        int count = codes.length / model.dim();
        if (gradients) {
            model.checkGradients();
        }
        ScoresAndGradients scored = gradients
                ? model.scoresAndGradients(codes, count, seen)
                : new ScoresAndGradients(model.scores(codes, count, seen), null);
        Prior prior = model.prior();
        double[] logs = new double[count];
        for (int row = 0; row < count; row++) {
            logs[row] = prior.logDensity(codes, row);
        }
        return new CodeLikelihoods(q, codes, scored.nats(), logs, scored.gradient());
    }
}
