package isthmus.train;

/**
 * What a generator is trained against; see {@link Adversarial}.
 *
 * @param penalty γ of the penalty on the discriminator's gradient
 * @param runs trainings with seeds of their own, of which the best on the validation images is kept
 */
public record AdversaryRecipe(Architecture discriminator, double penalty, int runs) {
    public AdversaryRecipe {
        Recipe.require(discriminator != null, "discriminator", "an architecture", "none");
        Recipe.require(penalty >= 0, "penalty", "0 or more", penalty);
        Recipe.require(runs >= 1 && runs <= 100, "runs", "1 to 100", runs);
    }
}
