package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MixtureTest {
    private static Gaussian at(double mean, double deviation) {
        return new Gaussian(new float[] {(float) mean}, new float[] {(float) (2 * Math.log(deviation))});
    }

    @Test
    void drawsAndDensityFollowTheWeights() {
        Mixture mixture = new Mixture(List.of(at(-3, 0.5), at(2, 1)), new double[] {1, 3});
        int count = 20_000;
        float[] z = mixture.draws(new Noise(1, 0), count);
        int left = 0;
        for (float each : z) {
            left += each < -1 ? 1 : 0;
        }
        double share = 0.25 + 0.75 * StandardNormal.cdf(-3); // and of the first next to none lies above −1
        assertEquals(share, left / (double) count, 4 * Math.sqrt(share * (1 - share) / count));
        double bell = Math.sqrt(2 * Math.PI);
        double density = 0.25 / 0.5 / bell * Math.exp(-2) + 0.75 / bell * Math.exp(-8);
        assertEquals(Math.log(density), mixture.logDensity(new float[] {-2}, 0), 1e-6);
    }

    @Test
    void aWeightForEachComponentIsAskedFor() {
        assertThrows(IllegalArgumentException.class, () -> new Mixture(List.of(at(0, 1)), new double[] {1, 2}));
        assertThrows(IllegalArgumentException.class, () -> new Mixture(List.of(), new double[0]));
    }
}
