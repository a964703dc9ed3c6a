package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.TrainsNetworks;
import isthmus.latent.Codebook;
import isthmus.latent.Noise;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TrainsNetworks
class ContextFitTest {
    private static final double REPEATS = 0.9;
    private static final int PLACES = 4;

    /** Entries of three, the first even, each later one that before it with probability 0.9 and else either other. */
    private static float[] chain(Noise noise, int count) {
        float[] codes = new float[count * PLACES];
        for (int i = 0; i < codes.length; i++) {
            boolean first = i % PLACES == 0;
            codes[i] = first
                    ? noise.nextInt(3)
                    : noise.uniform() < REPEATS ? codes[i - 1] : (codes[i - 1] + 1 + noise.nextInt(2)) % 3;
        }
        return codes;
    }

    @Test
    void theFittedMassesAreThoseOfTheChainThatCodesComeFrom(@TempDir Path folder) {
        Noise noise = new Noise(1, 0);
        float[] entries = {-1, 0, 1, 0, 0, 1};
        CodePriorRecipe recipe = new CodePriorRecipe(List.of(16), 50, 3, 0.02);
        Codebook prior = new ContextFit(recipe, entries, 2, PLACES, noise)
                .fit(chain(noise, 4000), chain(noise, 500), folder, 1, new QuietListener());
        // z in the order of numbers × places.
        float[] same = {1, 1, 1, 1, 0, 0, 0, 0};
        float[] changed = {1, 1, 0, 0, 0, 0, 1, 1};
        double first = -Math.log(3);
        assertEquals(first + 3 * Math.log(REPEATS), prior.logDensity(same, 0), 0.15);
        assertEquals(first + 2 * Math.log(REPEATS) + Math.log((1 - REPEATS) / 2), prior.logDensity(changed, 0), 0.6);
    }
}
