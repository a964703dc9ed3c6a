package isthmus.evaluate;

import isthmus.atlas.Atlas;
import isthmus.data.DataSet;
import isthmus.estimate.Elbo;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** Builds the atlas of a model: the posterior of each of many images. One thread, that of the evaluator. */
public final class AtlasBuilder {
    private AtlasBuilder() {}

    /**
     * The atlas of an evaluator's images. The averages of its {@code kl} and {@code reconstruction} are those of
     * {@link Evaluator#elbo} with as many draws. A point posterior has no divergence from the prior: its kl is 0.
     *
     * @param draws posterior draws an image, for the reconstruction term
     * @param progress told how many images are done
     */
    public static Atlas atlas(Evaluator evaluator, EvaluationImages images, int draws, IntConsumer progress) {
        DataSet data = images.data();
        List<Elbo> bounds = evaluator.bounds(draws, progress);
        int n = bounds.size();
        float[] kl = new float[n];
        float[] reconstruction = new float[n];
        for (int i = 0; i < n; i++) {
            kl[i] = bounds.get(i).isBound() ? (float) bounds.get(i).kl() : 0;
            reconstruction[i] = (float) bounds.get(i).reconstruction().mean();
        }
        return new Atlas(
                evaluator.posteriors(),
                data.labels() == null ? new byte[n] : Arrays.copyOf(data.labels(), n),
                Arrays.copyOf(data.index(), n),
                kl,
                reconstruction,
                images.factors());
    }
}
