package isthmus.report;

import isthmus.estimate.IwaeAccumulator;
import isthmus.estimate.IwaeBounds;
import isthmus.inference.Observation;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import java.util.function.Consumer;

/** Importance sampling of log p(x), with weights p(x, z) / q(z). One thread, that of the model. */
public final class ImportanceSampling {
    private ImportanceSampling() {}

    /**
     * Importance-weighted bounds on log p(x) with a proposal.
     *
     * @param draws k of the last bound
     * @param listener told after 1, 2, 5, 10, … and all draws
     * @return the last bounds
     */
    public static IwaeBounds bounds(
            ChunkedModel model,
            Observation image,
            Mixture proposal,
            int draws,
            Noise noise,
            Consumer<IwaeBounds> listener) {
        IwaeAccumulator accumulator = new IwaeAccumulator(draws);
        IwaeBounds bounds = null;
        for (int done = 0, next = 1; done < draws; next = IwaeAccumulator.next(next)) {
            int to = Math.min(next, draws);
            for (double weight :
                    weighted(model, image, proposal, to - done, noise).logWeights()) {
                accumulator.add(weight);
            }
            done = to;
            bounds = accumulator.bounds();
            listener.accept(bounds);
        }
        return bounds;
    }

    /**
     * Draws with their weights.
     *
     * @param z (count, dim)
     * @param logWeights (count) log p(known pixels, z) − log density of the proposal
     */
    record Weighted(float[] z, double[] logWeights) {}

    static Weighted weighted(ChunkedModel model, Observation seen, Mixture proposal, int count, Noise noise) {
        float[] z = new float[count * proposal.dim()];
        for (int row = 0; row < count; row++) {
            proposal.draw(noise, z, row, row);
        }
        float[] scores = model.scores(z, count, seen);
        Prior prior = model.prior();
        double[] logWeights = new double[count];
        for (int row = 0; row < count; row++) {
            logWeights[row] = scores[row] + prior.logDensity(z, row) - proposal.logDensity(z, row);
        }
        return new Weighted(z, logWeights);
    }
}
