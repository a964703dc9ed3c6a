package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LaplaceTest {
    private static final Laplace PRIOR = new Laplace(2);

    /** E of |z| under N(mean, deviation²), which has a closed form. */
    private static double meanDistance(double mean, double deviation) {
        double at = mean / deviation;
        return deviation * Math.sqrt(2 / Math.PI) * Math.exp(-at * at / 2) + mean * (1 - 2 * StandardNormal.cdf(-at));
    }

    @Test
    void theDensityIntegratesToOneAndHasVarianceOne() {
        double step = 0.01;
        double mass = 0;
        double square = 0;
        for (double x = -15 + step / 2; x < 15; x += step) {
            double density = Math.exp(new Laplace(1).logDensity(new float[] {(float) x}, 0)) * step;
            mass += density;
            square += density * x * x;
        }
        assertEquals(1, mass, 1e-4);
        assertEquals(1, square, 1e-3);
    }

    @Test
    void theDivergenceFromAGaussianByDrawsIsTheClosedForm() {
        Gaussian q = new Gaussian(new float[] {0.3f, -1.2f}, new float[] {-2, 0.4f});
        int count = 40_000;
        float[] z = q.draws(new Noise(3, 0), count);
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < count; row++) {
            double odds = q.logDensity(z, row) - PRIOR.logDensity(z, row);
            sum += odds;
            squares += odds * odds;
        }
        double exact = -q.entropy() + 2 * Math.log(2 * Laplace.SCALE);
        for (int d = 0; d < 2; d++) {
            exact += meanDistance(q.mean()[d], Math.exp(q.logvar()[d] / 2)) / Laplace.SCALE;
        }
        double error = Math.sqrt((squares / count - sum / count * (sum / count)) / count);
        assertEquals(exact, sum / count, 4 * error);
    }

    @Test
    void drawsHaveItsMomentsAndItsMassNearZero() {
        int count = 40_000;
        float[] z = PRIOR.draws(new Noise(5, 0), count);
        double sum = 0;
        double square = 0;
        int near = 0;
        for (float each : z) {
            sum += each;
            square += each * each;
            near += Math.abs(each) < 0.25 ? 1 : 0;
        }
        int n = z.length;
        assertEquals(0, sum / n, 4 / Math.sqrt(n));
        assertEquals(1, square / n, 4 * Math.sqrt(5.0 / n)); // E z⁴ is 6
        double share = 1 - Math.exp(-0.25 / Laplace.SCALE);
        assertEquals(share, near / (double) n, 4 * Math.sqrt(share * (1 - share) / n));
    }

    @Test
    void theGradientIsThatOfTheLogDensity() {
        float[] z = {0.8f, -0.4f};
        double[] gradient = PRIOR.gradient(z, 0);
        for (int d = 0; d < 2; d++) {
            float[] there = z.clone();
            there[d] += 0.125f;
            assertEquals(gradient[d], (PRIOR.logDensity(there, 0) - PRIOR.logDensity(z, 0)) / 0.125, 1e-5);
        }
    }
}
