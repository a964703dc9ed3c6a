package isthmus.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.estimate.MeanEstimate;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import org.junit.jupiter.api.Test;

/** What is said of images that models draw, against closed forms. */
class DrawnImagesTest {
    private static final int COUNT = 3000;

    /** Draws of a normal whose coordinates have these means and deviations, turned by an angle in the first plane. */
    private static double[][] normal(long seed, double angle, double[] mean, double[] deviation) {
        Noise noise = new Noise(seed, 0);
        double[][] rows = new double[COUNT][];
        for (int i = 0; i < COUNT; i++) {
            double[] x = new double[mean.length];
            for (int k = 0; k < x.length; k++) {
                x[k] = mean[k] + deviation[k] * noise.normal();
            }
            double first = Math.cos(angle) * x[0] - Math.sin(angle) * x[1];
            x[1] = Math.sin(angle) * x[0] + Math.cos(angle) * x[1];
            x[0] = first;
            rows[i] = x;
        }
        return rows;
    }

    @Test
    void theFrechetDistanceOfNormalsIsTheirClosedFormInAnyDirection() {
        double[] one = {1, 1, 1};
        for (double angle : new double[] {0, 0.7}) {
            MeanEstimate found = FrechetDistance.of(
                    normal(1, angle, new double[] {0, 0, 0}, one),
                    normal(2, angle, new double[] {2, 0, 1}, new double[] {3, 0.5, 1}));
            assertEquals(5 + 4 + 0.25, found.mean(), 4 * found.error());
            assertTrue(found.error() > 0.02 && found.error() < 0.5, found.toString());
        }
    }

    @Test
    void covariancesThatDifferInDirectionAloneAreApart() {
        double[] zero = {0, 0};
        double[] deviation = {2, 1};
        MeanEstimate found = FrechetDistance.of(normal(1, 0, zero, deviation), normal(2, Math.PI / 2, zero, deviation));
        // The roots of A B are 2 and 2 where A is diag(4, 1) and B diag(1, 4).
        assertEquals(5 + 5 - 2 * (2 + 2), found.mean(), 4 * found.error());
    }

    @Test
    void aRampIsAsSharpAsItIsSteepAndRatiosHaveTheirErrors() {
        Shape shape = new Shape(2, 4, 5);
        float[] ramps = new float[2 * shape.size()];
        for (int i = 0; i < ramps.length; i++) {
            int within = i % 20;
            ramps[i] = (i < shape.size() ? 0.03f : 0.06f) * (within % 5)
                    + (i < shape.size() ? 0.04f : 0.08f) * (within / 5);
        }
        MeanEstimate found = Sharpness.of(ramps, 2, shape);
        assertEquals(0.075, found.mean(), 1e-6);
        assertEquals(0.025, found.error(), 1e-6);
        MeanEstimate ratio = Sharpness.ratio(new MeanEstimate(3, 0.3), new MeanEstimate(2, 0.1));
        assertEquals(1.5, ratio.mean(), 1e-12);
        assertEquals(1.5 * Math.sqrt(0.01 + 0.0025), ratio.error(), 1e-12);
    }
}
