package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixtureFitTest {
    private static final int DIM = 2;
    private static final int COUNT = 4000;
    private static final Mixture TRUE = new Mixture(
            List.of(gaussian(-3, 0, 0.5, 1), gaussian(2, 2, 1, 0.3), gaussian(2, -3, 0.2, 0.2)),
            new double[] {5, 3, 2});

    private static Gaussian gaussian(double x, double y, double sigmaX, double sigmaY) {
        return new Gaussian(
                new float[] {(float) x, (float) y},
                new float[] {(float) (2 * Math.log(sigmaX)), (float) (2 * Math.log(sigmaY))});
    }

    private static float[] draws(Distribution from, int count, long seed) {
        float[] z = new float[count * DIM];
        Noise noise = new Noise(seed, 0);
        for (int i = 0; i < count; i++) {
            from.draw(noise, z, i);
        }
        return z;
    }

    @Test
    void aMixtureIsFoundAgainFromItsDraws() {
        Mixture found = MixtureFit.DEFAULT.fit(draws(TRUE, COUNT, 1), DIM, 3).mixture();
        Integer[] byWeight = {0, 1, 2};
        java.util.Arrays.sort(byWeight, Comparator.comparingDouble(k -> -found.weights()[k]));
        for (int k = 0; k < 3; k++) {
            assertEquals(TRUE.weights()[k], found.weights()[byWeight[k]], 0.03);
        }
        // The cross entropy of densities is least at the true one, here within the error of so many draws.
        float[] others = draws(TRUE, COUNT, 2);
        double lost = MixtureFit.meanLogDensity(TRUE, others) - MixtureFit.meanLogDensity(found, others);
        assertEquals(0, lost, 0.01);
    }

    @Test
    void oneComponentIsTheMeanAndVarianceOfTheCodes() {
        float[] codes = {1, 2, 3, 6, 5, 1};
        MixtureFit.Fitted fitted = MixtureFit.DEFAULT.fit(codes, DIM, 1);
        Gaussian only = fitted.mixture().gaussian().orElseThrow();
        assertArrayEquals(new float[] {3, 3}, only.mean(), 1e-6f);
        assertArrayEquals(new float[] {(float) Math.log(8 / 3.0), (float) Math.log(14 / 3.0)}, only.logvar(), 1e-6f);
        assertEquals(
                -0.5 * (2 * Math.log(2 * Math.PI) + Math.log(8 / 3.0) + Math.log(14 / 3.0) + 2),
                fitted.logLikelihood(),
                1e-6);
    }

    @Test
    void codesHeldOutSayHowManyComponentsThereAre() {
        float[] few = draws(TRUE, 300, 3);
        float[] heldOut = draws(TRUE, 2000, 4);
        MixtureFit.Fitted chosen = MixtureFit.DEFAULT.choose(few, heldOut, DIM, 32);
        int components = chosen.mixture().weights().length;
        assertTrue(components >= 2 && components <= 8, "chose " + components);
        assertEquals(MixtureFit.meanLogDensity(chosen.mixture(), heldOut), chosen.logLikelihood());
        double one =
                MixtureFit.meanLogDensity(MixtureFit.DEFAULT.fit(few, DIM, 1).mixture(), heldOut);
        assertTrue(chosen.logLikelihood() > one + 0.5);
    }

    @Test
    void equalCodesHaveANarrowButFiniteMixtureAndTooFewAreRefused() {
        MixtureFit.Fitted same = MixtureFit.DEFAULT.fit(new float[] {1, 2, 1, 2, 1, 2}, DIM, 2);
        assertTrue(Double.isFinite(same.logLikelihood()));
        assertThrows(IllegalArgumentException.class, () -> MixtureFit.DEFAULT.fit(new float[] {1, 2}, DIM, 2));
    }
}
