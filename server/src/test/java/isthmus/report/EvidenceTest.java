package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.estimate.RunningMean;
import isthmus.latent.Noise;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final int DRAWS = 2000;

    /** Log weights whose mean is exp(1), for N(1 − v/2, v) is the log of one. */
    private static double[] logWeights(long seed, double deviation) {
        Noise noise = new Noise(seed, 0);
        double[] logs = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            logs[i] = 1 + deviation * (noise.normal() - deviation / 2);
        }
        return logs;
    }

    @Test
    void theErrorIsTheSpreadOverSeedsAndHalvesAgreeInNearlyAll() {
        RunningMean spread = new RunningMean();
        int trusted = 0;
        double error = 0;
        for (int seed = 0; seed < 200; seed++) {
            Evidence found = Evidence.of(logWeights(seed, 1));
            spread.add(found.log());
            error += found.error() / 200;
            trusted += found.trusted() ? 1 : 0;
        }
        assertEquals(1, spread.mean(), 4 * spread.error());
        assertEquals(Math.sqrt(spread.variance()), error, 0.15 * error);
        assertTrue(trusted >= 196, trusted + " are trusted");
    }

    @Test
    void manyEffectiveDrawsWhoseHalvesDisagreeAreNotTrusted() {
        double[] logs = logWeights(1, 1);
        for (int i = 0; i < DRAWS / 2; i++) {
            logs[i] += 0.4; // some 9 errors
        }
        Evidence found = Evidence.of(logs);
        assertTrue(found.effective() > 500, "" + found.effective());
        assertFalse(found.halvesAgree() || found.trusted());
    }

    @Test
    void drawsWhoseTailIsTooHeavyAreNotTrustedHoweverMuchTheySeemToBeWorth() {
        Noise noise = new Noise(5, 0);
        int alone = 0; // refused for their tail alone
        for (int seed = 0; seed < 50; seed++) {
            double[] logs = new double[DRAWS];
            for (int i = 0; i < DRAWS; i++) {
                logs[i] = -0.85 * Math.log(1 - noise.uniform());
            }
            Evidence found = Evidence.of(logs);
            assertFalse(found.trusted() && found.tail() > 0.7, found.toString());
            alone += found.effective() > 100 && found.halvesAgree() && !found.trusted() ? 1 : 0;
        }
        assertTrue(alone >= 5, alone + " of 50"); // of 10, with these seeds
    }

    @Test
    void oneDrawThatOutweighsTheOthersIsNotTrusted() {
        double[] logs = logWeights(1, 1);
        logs[7] = 12;
        Evidence found = Evidence.of(logs);
        assertTrue(found.effective() < 2 && !found.trusted(), "" + found.effective());
    }
}
