package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StandardNormalTest {
    /** Simpson's rule over the density, from far below. */
    private static double integrated(double x) {
        int steps = 200_000;
        double from = -40;
        double width = (x - from) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double at = from + i * width;
            double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.exp(-at * at / 2);
        }
        return sum * width / 3 / Math.sqrt(2 * Math.PI);
    }

    @Test
    void theShareBelowIsTheIntegralOfTheDensity() {
        for (double x : new double[] {-6, -2.5758293, -1, -0.1, 0, 0.5, 1.96, 4, 7.5}) {
            assertEquals(integrated(x), StandardNormal.cdf(x), 1e-12);
        }
        assertEquals(0.005, StandardNormal.cdf(-2.5758293035489), 1e-14);
        assertEquals(1, StandardNormal.cdf(50));
        assertEquals(0, StandardNormal.cdf(-50));
    }

    @Test
    void farOutTheTailIsStillRight() {
        assertEquals(1, StandardNormal.cdf(-8) / 6.220960574271785e-16, 1e-7);
    }
}
