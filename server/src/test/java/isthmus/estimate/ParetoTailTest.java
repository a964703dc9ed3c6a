package isthmus.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Noise;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ParetoTailTest {
    private static final int DRAWS = 20_000;

    /** The mean over seeds of the shape found for u^(-k), whose tail is Pareto's with shape k exactly. */
    private static double found(double k) {
        double sum = 0;
        for (int seed = 0; seed < 20; seed++) {
            Noise noise = new Noise(seed, 1);
            double[] logs = new double[DRAWS];
            Arrays.setAll(logs, i -> -k * Math.log(1 - noise.uniform()));
            sum += ParetoTail.shape(logs);
        }
        return sum / 20;
    }

    @Test
    void theShapeOfAParetoTailIsFound() {
        for (double k : new double[] {0.2, 0.5, 0.7, 1, 2}) {
            assertEquals(k, found(k), 0.06, "of " + k);
        }
    }

    @Test
    void weightsWithoutATailHaveASmallShapeAndTooFewHaveNone() {
        Noise noise = new Noise(1, 1);
        double[] even = new double[DRAWS];
        Arrays.setAll(even, i -> Math.log(1 + noise.uniform())); // bounded: the shape is below 0
        assertTrue(ParetoTail.shape(even) < 0.1);
        Arrays.fill(even, -500);
        assertTrue(ParetoTail.shape(even) < 0.1, "equal weights, whose exponential is 0");
        assertEquals(Double.POSITIVE_INFINITY, ParetoTail.shape(new double[20]));
    }
}
