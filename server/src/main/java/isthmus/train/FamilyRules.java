package isthmus.train;

import isthmus.Failure;

/** Which families of q(z|x) and p(z), and which ways to train them, a recipe may have together. Any thread. */
final class FamilyRules {
    private FamilyRules() {}

    static void check(
            PosteriorRecipe posterior,
            PriorRecipe prior,
            Objective.Gradient gradient,
            int latent,
            Recipe.Draws draws,
            Recipe.Refinement refinement) {
        boolean point = posterior.family() == PosteriorRecipe.Family.POINT;
        boolean diagonal = posterior.family() == PosteriorRecipe.Family.DIAGONAL;
        boolean standard = prior.family() == PriorRecipe.Family.STANDARD;
        require(
                posterior.family() != PosteriorRecipe.Family.FLOW || latent % 2 == 0,
                "latent",
                "an even number, as each step of a flow moves one half",
                latent);
        require(!draws.importance() || !point, "draws: importance", "false with points, which have no density", true);
        require(
                point == (prior.family() == PriorRecipe.Family.FITTED) || (point && standard),
                "prior: family",
                point ? "standard or fitted with points" : "standard, laplace, mixture or vamp",
                prior.family());
        require(
                prior.family() != PriorRecipe.Family.VAMP || diagonal,
                "posterior: family",
                "diagonal with the prior vamp",
                posterior.family());
        require(
                gradient == Objective.Gradient.REPARAMETERISED || (diagonal && standard && !draws.importance()),
                "gradient",
                "reparameterised unless the posterior is diagonal, the prior standard and draws do not join",
                gradient);
        require(
                refinement == null || (diagonal && standard),
                "refinement",
                "none unless the posterior is diagonal and the prior standard",
                posterior.family());
    }

    private static void require(boolean holds, String field, String expected, Object found) {
        if (!holds) {
            throw Failure.badInput(field, expected, found);
        }
    }
}
