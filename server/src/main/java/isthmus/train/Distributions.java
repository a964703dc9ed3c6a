package isthmus.train;

import isthmus.model.ModelCard;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import java.util.List;

/**
 * What the networks of a training give: q(z|x), p(z) and p(x|z), as the card will say. Immutable; any thread.
 *
 * @param kind a word for people
 * @param output what the decoder's numbers are
 */
public record Distributions(
        ModelCard.Kind kind,
        PosteriorFamily posterior,
        PriorCard prior,
        ModelCard.Likelihood likelihood,
        ModelCard.Output output) {

    /**
     * A diagonal Gaussian of the encoder, N(0, I), and logits.
     *
     * @param sigma standard deviation of a Gaussian likelihood, null for another
     */
    static Distributions of(Recipe recipe, Double sigma) {
        return new Distributions(
                kind(recipe),
                posterior(recipe),
                PriorCard.STANDARD,
                new ModelCard.Likelihood(
                        recipe.likelihood().family(),
                        sigma == null ? null : List.of(sigma),
                        recipe.likelihood().binarised() ? true : null),
                recipe.output());
    }

    private static ModelCard.Kind kind(Recipe recipe) {
        if (recipe.posterior().family() == PosteriorRecipe.Family.POINT) {
            return ModelCard.Kind.AE;
        }
        return recipe.beta() == 1 ? ModelCard.Kind.VAE : ModelCard.Kind.BETA_VAE;
    }

    private static PosteriorFamily posterior(Recipe recipe) {
        return switch (recipe.posterior().family()) {
            case POINT -> PosteriorFamily.POINT;
            case DIAGONAL, FIXED -> PosteriorFamily.DIAGONAL;
            default -> throw new IllegalStateException();
        };
    }
}
