package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A prior by flow matching against closed forms, grids and its own draws. */
class FlowMatchingTest {
    private static final double HALF = 6; // of a grid's side
    private static final double CELL = 0.15;
    private static final int CELLS = 80;
    private static final int BLOCK = 10; // cells along a side of a bin of the histogram

    /** v(y) = A y + b, exactly: silu(x) − silu(−x) = x. */
    private static VelocityNetwork affine(float[] a, float[] b) {
        float[] pairs = {1, 0, -1, 0, 0, 1, 0, -1};
        float[] out = {a[0], -a[0], a[1], -a[1], a[2], -a[2], a[3], -a[3]};
        return new VelocityNetwork(2, List.of(new Dense(pairs, new float[4]), new Dense(out, b)));
    }

    /** A network with random weights, which sees the time by three cosines. */
    private static FlowMatching curved() {
        Noise noise = new Noise(5, 0);
        VelocityNetwork velocity = new VelocityNetwork(
                2, List.of(dense(noise, 5, 12, 1.2), dense(noise, 12, 12, 1), dense(noise, 12, 2, 0.8)));
        return new FlowMatching(velocity, new float[] {0.3f, -0.2f}, new float[] {1.2f, 0.8f});
    }

    private static Dense dense(Noise noise, int in, int out, double gain) {
        float[] weight = noise.normals(in * out);
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= (float) (gain * Math.sqrt(2.0 / in));
        }
        return new Dense(weight, noise.normals(out));
    }

    /** A shear and a growth commute, so e^A and the integral of e^(A s) are known. */
    @Test
    void anAffineFlowHasTheDensityOfItsGaussian() {
        // A = l I + s N with N² = 0, so e^A = e^l (I + s N), and likewise under the integral.
        double l = 0.4;
        double s = 0.7;
        float[] b = {0.5f, -1};
        FlowMatching flow = new FlowMatching(
                affine(new float[] {(float) l, (float) s, 0, (float) l}, b), new float[] {1, 2}, new float[] {2, 0.5f});
        double e = Math.exp(l);
        double first = (e - 1) / l; // ∫ e^(l u) du
        double second = (e * (l - 1) + 1) / (l * l); // ∫ u e^(l u) du
        double[] mean = {1 + 2 * (first * b[0] + s * second * b[1]), 2 + 0.5 * first * b[1]};
        // z = mean + F ε
        double[] f = {2 * e, 2 * e * s, 0, 0.5 * e};
        float[] z = {1.3f, 1.9f, -2, 0.4f, 4, 1};
        for (int row = 0; row < 3; row++) {
            double e1 = (z[2 * row + 1] - mean[1]) / f[3];
            double e0 = (z[2 * row] - mean[0] - f[1] * e1) / f[0];
            double expected = -0.5 * (e0 * e0 + e1 * e1) - Math.log(2 * Math.PI) - Math.log(f[0] * f[3]);
            assertEquals(expected, flow.logDensity(z, row), 1e-5);
            // −F⁻ᵀ ε
            double g0 = -e0 / f[0];
            double g1 = (-e1 - f[1] * g0) / f[3];
            assertArrayEquals(new double[] {g0, g1}, flow.gradient(z, row), 1e-4);
        }
        assertArrayEquals(mean, Vectors.doubles(flow.mean(), 0, 2), 0.2);
        // Within four standard errors of a variance by 2,048 draws.
        double[] variances = {f[0] * f[0] + f[1] * f[1], f[3] * f[3]};
        assertEquals(1, flow.variances()[0] / variances[0], 0.125);
        assertEquals(1, flow.variances()[1] / variances[1], 0.125);
    }

    @Test
    void theDensityOfACurvedFlowIntegratesToOneAndItsDrawsFallWhereItIs() {
        FlowMatching flow = curved();
        int bins = CELLS / BLOCK;
        double[] expected = new double[bins * bins];
        float[] z = new float[2];
        for (int i = 0; i < CELLS; i++) {
            for (int j = 0; j < CELLS; j++) {
                z[0] = (float) ((i + 0.5) * CELL - HALF);
                z[1] = (float) ((j + 0.5) * CELL - HALF);
                expected[i / BLOCK * bins + j / BLOCK] += Math.exp(flow.logDensity(z, 0)) * CELL * CELL;
            }
        }
        assertEquals(1, Arrays.stream(expected).sum(), 2e-3);

        int count = 10_000;
        float[] draws = flow.draws(new Noise(6, 0), count);
        int[] found = new int[bins * bins];
        for (int row = 0; row < count; row++) {
            int i = (int) ((draws[2 * row] + HALF) / (CELL * BLOCK));
            int j = (int) ((draws[2 * row + 1] + HALF) / (CELL * BLOCK));
            found[Math.min(bins - 1, Math.max(0, i)) * bins + Math.min(bins - 1, Math.max(0, j))]++;
        }
        int occupied = 0;
        for (int bin = 0; bin < found.length; bin++) {
            double error = Math.sqrt(count * expected[bin] + 4);
            assertEquals(count * expected[bin], found[bin], 4 * error);
            occupied += expected[bin] > 0.01 ? 1 : 0;
        }
        assertTrue(occupied > 8, "bins with more than a hundredth: " + occupied);
    }

    @Test
    void drawsFlowFromTheirNoiseIntoPlace() {
        FlowMatching flow = curved();
        float[] epsilon = new Noise(7, 0).normals(2);
        float[] frames = flow.trajectory(epsilon, 8);
        assertEquals(2 * 9, frames.length);
        assertEquals(0.3f + 1.2f * epsilon[0], frames[0], 1e-6);
        assertEquals(-0.2f + 0.8f * epsilon[1], frames[1], 1e-6);
        float[] drawn = new float[2];
        flow.draw(new Noise(7, 0), drawn, 0);
        assertArrayEquals(drawn, Arrays.copyOfRange(frames, 16, 18), 1e-5f);
    }

    @Test
    void layersThatDoNotFollowOneAnotherAreRefused() {
        Dense first = new Dense(new float[6], new float[3]);
        Dense last = new Dense(new float[8], new float[2]);
        Failure failure = assertThrows(Failure.class, () -> new VelocityNetwork(2, List.of(first, last)));
        assertTrue(failure.getMessage().contains("layer 1"), failure.getMessage());
    }
}
