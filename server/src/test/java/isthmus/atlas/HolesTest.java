package isthmus.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Noise;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HolesTest {
    private static final int DRAWS = 400;

    /** Uniform numbers to a power: the share of them below x is x^(1 / power). */
    private static float[] uniform(Noise noise, double power) {
        float[] all = new float[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            all[i] = (float) Math.pow(noise.uniform(), power);
        }
        return all;
    }

    @Test
    void theIntervalHoldsTheShareWhateverTheDrawsOfPriorAndData() {
        // 1% of the data's lie below 0.01, and 0.01^(1 / power) of the prior's: 10%, 1% and 0.01%.
        for (double power : new double[] {2, 1, 0.5}) {
            int held = 0;
            for (int repeat = 0; repeat < 1000; repeat++) {
                float[] heldOut = uniform(new Noise(1, repeat), 1);
                Arrays.sort(heldOut);
                Holes holes = Holes.of(uniform(new Noise(2, repeat), power), heldOut);
                double share = Math.pow(0.01, 1 / power);
                held += holes.low() <= share && share <= holes.high() ? 1 : 0;
            }
            assertTrue(held > 940, held + " of 1,000 at " + power);
        }
    }

    @Test
    void noneOfTheDrawsIsNotNone() {
        float[] heldOut = new float[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            heldOut[i] = -DRAWS + i;
        }
        Holes none = Holes.of(new float[DRAWS], heldOut);
        assertEquals(0, none.share());
        assertEquals(0, none.low());
        assertEquals(1.96 * 1.96 / (DRAWS + 1.96 * 1.96), none.high(), 1e-12); // 0.95%
    }

    @Test
    void theEndsAreWilsons() {
        for (int hits : new int[] {3, 40, 397}) {
            for (double deviations : new double[] {-1.96, 1.96}) {
                double end = Holes.wilson(hits, DRAWS, deviations);
                // What is seen is just so many standard deviations of the end from it.
                double off = (end - (double) hits / DRAWS) / Math.sqrt(end * (1 - end) / DRAWS);
                assertEquals(deviations, off, 1e-9);
            }
        }
    }
}
