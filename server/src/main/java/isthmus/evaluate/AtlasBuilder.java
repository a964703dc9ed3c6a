package isthmus.evaluate;

import isthmus.atlas.Atlas;
import isthmus.data.DataSet;
import isthmus.inference.Codes;
import isthmus.latent.Gaussian;
import isthmus.model.ModelCard.Posterior;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** Makes the atlas of a model: what its encoder says of each of many images. One thread, that of the evaluator. */
public final class AtlasBuilder {
    private AtlasBuilder() {}

    /**
     * The atlas of an evaluator's images. The averages of its {@code kl} and {@code reconstruction} are those of
     * {@link Evaluator#elbo} with as many draws. A point posterior has no divergence from the prior: its kl is 0.
     *
     * @param draws posterior draws an image, by which its reconstruction is estimated
     * @param progress told how many images are done
     */
    public static Atlas atlas(
            Evaluator evaluator, TestImages images, Posterior posterior, int draws, IntConsumer progress) {
        Codes codes = evaluator.codes();
        DataSet data = images.data();
        int n = codes.count();
        float[] kl = new float[n];
        if (posterior == Posterior.DIAGONAL) {
            for (int i = 0; i < n; i++) {
                double[] each = new Gaussian(codes.mu(), codes.logvar(), i, codes.dim()).klToStandard();
                kl[i] = (float) Arrays.stream(each).sum();
            }
        }
        double[] scores = evaluator.reconstructions(draws, progress);
        float[] reconstruction = new float[n];
        for (int i = 0; i < n; i++) {
            reconstruction[i] = (float) scores[i];
        }
        return new Atlas(
                n,
                codes.dim(),
                codes.mu(),
                codes.logvar(),
                data.labels() == null ? new byte[n] : Arrays.copyOf(data.labels(), n),
                Arrays.copyOf(data.index(), n),
                kl,
                reconstruction,
                images.factors());
    }
}
