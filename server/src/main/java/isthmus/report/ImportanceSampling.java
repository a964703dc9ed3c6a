package isthmus.report;

import isthmus.estimate.IwaeAccumulator;
import isthmus.estimate.IwaeBounds;
import isthmus.inference.Observation;
import isthmus.latent.Distribution;
import isthmus.latent.Noise;
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
            Distribution proposal,
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

    static Weighted weighted(ChunkedModel model, Observation seen, Distribution proposal, int count, Noise noise) {
        float[] z = proposal.draws(noise, count);
        double[] logWeights = model.logJoint(z, count, seen);
        for (int row = 0; row < count; row++) {
            logWeights[row] -= proposal.logDensity(z, row);
        }
        return new Weighted(z, logWeights);
    }
}
