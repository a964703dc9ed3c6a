package isthmus.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.latent.StandardNormal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DimensionHealthTest {
    private static final int ROWS = 3000;

    /** Means of N(shift, spread²) in the first dimension; the prior, whatever the image, in the others. */
    private static Atlas atlas(int dim, double shift, double spread, double variance) {
        float[] mu = new float[ROWS * dim];
        float[] logvar = new float[ROWS * dim];
        Noise noise = new Noise(3, 3);
        for (int i = 0; i < ROWS; i++) {
            mu[i * dim] = (float) (shift + spread * noise.normal());
            logvar[i * dim] = (float) Math.log(variance);
        }
        return new Atlas(
                new PosteriorBatch(ROWS, dim, mu, logvar),
                new byte[ROWS],
                new int[ROWS],
                new float[ROWS],
                new float[ROWS],
                null);
    }

    private static Prior prior(Atlas atlas) {
        return Gaussian.standard(atlas.dim());
    }

    private static DimensionHealth health(Atlas atlas) {
        return DimensionHealth.of(atlas, DimensionStats.of(atlas, prior(atlas)), prior(atlas));
    }

    @Test
    void aDimensionThatSaysNothingIsNotUsed() {
        DimensionHealth health = health(atlas(3, 0, 0.8, 0.36));
        assertArrayEquals(new byte[] {1, 0, 0}, health.active());
        assertEquals(0.64, health.variance()[0], 0.05);
        assertEquals(0, health.variance()[1]);
        assertEquals("1 of 3 dimensions are used.", health.sentence());
        assertFalse(health.collapsed(), "the one dimension tells images apart");
        assertEquals("The one dimension is used.", health(atlas(1, 0, 1, 0.1)).sentence());
    }

    @Test
    void aDimensionThatIsHardlyUsedOrHardlyNotIsNamedWithItsVariance() {
        double[] variances = {0.5, 0.0103, 0.0095, 0.002};
        float[] mu = new float[2 * variances.length]; // of two images, as far apart as the variance says
        for (int d = 0; d < variances.length; d++) {
            mu[d] = (float) Math.sqrt(variances[d]);
            mu[variances.length + d] = -mu[d];
        }
        Atlas atlas = new Atlas(
                new PosteriorBatch(2, variances.length, mu, new float[mu.length]),
                new byte[2],
                new int[2],
                new float[2],
                new float[2],
                null);
        assertEquals(
                "2 of 4 dimensions are used, one of them barely (variance of means 0.0103, threshold 0.01),"
                        + " one more barely not (variance of means 0.0095, threshold 0.01).",
                health(atlas).sentence());
    }

    @Test
    void onlyAPosteriorThatIsThePriorWhateverTheImageHasCollapsed() {
        DimensionHealth collapsed = health(atlas(4, 0, 0.01, 0.99));
        assertTrue(collapsed.collapsed());
        assertTrue(collapsed.sentence().startsWith("The posterior has collapsed"), collapsed.sentence());
        // One dimension of fifty that says half a nat of each image is not nothing.
        assertFalse(health(atlas(50, 0, 0.8, 0.5)).collapsed());
    }

    @Test
    void anAggregatePosteriorThatIsThePriorHasNoDivergence() {
        DimensionHealth health = health(atlas(2, 0, 0.8, 0.36));
        assertEquals(0, health.divergence()[0], 0.003);
        assertEquals(0, health.divergence()[1], 1e-6);
        float[] edges = DimensionHealth.edges();
        for (int b = 1; b < DimensionHealth.BINS - 1; b++) {
            double share = StandardNormal.cdf(edges[b + 1]) - StandardNormal.cdf(edges[b]);
            assertEquals(share, health.histogram()[b], 0.01);
            assertEquals(share, health.histogram()[DimensionHealth.BINS + b], 1e-5);
        }
        double sum = 0;
        for (int b = 0; b < DimensionHealth.BINS; b++) {
            sum += health.histogram()[b];
        }
        assertEquals(1, sum, 1e-4);
    }

    @Test
    void anAggregatePosteriorBesideThePriorDivergesAsItsMomentsSay() {
        DimensionHealth health = health(atlas(1, 2, 0.24, 0.0324));
        assertEquals(0.5 * (4 + 0.09 - 1) - Math.log(0.3), health.divergence()[0], 0.03);
    }

    @Test
    void aStandingIsTheShareOfRowsBelow() {
        int n = 1000;
        float[] reconstruction = new float[n];
        float[] mu = new float[n];
        for (int i = 0; i < n; i++) {
            reconstruction[i] = -(i * 7 % n);
            mu[i] = i * i;
        }
        AtlasRanking standing = AtlasRanking.of(
                new Atlas(
                        new PosteriorBatch(n, 1, mu, new float[n]),
                        new byte[n],
                        new int[n],
                        new float[n],
                        reconstruction,
                        null),
                new boolean[n]);
        assertFalse(standing.test());
        assertFalse(standing.lessFloor());
        assertEquals(25, standing.percentile(-749.5, -10), 1e-9);
        assertEquals(0, standing.percentile(-5000, -10));
        assertEquals(100, standing.percentile(1, -10));
        assertEquals(n, IntStream.of(standing.counts()).sum());
        // Row i of squares is 2 i − 1 from the one before, but the first, which is 1 from the next.
        assertEquals(50, standing.distancePercentile(999), 0.6);
        assertNull(AtlasRanking.of(Atlases.of(1, new float[1], new float[1]), new boolean[1])
                .distancePercentile(1));
    }

    @Test
    void imagesRankAmongTestRowsAndByTheBoundLessTheFloorWhereThatIsKnown() {
        // Training rows are the odd ones, better by 100 nats and nearer to one another; floors go against the bounds.
        int n = 200;
        float[] mu = new float[n];
        float[] reconstruction = new float[n];
        float[] floor = new float[n];
        boolean[] test = new boolean[n];
        for (int i = 0; i < n; i++) {
            test[i] = i % 2 == 0;
            mu[i] = test[i] ? 10 * i : -0.1f * i;
            reconstruction[i] = (test[i] ? -200 : -100) - i / 2;
            floor[i] = -50 - i;
        }
        PosteriorBatch q = new PosteriorBatch(n, 1, mu, new float[n]);
        float[] kl = new float[n];
        AtlasRanking ranking = AtlasRanking.of(new Atlas(q, new byte[n], new int[n], kl, reconstruction, null), test);
        assertTrue(ranking.test());
        assertEquals(100, ranking.bounds().length);
        assertEquals(100, IntStream.of(ranking.counts()).sum());
        assertEquals(50, ranking.percentile(-249.5, -120), 1e-9);
        assertEquals(100, ranking.distancePercentile(20.5), 1e-9);
        assertEquals(1, ranking.distancePercentile(19), 1.01);
        AtlasRanking less = AtlasRanking.of(
                new Atlas(q, new byte[n], new int[n], kl, reconstruction, null, floor, List.of()), test);
        assertTrue(less.lessFloor());
        // Row 2 k has −200 − k less −50 − 2 k, which is −150 + k; the image has −249.5 + 120 = −129.5.
        assertEquals(21, less.percentile(-249.5, -120), 1e-9);
    }
}
