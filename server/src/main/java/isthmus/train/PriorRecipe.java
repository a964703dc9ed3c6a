package isthmus.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.Failure;

/**
 * The family of p(z) that a recipe trains. Immutable; any thread.
 *
 * @param components of all but {@code standard} and {@code laplace}; of {@code fitted} at most so many
 */
public record PriorRecipe(Family family, int components) {
    static final PriorRecipe STANDARD = new PriorRecipe(Family.STANDARD, 0);

    enum Family {
        /** N(0, I) */
        @JsonProperty("standard")
        STANDARD,
        /** independent Laplace variables of variance 1 */
        @JsonProperty("laplace")
        LAPLACE,
        /** a mixture of Gaussians, trained by the bound */
        @JsonProperty("mixture")
        MIXTURE,
        /** a mixture of q(z|u) of pseudo-inputs u, trained by the bound */
        @JsonProperty("vamp")
        VAMP,
        /** a mixture of Gaussians, fitted to the codes of the training images at the end */
        @JsonProperty("fitted")
        FITTED
    }

    public PriorRecipe {
        if (family == null) {
            throw Failure.badInput("prior: family", "standard, laplace, mixture, vamp or fitted", "none");
        }
        boolean none = family == Family.STANDARD || family == Family.LAPLACE;
        if (none ? components != 0 : components < 1 || components > 4096) {
            throw Failure.badInput(
                    "prior: components",
                    none ? "none with the families standard and laplace" : "1 to 4096",
                    components);
        }
    }
}
