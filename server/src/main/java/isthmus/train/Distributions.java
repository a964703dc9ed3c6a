package isthmus.train;

import isthmus.latent.Mixture;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import java.util.List;

/**
 * What the networks of a training give: q(z|x), p(z) and p(x|z), as the card will say. Immutable; any thread.
 *
 * @param kind a word for people
 * @param learned the prior where its numbers are in a file, otherwise null
 * @param output what the decoder's numbers are
 * @param pseudoInputs (components, channels, height, width) images whose posteriors are the components of the prior, from
 *     black, 0, to white; null where it has none
 */
public record Distributions(
        ModelCard.Kind kind,
        PosteriorFamily posterior,
        PriorCard prior,
        Prior learned,
        ModelCard.Likelihood likelihood,
        ModelCard.Output output,
        byte[] pseudoInputs) {

    /** Without pseudo-inputs. */
    Distributions(
            ModelCard.Kind kind,
            PosteriorFamily posterior,
            PriorCard prior,
            Prior learned,
            ModelCard.Likelihood likelihood,
            ModelCard.Output output) {
        this(kind, posterior, prior, learned, likelihood, output, null);
    }

    /** The same with pseudo-inputs. */
    Distributions with(byte[] images) {
        return new Distributions(kind, posterior, prior, learned, likelihood, output, images);
    }

    /**
     * Those that the recipe names, with a prior that has no numbers.
     *
     * @param sigma standard deviation of a Gaussian likelihood, null for another
     */
    static Distributions of(Recipe recipe, Double sigma) {
        return of(recipe, sigma, null);
    }

    /**
     * Those that the recipe names.
     *
     * @param mixture the prior where it is one, otherwise null
     */
    static Distributions of(Recipe recipe, Double sigma, Mixture mixture) {
        return new Distributions(
                kind(recipe),
                posterior(recipe),
                PriorCard.of(priorFamily(recipe, mixture)),
                mixture,
                new ModelCard.Likelihood(
                        recipe.likelihood().family(),
                        sigma == null ? null : List.of(sigma),
                        recipe.likelihood().binarised() ? true : null),
                recipe.output());
    }

    /** The same with a prior that was fitted to the codes. */
    Distributions with(ModelCard.Kind other, PriorCard.Family family, Prior fitted) {
        return new Distributions(other, posterior, PriorCard.of(family), fitted, likelihood, output);
    }

    private static ModelCard.Kind kind(Recipe recipe) {
        return switch (recipe.method()) {
            case WAKE_SLEEP -> ModelCard.Kind.WAKE_SLEEP;
            case SVI -> ModelCard.Kind.SVI;
            case MCEM -> ModelCard.Kind.MCEM;
            default ->
                recipe.posterior().family() == PosteriorRecipe.Family.POINT
                        ? ModelCard.Kind.AE
                        : recipe.beta() == 1 ? ModelCard.Kind.VAE : ModelCard.Kind.BETA_VAE;
        };
    }

    private static PriorCard.Family priorFamily(Recipe recipe, Mixture mixture) {
        if (mixture != null) {
            return PriorCard.Family.MIXTURE;
        }
        return recipe.prior().family() == PriorRecipe.Family.LAPLACE
                ? PriorCard.Family.LAPLACE
                : PriorCard.Family.STANDARD;
    }

    /** Of the posteriors that a recipe's encoder gives. */
    static PosteriorFamily posterior(Recipe recipe) {
        return switch (recipe.posterior().family()) {
            case POINT -> PosteriorFamily.POINT;
            case DIAGONAL, FIXED -> PosteriorFamily.DIAGONAL;
            case FULL -> PosteriorFamily.FULL;
            case FLOW -> PosteriorFamily.FLOW;
            case MIXTURE -> PosteriorFamily.MIXTURE;
        };
    }
}
