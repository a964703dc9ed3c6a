package isthmus.report;

import isthmus.inference.Model;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * For each of many images a mixture of normals at the modes of p(z|x): one where the encoder says, and others to which
 * log p(x, z) is ascended from the likeliest of shared candidates. A mode is as wide as the encoder's answer to what is
 * decoded there, and somewhat more, for weights to be even. One thread, that of the model.
 */
final class ModeMixtures {
    private static final int FOUND = 3; // modes that are looked for
    private static final int STEPS = 40;
    private static final double WIDER = 1.2; // times the deviations
    private static final double EQUAL_SHARE = 0.1; // of the weights, whatever the evidence, for it is rough
    private static final int IMAGES = 64; // at a time

    private ModeMixtures() {}

    /**
     * @param posteriors of the images, which have a density
     * @param candidates (…, dim)
     * @param images (count, channels, height, width)
     */
    static List<Mixture> of(Model model, PosteriorBatch posteriors, float[] candidates, float[] images) {
        Prior prior = model.prior();
        int dim = prior.dim();
        int count = posteriors.count();
        int size = images.length / count;
        double[] deviation = Arrays.stream(prior.variances()).map(Math::sqrt).toArray();
        float[][] scores = SharedCodes.scores(model, candidates, candidates.length / dim, images, count);
        List<Mixture> mixtures = new ArrayList<>();
        for (int from = 0; from < count; from += IMAGES) {
            int some = Math.min(IMAGES, count - from);
            float[] codes = new float[some * FOUND * dim];
            for (int i = 0; i < some; i++) {
                int[] likeliest = SharedCodes.highest(scores[from + i], FOUND);
                for (int k = 0; k < FOUND; k++) {
                    System.arraycopy(candidates, likeliest[k] * dim, codes, (i * FOUND + k) * dim, dim);
                }
            }
            float[] shown = Arrays.copyOfRange(images, from * size, (from + some) * size);
            double[] reached = SignAscent.maximise(
                    codes,
                    deviation,
                    STEPS,
                    at -> SignAscent.joint(model.scoresAndGradients(at, FOUND, shown, some), prior, at));
            PosteriorBatch there = model.encode(model.decode(codes, some * FOUND), some * FOUND);
            float[] own = Arrays.copyOfRange(posteriors.means(), from * dim, (from + some) * dim);
            float[] ownScores = model.scoresAndGradients(own, 1, shown, some).nats();
            for (int i = 0; i < some; i++) {
                List<Gaussian> modes =
                        new ArrayList<>(List.of(posteriors.get(from + i).marginals()));
                double[] joint = new double[FOUND + 1];
                joint[0] = ownScores[i] + prior.logDensity(own, i);
                for (int k = 0; k < FOUND; k++) {
                    int row = i * FOUND + k;
                    float[] code = Arrays.copyOfRange(codes, row * dim, (row + 1) * dim);
                    modes.add(new Gaussian(code, there.get(row).marginals().logvar()));
                    joint[k + 1] = reached[row];
                }
                mixtures.add(mixture(modes, joint));
            }
        }
        return mixtures;
    }

    /** Weighted by evidence as Laplace approximates it. */
    private static Mixture mixture(List<Gaussian> modes, double[] joint) {
        double[] evidence = new double[joint.length];
        for (int k = 0; k < joint.length; k++) {
            evidence[k] = joint[k];
            for (float logvar : modes.get(k).logvar()) {
                evidence[k] += logvar / 2.0;
            }
        }
        double best = Arrays.stream(evidence).max().orElseThrow();
        double sum = Arrays.stream(evidence).map(one -> Math.exp(one - best)).sum();
        return new Mixture(
                modes.stream().map(mode -> mode.withScaledSigma(WIDER)).toList(),
                IntStream.range(0, joint.length)
                        .mapToDouble(k ->
                                EQUAL_SHARE / joint.length + (1 - EQUAL_SHARE) * Math.exp(evidence[k] - best) / sum)
                        .toArray());
    }
}
