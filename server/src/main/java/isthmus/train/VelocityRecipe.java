package isthmus.train;

import java.util.List;

/**
 * The network of a prior by flow matching; see {@link LatentFlowMatching}.
 *
 * @param units of each hidden layer
 * @param frequencies of the time, cos(πkt)
 */
public record VelocityRecipe(List<Integer> units, int frequencies, int batch, int steps, double rate) {
    public VelocityRecipe {
        units = checkedUnits(units);
        Recipe.require(frequencies >= 1 && frequencies <= 64, "frequencies", "1 to 64", frequencies);
        Recipe.require(batch >= 1 && batch <= 65536, "batch", "1 to 65536 codes", batch);
        Recipe.require(steps >= 1, "steps", "1 or more", steps);
        Recipe.require(rate > 0 && rate < 1, "rate", "a number in (0, 1)", rate);
    }

    static List<Integer> checkedUnits(List<Integer> units) {
        Recipe.require(units != null && !units.isEmpty(), "units", "at least one size", units);
        Recipe.require(units.stream().allMatch(u -> u >= 1 && u <= 1024), "units", "sizes from 1 to 1024", units);
        return List.copyOf(units);
    }
}
