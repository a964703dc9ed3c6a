package isthmus.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import isthmus.image.Shape;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.model.Cards;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DimensionStatsTest {
    private static final int ROWS = 300;

    @Test
    void theAggregatePosteriorIsThatOfDraws() {
        Atlas atlas = Atlases.drawn(3, ROWS, 2, 2, -3, 0);
        DimensionStats all = DimensionStats.of(atlas, Gaussian.standard(2));
        Noise noise = new Noise(8, 0);
        int draws = 400_000;
        for (int d = 0; d < 2; d++) {
            double[] values = new double[draws];
            for (int i = 0; i < draws; i++) {
                int at = i % ROWS * 2 + d;
                values[i] = atlas.mu()[at] + Math.exp(atlas.posteriors().logvar()[at] / 2) * noise.normal();
            }
            Arrays.sort(values);
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance = Arrays.stream(values)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElseThrow();
            assertEquals(mean, all.mean()[d], 0.01);
            assertEquals(Math.sqrt(variance), all.deviation()[d], 0.01);
            assertEquals(values[(int) (0.005 * draws)], all.low()[d], 0.05);
            assertEquals(values[(int) (0.995 * draws)], all.high()[d], 0.05);
        }
    }

    @Test
    void pointsHaveQuantilesAndNoDivergence() {
        DimensionStats all = DimensionStats.of(
                Atlases.of(1, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, null), Gaussian.standard(1));
        assertNull(all.kl());
        assertEquals(0, all.low()[0], 1e-3);
        assertEquals(9, all.high()[0], 1e-3);
        assertEquals(4.5, all.mean()[0], 1e-6);
    }

    @Test
    void withoutAnAtlasThePriorIsTold() {
        DimensionStats all = DimensionStats.ofPrior(Cards.card("small", new Shape(1, 2, 2), 2));
        assertNull(all.kl());
        assertArrayEquals(new float[] {1, 1}, all.deviation());
        assertEquals(2.5758293f, all.high()[1]);
    }
}
