package isthmus.evaluate;

import isthmus.estimate.Elbo;
import isthmus.latent.Codebook;
import isthmus.latent.PosteriorBatch;
import java.util.List;
import java.util.Map;

/**
 * Figures of discrete codes. A code is certain given its image, so log p(x|z) + log p(z) is a bound on log p(x), where p(z)
 * is a mass. Any thread.
 */
public final class CodebookFigures {
    private CodebookFigures() {}

    /**
     * By the names of the figures.
     *
     * @param codes of the images
     * @param bounds of the same, of which reconstructions are taken
     */
    public static Map<String, Double> of(Codebook prior, PosteriorBatch codes, List<Elbo> bounds) {
        int count = codes.count();
        int entries = prior.entries().length / (prior.dim() / prior.places());
        double[] uses = new double[entries];
        double reconstruction = 0;
        double mass = 0;
        for (int row = 0; row < count; row++) {
            reconstruction += bounds.get(row).reconstruction().mean() / count;
            mass += prior.logDensity(codes.means(), row) / count;
            for (int entry : prior.nearest(codes.means(), row)) {
                uses[entry] += 1.0 / count / prior.places();
            }
        }
        double entropy = 0;
        for (double share : uses) {
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return Map.of(
                "codes-bound",
                reconstruction + mass,
                "codes-bound-uniform",
                reconstruction - prior.places() * Math.log(entries),
                "codes-bits",
                -mass / Math.log(2),
                "codes-perplexity",
                Math.exp(entropy));
    }
}
