package isthmus.report;

import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A proposal distribution for p(z|x): a mixture of normals at the modes that were found, weighted by their evidence, of
 * normals where pilot draws show that more is needed, and of the prior. The prior's share keeps weights bounded
 * (Hesterberg 1995): where a mode was missed, its draws there weigh much, which raises the estimate and lowers the
 * effective sample size. One thread, that of the model.
 */
public final class PosteriorProposal {
    private static final int MODES = 5;
    private static final int DRAWS = 16;
    private static final int STEPS = 30;
    private static final double[] WIDER = {1.1, 1.25, 2}; // times sigma: a posterior has heavier tails than the best q
    private static final double PRIOR_SHARE = 0.1;
    private static final int ROUNDS = 3;
    private static final int PILOT_DRAWS = 256;
    private static final double ADDED_SHARE = 0.05;
    private static final double EQUAL_SHARE = 0.2; // of the rest, whatever the evidence, for bounds are rough

    private PosteriorProposal() {}

    /** Receives each refined component, with how many there will be as far as is known. */
    public interface Listener {
        void onComponent(int component, int of, Gaussian q);
    }

    /**
     * The modes' normals with their bounds raised.
     *
     * @param known where modes are looked for no more
     * @param samples (count, dim) codes that images of the data have
     * @param noise of the candidates
     */
    static List<BoundAscent.Result> components(
            ChunkedModel model,
            Observation seen,
            List<Gaussian> known,
            float[] samples,
            long seed,
            Noise noise,
            Listener listener) {
        List<Gaussian> modes = new ModeSearch(model, seen).modes(known, samples, MODES, noise);
        BoundAscent ascent = new BoundAscent(model, seen, model.dim(), DRAWS, Noise.named(seed, "components"));
        List<BoundAscent.Result> components = new ArrayList<>();
        for (Gaussian mode : modes) {
            BoundAscent.Result refined = ascent.maximise(mode, STEPS, (step, bound, q) -> {});
            listener.onComponent(components.size(), modes.size(), refined.q());
            components.add(refined);
        }
        return components;
    }

    /** The mixture of the prior and the components, adapted by pilot draws. */
    static Mixture of(ChunkedModel model, Observation seen, List<BoundAscent.Result> components, Noise noise) {
        double[] bounds =
                components.stream().mapToDouble(BoundAscent.Result::bound).toArray();
        double best = Arrays.stream(bounds).max().orElseThrow();
        double sum = Arrays.stream(bounds).map(bound -> Math.exp(bound - best)).sum();
        List<Gaussian> all = new ArrayList<>(List.of(model.priorMarginals()));
        double[] weights = new double[1 + bounds.length * WIDER.length];
        weights[0] = PRIOR_SHARE;
        for (int i = 0; i < bounds.length; i++) {
            double share = EQUAL_SHARE / bounds.length + (1 - EQUAL_SHARE) * Math.exp(bounds[i] - best) / sum;
            for (double factor : WIDER) {
                weights[all.size()] = (1 - PRIOR_SHARE) * share / WIDER.length;
                all.add(components.get(i).q().withScaledSigma(factor));
            }
        }
        Mixture mixture = new Mixture(all, weights);
        for (int round = 0; round < ROUNDS; round++) {
            mixture = adapted(model, seen, mixture, noise);
        }
        return mixture;
    }

    /**
     * The mixture with weights halfway to the shares that pilot draws give its components (Cappé and others 2008), and with
     * a component where they say that it lacks one most, at the draw of most weight (Raftery and Bao 2010).
     */
    private static Mixture adapted(ChunkedModel model, Observation seen, Mixture mixture, Noise noise) {
        ImportanceSampling.Weighted pilot = ImportanceSampling.weighted(model, seen, mixture, PILOT_DRAWS, noise);
        double[] weights = Moments.of(pilot, model.dim(), 0, PILOT_DRAWS).weights();
        double[] shares = mixture.weights();
        int heaviest = 0;
        for (int row = 0; row < PILOT_DRAWS; row++) {
            double[] of = mixture.shares(pilot.z(), row);
            for (int i = 0; i < shares.length; i++) {
                shares[i] += weights[row] * of[i];
            }
            heaviest = weights[row] > weights[heaviest] ? row : heaviest;
        }
        shares[0] = Math.max(shares[0], 2 * PRIOR_SHARE); // for their sum is 2 here
        int dim = model.dim();
        float[] code = Arrays.copyOfRange(pilot.z(), heaviest * dim, (heaviest + 1) * dim);
        Gaussian there = ModeSearch.around(model, code).withScaledSigma(WIDER[1]);
        return mixture.withWeights(shares).with(there, Math.max(ADDED_SHARE, weights[heaviest] / 2));
    }
}
