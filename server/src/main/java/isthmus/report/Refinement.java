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
 * q refined for one image alone, and what that says of the encoder; nats. Any thread.
 *
 * @param q the refined one, or the one that it began with where the gain was not confirmed
 * @param kept whether fresh draws confirm the gain
 * @param before the bound of the q that it began with
 * @param after that of the refined one, under the same draws
 * @param gain after less before: what was lost by having one encoder for all images
 * @param evidence log p(x) by weighted draws of the refined q
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

    private static final int FRESH = 1024; // draws that ascent has not seen
    private static final int WEIGHTED = 2000;
    private static final double NARROW = 1.1; // times sigma
    private static final double WIDE = 1.25;

    /** What no q of this family can reach: KL(q ‖ p(z|x)) of the refined q, as estimates give it but not below 0. */
    public double family() {
        return Math.max(0, evidence.best() - after);
    }

    /**
     * @param most steps
     */
    public static Refinement of(
            ChunkedModel model, Observation seen, Gaussian begin, int most, long seed, RefinementListener watcher) {
        BoundAscent ascent =
                new BoundAscent(model, seen, begin.dim(), BoundAscent.DRAWS, Noise.named(seed, "refinement"));
        BoundAscent.Reached reached = ascent.from(begin, most, watcher);
        float[] epsilon = new float[FRESH * begin.dim()];
        Noise.named(seed, "bound").normals(epsilon, 0, epsilon.length);
        float[] of = model.scores(begin.codes(epsilon), FRESH, seen);
        float[] now = model.scores(reached.q().codes(epsilon), FRESH, seen);
        Prior prior = model.prior();
        RunningMean difference = new RunningMean();
        for (int i = 0; i < FRESH; i++) {
            difference.add((double) now[i] - of[i]);
        }
        double gain = difference.mean() - BoundAscent.kl(reached.q(), prior) + BoundAscent.kl(begin, prior);
        boolean kept = gain >= 0;
        Gaussian q = kept ? reached.q() : begin;
        Elbo before = Elbo.of(begin, prior, of);
        Elbo after = kept ? Elbo.of(q, prior, now) : before;
        // A posterior has thicker tails than the best q of a family, so wider ones are drawn from.
        Mixture wide = new Mixture(List.of(q.stretched(NARROW), q.stretched(WIDE)));
        IwaeBounds evidence = ImportanceSampling.bounds(
                model, seen, wide, WEIGHTED, Noise.named(seed, "importance samples of the refined"), bounds -> {});
        return new Refinement(
                q,
                reached.steps(),
                reached.converged(),
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
