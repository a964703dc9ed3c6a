package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class GaussianTest {
    // Two rows of three dimensions; the second is the one that is asked for.
    private static final float[] MEAN = {9, 9, 9, 0.5f, -1, 2};
    private static final float[] LOGVAR = {9, 9, 9, -1, 0.5f, 0};

    private final Gaussian gaussian = new Gaussian(MEAN, LOGVAR, 1, 3);

    @Test
    void theLogDensityIsThatOfThreeIndependentNormals() {
        float[] z = {0, 0, 0, 0.25f, -2, 3};
        double expected = 0;
        for (int d = 3; d < 6; d++) {
            double sigma = Math.exp(LOGVAR[d] / 2.0);
            double density = Math.exp(-Math.pow((z[d] - MEAN[d]) / sigma, 2) / 2) / (sigma * Math.sqrt(2 * Math.PI));
            expected += Math.log(density);
        }
        assertEquals(expected, gaussian.logDensity(z, 1), 1e-12);
    }

    @Test
    void theKlByDimensionIsTheClosedForm() {
        double[] kl = gaussian.klByDimension(Gaussian.standard(3)).orElseThrow();
        for (int d = 0; d < 3; d++) {
            double variance = Math.exp(LOGVAR[3 + d]);
            double expected = 0.5 * (variance + MEAN[3 + d] * MEAN[3 + d] - 1 - Math.log(variance));
            assertEquals(expected, kl[d], 1e-12);
        }
        assertEquals(
                0,
                DoubleStream.of(Gaussian.standard(4)
                                .klByDimension(Gaussian.standard(4))
                                .orElseThrow())
                        .sum());
    }

    @Test
    void theKlIsTheMeanLogRatioOfItsDraws() {
        checkKl(Gaussian.standard(3));
        checkKl(new Gaussian(new float[] {0.5f, -1, 2}, new float[] {0.7f, -0.4f, 1.5f}));
    }

    private void checkKl(Gaussian prior) {
        int n = 100_000;
        Noise noise = new Noise(11, 0);
        float[] z = new float[6];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            gaussian.draw(noise, z, 1);
            double ratio = gaussian.logDensity(z, 1) - prior.logDensity(z, 1);
            sum += ratio;
            squares += ratio * ratio;
        }
        double error = Math.sqrt((squares / n - Math.pow(sum / n, 2)) / n);
        assertEquals(
                DoubleStream.of(gaussian.klByDimension(prior).orElseThrow()).sum(), sum / n, 5 * error);
    }

    @Test
    void drawsHaveTheMeanAndTheVariance() {
        int n = 100_000;
        Noise noise = new Noise(12, 0);
        float[] z = new float[6];
        double[] sums = new double[3];
        double[] squares = new double[3];
        for (int i = 0; i < n; i++) {
            gaussian.draw(noise, z, 1);
            for (int d = 0; d < 3; d++) {
                double offset = z[3 + d] - MEAN[3 + d];
                sums[d] += offset / n;
                squares[d] += offset * offset / n;
            }
        }
        assertEquals(0, z[0], "a draw of row 1 leaves row 0 alone");
        for (int d = 0; d < 3; d++) {
            double variance = Math.exp(LOGVAR[3 + d]);
            assertEquals(0, sums[d], 5 * Math.sqrt(variance / n));
            assertEquals(variance, squares[d], 5 * variance * Math.sqrt(2.0 / n));
        }
    }
}
