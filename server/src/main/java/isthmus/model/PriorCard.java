package isthmus.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.Failure;
import isthmus.latent.Gaussian;
import isthmus.latent.Laplace;
import isthmus.latent.Prior;
import java.util.List;

/**
 * What a card says of p(z). A card that says nothing has N(0, I). Immutable; any thread.
 *
 * @param mean (dim) for a gaussian, otherwise null
 * @param deviation (dim) standard deviations for a gaussian, otherwise null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PriorCard(Family family, List<Float> mean, List<Float> deviation) {
    public static final PriorCard STANDARD = of(Family.STANDARD);

    public enum Family {
        /** N(0, I) */
        @JsonProperty("standard")
        STANDARD,
        /** N(mean, diag deviation²) */
        @JsonProperty("gaussian")
        GAUSSIAN,
        /** Independent Laplace variables of mean 0 and variance 1. */
        @JsonProperty("laplace")
        LAPLACE,
        /** A mixture of diagonal Gaussians, in {@code prior.npz}: weights (K), means (K, dim) and logvars (K, dim). */
        @JsonProperty("mixture")
        MIXTURE,
        /** N(0, I) carried by a velocity network, in {@code prior.npz}; see {@link isthmus.latent.FlowMatching}. */
        @JsonProperty("flow-matching")
        FLOW_MATCHING,
        /** Entries of a codebook at each place, in {@code prior.npz}; see {@link isthmus.latent.Codebook}. */
        @JsonProperty("codebook")
        CODEBOOK
    }

    /** Of a family whose numbers, if it has any, are in a file. */
    public static PriorCard of(Family family) {
        return new PriorCard(family, null, null);
    }

    /** Whether its numbers are in a file beside the card. */
    public boolean hasFile() {
        return family == Family.MIXTURE || family == Family.FLOW_MATCHING || family == Family.CODEBOOK;
    }

    public PriorCard {
        if (family == null) {
            throw Failure.badInput(
                    "prior.family", "standard, gaussian, laplace, mixture, flow-matching or codebook", "none");
        }
        boolean gaussian = family == Family.GAUSSIAN;
        if ((mean != null) != gaussian || (deviation != null) != gaussian) {
            throw Failure.badInput(
                    "prior",
                    "mean and deviation with the family gaussian, and with no other",
                    (mean == null ? "no mean" : "a mean") + " and "
                            + (deviation == null ? "no deviation" : "a deviation"));
        }
        mean = mean == null ? null : List.copyOf(mean);
        deviation = deviation == null ? null : List.copyOf(deviation);
        if (gaussian && !mean.stream().allMatch(Float::isFinite)) {
            throw Failure.badInput("prior.mean", "finite numbers", mean);
        }
        if (gaussian && !deviation.stream().allMatch(sigma -> sigma > 0 && Float.isFinite(sigma))) {
            throw Failure.badInput("prior.deviation", "positive numbers", deviation);
        }
    }

    void checkDim(int dim) {
        if (mean != null && (mean.size() != dim || deviation.size() != dim)) {
            throw Failure.badInput(
                    "prior",
                    "a mean and a deviation for each of %d latent dimensions".formatted(dim),
                    "%d and %d".formatted(mean.size(), deviation.size()));
        }
    }

    /** p(z), where all its numbers are in the card. */
    public Prior inCard(int dim) {
        if (hasFile()) {
            throw new IllegalStateException("the numbers of this prior are in a file");
        }
        if (family == Family.STANDARD) {
            return Gaussian.standard(dim);
        }
        if (family == Family.LAPLACE) {
            return new Laplace(dim);
        }
        float[] mu = new float[dim];
        float[] logvar = new float[dim];
        for (int d = 0; d < dim; d++) {
            mu[d] = mean.get(d);
            logvar[d] = (float) (2 * Math.log(deviation.get(d)));
        }
        return new Gaussian(mu, logvar);
    }
}
