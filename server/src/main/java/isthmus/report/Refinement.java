package isthmus.report;

import isthmus.estimate.Elbo;
import isthmus.estimate.RunningMean;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import java.util.Comparator;
import java.util.List;

/**
 * q refined for one image, and the amortisation and family gaps of the encoder, in nats. The bound is raised from the
 * encoder's q and, for the encoder may be in the wrong mode, from the other modes that are found. Any thread.
 *
 * @param q the refined one, or the initial one where the gain was not confirmed
 * @param kept whether fresh draws confirm the gain
 * @param before bound of the initial q
 * @param after bound of the refined q, under the same draws
 * @param gain after minus before: the amortisation gap
 * @param evidence log p(x) by importance sampling from all modes found
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
        Evidence evidence) {

    private static final int FRESH = 1024; // draws independent of those of the ascent
    private static final int WEIGHTED = 2000;

    /** Receives each step of a gradient ascent, on the thread that runs it. */
    public interface Listener {
        /**
         * @param step 0 for the start
         * @param bound in nats, under the draws of the ascent
         */
        void onStep(int step, double bound, Gaussian q);
    }

    /** The gap of the family, KL(q ‖ p(z|x)) of the refined q: an estimate, which its error may take below 0. */
    public double family() {
        return evidence.log() - after;
    }

    /** The standard error of {@link #family}, whose two terms have draws of their own. */
    public double familyError() {
        return Math.hypot(evidence.error(), afterError);
    }

    /**
     * @param samples (count, dim) codes that images of the data have, among which modes are looked for
     * @param most steps
     */
    public static Refinement of(
            ChunkedModel model,
            Observation seen,
            Gaussian start,
            float[] samples,
            int most,
            long seed,
            Listener listener) {
        BoundAscent ascent =
                new BoundAscent(model, seen, start.dim(), BoundAscent.DRAWS, Noise.named(seed, "refinement"));
        BoundAscent.Result own = ascent.maximise(start, most, listener);
        TwoSearches searches = TwoSearches.of(model, seen, List.of(own), samples, seed, (component, of, q) -> {});
        BoundAscent.Result highest = searches.all()
                .max(Comparator.comparingDouble(BoundAscent.Result::bound))
                .orElseThrow();
        BoundAscent.Result refined = refined(ascent, own, highest, most, listener);
        float[] epsilon = Noise.named(seed, "bound").normals(FRESH * start.dim());
        float[] initial = start.codes(epsilon);
        float[] better = refined.q().codes(epsilon);
        float[] initialScores = model.scores(initial, FRESH, seen);
        float[] refinedScores = model.scores(better, FRESH, seen);
        Prior prior = model.prior();
        RunningMean difference = new RunningMean();
        for (int i = 0; i < FRESH; i++) {
            difference.add((double) refinedScores[i] - initialScores[i]);
        }
        double gain =
                difference.mean() - BoundAscent.kl(refined.q(), prior, better) + BoundAscent.kl(start, prior, initial);
        boolean kept = gain >= 0;
        Gaussian q = kept ? refined.q() : start;
        Elbo before = Elbo.of(start, prior, initial, initialScores);
        Elbo after = kept ? Elbo.of(q, prior, better, refinedScores) : before;
        ImportanceSampling.Weighted drawn = searches.withRefined(highest, refined)
                .draws(model, seen, WEIGHTED, seed, "importance samples of the refined");
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
                Evidence.of(drawn.logWeights()));
    }

    /** The encoder's own answer refined, or a higher one of another mode, refined further. */
    private static BoundAscent.Result refined(
            BoundAscent ascent, BoundAscent.Result own, BoundAscent.Result highest, int most, Listener listener) {
        if (highest.equals(own) || own.steps() == most || ascent.bound(highest.q()) <= own.bound()) {
            return own;
        }
        int done = own.steps() + 1;
        BoundAscent.Result found =
                ascent.maximise(highest.q(), most - done, (step, bound, q) -> listener.onStep(done + step, bound, q));
        return new BoundAscent.Result(found.q(), found.bound(), done + found.steps(), found.converged());
    }
}
