package isthmus.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.Failure;

/**
 * The family of q(z|x) that a recipe trains. Immutable; any thread.
 *
 * @param sigma of {@code fixed}: the one standard deviation; where it is learned, its initial value
 * @param learned of {@code fixed}: whether sigma is trained with the weights
 * @param components of {@code mixture}
 * @param steps of {@code flow}
 * @param units of {@code flow}: hidden units of a step
 */
public record PosteriorRecipe(Family family, double sigma, boolean learned, int components, int steps, int units) {
    static final PosteriorRecipe DIAGONAL = new PosteriorRecipe(Family.DIAGONAL, 0, false, 0, 0, 0);

    enum Family {
        /** N(mu, diag exp(logvar)) */
        @JsonProperty("diagonal")
        DIAGONAL,
        /** mu alone: an autoencoder */
        @JsonProperty("point")
        POINT,
        /** N(mu, s² I) with one s for all images */
        @JsonProperty("fixed")
        FIXED,
        /** N(mu, L L') with L triangular */
        @JsonProperty("full")
        FULL,
        /** a Gaussian bent by coupling steps */
        @JsonProperty("flow")
        FLOW,
        /** a mixture of diagonal Gaussians */
        @JsonProperty("mixture")
        MIXTURE
    }

    public PosteriorRecipe {
        require(family != null, "family", "diagonal, point, fixed, full, flow or mixture", "none");
        boolean fixed = family == Family.FIXED;
        require(fixed ? sigma > 0 && sigma <= 10 : sigma == 0, "sigma", numbers(fixed, "(0, 10]", "fixed"), sigma);
        require(fixed || !learned, "learned", "false unless the family is fixed", true);
        count("components", components, family == Family.MIXTURE, 2, 64, "mixture");
        count("steps", steps, family == Family.FLOW, 1, 64, "flow");
        count("units", units, family == Family.FLOW, 1, 256, "flow");
    }

    private static void count(String field, int found, boolean wanted, int least, int most, String family) {
        require(
                wanted ? found >= least && found <= most : found == 0,
                field,
                numbers(wanted, "[%d, %d]".formatted(least, most), family),
                found);
    }

    private static String numbers(boolean wanted, String range, String family) {
        return wanted ? "a number in " + range : "none unless the family is " + family;
    }

    private static void require(boolean holds, String field, String expected, Object found) {
        if (!holds) {
            throw Failure.badInput("posterior: " + field, expected, found);
        }
    }

    /** How an objective draws from it. */
    PosteriorTerms terms(int dim) {
        return switch (family) {
            case DIAGONAL, FIXED -> new PosteriorTerms.Diagonal();
            case POINT -> new PosteriorTerms.Point();
            case FULL -> new PosteriorTerms.Full(dim);
            case FLOW -> new PosteriorTerms.Flow(dim, steps, units);
            case MIXTURE -> new PosteriorTerms.Mixture(dim, components);
        };
    }
}
