package isthmus.train;

import java.util.List;

/**
 * The network of an autoregressive prior over discrete codes; see {@link ContextFit}.
 *
 * @param units of each hidden layer
 */
public record CodePriorRecipe(List<Integer> units, int batch, int epochs, double rate) {
    public CodePriorRecipe {
        units = VelocityRecipe.checkedUnits(units);
        Recipe.require(batch >= 1 && batch <= 65536, "batch", "1 to 65536 codes", batch);
        Recipe.require(epochs >= 1, "epochs", "1 or more", epochs);
        Recipe.require(rate > 0 && rate < 1, "rate", "a number in (0, 1)", rate);
    }
}
