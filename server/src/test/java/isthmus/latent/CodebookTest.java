package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A prior over discrete codes of two places and three entries, small enough to sum over all codes. */
class CodebookTest {
    private static final float[] ENTRIES = {0, 0, 1, 0, 0, 2};
    private static final int PLACES = 2;

    private static ContextNetwork network(int units) {
        Noise noise = new Noise(2, 0);
        int inputs = 3 * PLACES;
        return new ContextNetwork(
                units == 0
                        ? List.of(new Dense(new float[3 * inputs], new float[3]))
                        : List.of(
                                new Dense(noise.normals(units * inputs), noise.normals(units)),
                                new Dense(noise.normals(3 * units), noise.normals(3))),
                PLACES);
    }

    private static float[] code(int first, int second) {
        return new float[] {ENTRIES[2 * first], ENTRIES[2 * second], ENTRIES[2 * first + 1], ENTRIES[2 * second + 1]};
    }

    @Test
    void withoutWeightsEveryCodeIsAsLikely() {
        Codebook prior = new Codebook(ENTRIES, 2, PLACES, network(0));
        assertEquals(-2 * Math.log(3), prior.logDensity(code(2, 1), 0), 1e-12);
        // And so is what lies near it.
        assertArrayEquals(new int[] {2, 1}, prior.nearest(new float[] {0.2f, 0.9f, 1.7f, 0.1f}, 0));
    }

    @Test
    void theMassesOfAllCodesAddUpToOneAndDrawsComeAsOftenAsTheySay() {
        Codebook prior = new Codebook(ENTRIES, 2, PLACES, network(4));
        double[] mass = new double[9];
        double sum = 0;
        for (int i = 0; i < 9; i++) {
            mass[i] = Math.exp(prior.logDensity(code(i / 3, i % 3), 0));
            sum += mass[i];
        }
        assertEquals(1, sum, 1e-12);
        int count = 20_000;
        int[] found = new int[9];
        float[] z = prior.draws(new Noise(3, 0), count);
        for (int row = 0; row < count; row++) {
            int[] chosen = prior.nearest(z, row);
            found[3 * chosen[0] + chosen[1]]++;
        }
        for (int i = 0; i < 9; i++) {
            assertEquals(mass[i], found[i] / (double) count, 4 * Math.sqrt(mass[i] / count) + 1e-4);
        }
        // The second place depends on the first.
        double given0 = mass[0] / (mass[0] + mass[1] + mass[2]);
        double given1 = mass[3] / (mass[3] + mass[4] + mass[5]);
        assertTrue(Math.abs(given0 - given1) > 0.02, given0 + " and " + given1);
    }

    @Test
    void aNetworkForOtherCodesIsRefused() {
        Failure failure = assertThrows(Failure.class, () -> new Codebook(ENTRIES, 3, PLACES, network(4)));
        assertTrue(failure.getMessage().contains("layer 0"), failure.getMessage());
    }
}
