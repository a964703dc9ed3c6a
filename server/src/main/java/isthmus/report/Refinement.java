package isthmus.report;

import isthmus.estimate.Elbo;
import isthmus.estimate.IwaeBounds;
import isthmus.estimate.RunningMean;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import java.util.List;

/**
 * q refined for one image, and the amortisation and family gaps of the encoder, in nats. Any thread.
 *
 * @param q the refined one, or the initial one where the gain was not confirmed
 * @param kept whether fresh draws confirm the gain
 * @param before bound of the initial q
 * @param after bound of the refined q, under the same draws
 * @param gain after minus before: the amortisation gap
 * @param evidence log p(x) by importance sampling from the refined q
 */
public record Refinement(
        Gaussian q,
        int steps,
        boolean converged,
        boolean kept,
        double before,
        double beforeError,
        double after,
        double afterError,
        double gain,
        double gainError,
        IwaeBounds evidence) {

    private static final int FRESH = 1024; // draws independent of those of the ascent
    private static final int WEIGHTED = 2000;
    private static final double NARROW = 1.1; // times sigma
    private static final double WIDE = 1.25;

    /** Receives each step of a gradient ascent, on the thread that runs it. */
    public interface Listener {
        /**
         * @param step 0 for the start
         * @param bound in nats, under the draws of the ascent
         */
        void onStep(int step, double bound, Gaussian q);
    }

    /** The gap of the family, KL(q ‖ p(z|x)) of the refined q: an estimate, at least 0. */
    public double family() {
        return Math.max(0, evidence.best() - after);
    }

    /** @param most steps */
    public static Refinement of(
            ChunkedModel model, Observation seen, Gaussian start, int most, long seed, Listener listener) {
        BoundAscent ascent =
                new BoundAscent(model, seen, start.dim(), BoundAscent.DRAWS, Noise.named(seed, "refinement"));
        BoundAscent.Result refined = ascent.maximise(start, most, listener);
        float[] epsilon = Noise.named(seed, "bound").normals(FRESH * start.dim());
        float[] initialScores = model.scores(start.codes(epsilon), FRESH, seen);
        float[] refinedScores = model.scores(refined.q().codes(epsilon), FRESH, seen);
        Prior prior = model.prior();
        RunningMean difference = new RunningMean();
        for (int i = 0; i < FRESH; i++) {
            difference.add((double) refinedScores[i] - initialScores[i]);
        }
        double gain = difference.mean() - BoundAscent.kl(refined.q(), prior) + BoundAscent.kl(start, prior);
        boolean kept = gain >= 0;
        Gaussian q = kept ? refined.q() : start;
        Elbo before = Elbo.of(start, prior, initialScores);
        Elbo after = kept ? Elbo.of(q, prior, refinedScores) : before;
        // The posterior has heavier tails than the best q, so the proposal is wider than q.
        Mixture wide = new Mixture(List.of(q.withScaledSigma(NARROW), q.withScaledSigma(WIDE)));
        IwaeBounds evidence = ImportanceSampling.bounds(
                model, seen, wide, WEIGHTED, Noise.named(seed, "importance samples of the refined"), bounds -> {});
        return new Refinement(
                q,
                refined.steps(),
                refined.converged(),
                kept,
                before.bound(),
                before.error(),
                after.bound(),
                after.error(),
                kept ? gain : 0,
                kept ? difference.error() : 0,
                evidence);
    }
}
