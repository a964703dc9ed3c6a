package isthmus.train;

/**
 * The entries of a discrete code; see {@link VectorQuantisation}.
 *
 * @param decay of the running means that entries are
 * @param commitment weight of the squared distance of the encoder's vectors from their entries, in nats
 * @param prior how an autoregressive p(z) is fitted to the codes; null for all codes being as likely
 */
public record CodebookRecipe(int entries, double decay, double commitment, CodePriorRecipe prior) {
    public CodebookRecipe {
        Recipe.require(entries >= 2 && entries <= 4096, "entries", "2 to 4096", entries);
        Recipe.require(decay >= 0 && decay < 1, "decay", "a number in [0, 1)", decay);
        Recipe.require(commitment > 0, "commitment", "a positive number", commitment);
    }
}
