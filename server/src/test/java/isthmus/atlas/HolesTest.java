package isthmus.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Noise;
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
    void theIntervalHoldsTheShareWhateverTheDraws() {
        // Of uniform numbers to a power, those above 0.99 are 1 − 0.99^(1 / power): 0.5%, 1% and 18%.
        for (double power : new double[] {2, 1, 0.05}) {
            int held = 0;
            double share = 1 - Math.pow(0.99, 1 / power);
            for (int repeat = 0; repeat < 1000; repeat++) {
                Holes holes = Holes.of(uniform(new Noise(2, repeat), power), 0.99);
                held += holes.low() <= share && share <= holes.high() ? 1 : 0;
            }
            assertTrue(held > 925, held + " of 1,000 at " + power);
        }
    }

    @Test
    void noneOfTheDrawsIsNotNone() {
        Holes none = Holes.of(new float[DRAWS], 0);
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
