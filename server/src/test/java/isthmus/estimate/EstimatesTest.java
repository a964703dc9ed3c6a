package isthmus.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.PointPosterior;
import isthmus.latent.PosteriorBatch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimatesTest {
    @Test
    void theErrorOfAMeanIsItsSpreadOverRepeats() {
        RunningMean means = new RunningMean();
        RunningMean errors = new RunningMean();
        for (int repeat = 0; repeat < 2000; repeat++) {
            Noise noise = new Noise(5, repeat);
            RunningMean mean = new RunningMean();
            for (int i = 0; i < 30; i++) {
                mean.add(1e6 + 3 * noise.normal()); // far from 0, so that squares would cancel
            }
            means.add(mean.mean());
            errors.add(mean.error());
        }
        assertEquals(3 / Math.sqrt(30), Math.sqrt(means.variance()), 0.02);
        assertEquals(3 / Math.sqrt(30), errors.mean(), 0.01);
        assertTrue(Double.isNaN(MeanEstimate.of(new double[] {7}).error()));
    }

    @Test
    void aBoundIsItsReconstructionLessItsKl() {
        Gaussian q = new Gaussian(new float[] {1, -0.5f}, new float[] {-2, 0.3f});
        Elbo elbo = Elbo.of(q, Gaussian.standard(2), new float[4], new float[] {-90, -110});
        double kl = 0.5 * (Math.exp(-2) + 1 - 1 + 2) + 0.5 * (Math.exp(0.3f) + 0.25 - 1 - 0.3f);
        assertEquals(kl, elbo.kl(), 1e-9);
        assertEquals(-100 - kl, elbo.bound(), 1e-9);
        assertEquals(10, elbo.error(), 1e-9);
        Elbo point = Elbo.of(new PointPosterior(new float[2]), Gaussian.standard(2), new float[2], new float[] {-80});
        assertFalse(point.isBound());
        assertEquals(-80, point.reconstruction().mean());
    }

    @Test
    void oneImageWithoutABoundLeavesNone() {
        PosteriorBatch batch = new PosteriorBatch(2, 1, new float[] {0, 2}, null);
        Elbo point = Elbo.of(batch.get(0), Gaussian.standard(1), new float[1], new float[] {-4});
        ElboEstimate estimate = ElboEstimate.of(batch, List.of(point, point), 8, RowBlocks.independent(2));
        assertNull(estimate.elbo());
        assertEquals(0, estimate.draws());
        assertEquals(-4, estimate.reconstruction().mean());
    }

    @Test
    void theFloorIsTheGreatestLogLikelihoodThatBernoulliMeansGive() {
        assertEquals(0, BernoulliFloor.of(new float[] {0, 1, 1, 0}));
        assertEquals(-3 * Math.log(2), BernoulliFloor.of(new float[] {0.5f, 0.5f, 0, 0.5f}), 1e-12);
        assertEquals(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75), BernoulliFloor.of(new float[] {0.25f}), 1e-12);
        double[] scores = new double[101]; // log p(x|z) of one pixel of 0.3 by its mean
        for (int i = 1; i < 100; i++) {
            scores[i] = 0.3 * Math.log(i / 100.0) + 0.7 * Math.log(1 - i / 100.0);
        }
        double greatest = Arrays.stream(scores, 1, 100).max().orElseThrow();
        assertEquals(greatest, BernoulliFloor.of(new float[] {0.3f}), 1e-6);
    }

    @Test
    void aUnitIsActiveWhereItsMeanVariesByMoreThanTheThreshold() {
        float[] means = {0, 0, -0.2f, 0.001f, 0.2f, -0.001f}; // variances 0.0267 and 0.0000007
        ActiveUnits units = ActiveUnits.of(new PosteriorBatch(3, 2, means, new float[6]));
        assertEquals(0.08 / 3, units.variances()[0], 1e-8);
        assertEquals(1, units.count());
        assertTrue(units.isActive(0) && !units.isActive(1));
    }

    @Test
    void greysAreDrawnAsOftenAsTheySayAndTheSameForValuesAndBytes() {
        int size = 20_000;
        byte[] greys = new byte[2 * size];
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            greys[size + i] = (byte) 51; // 0.2
            values[i] = 51 / 255f;
        }
        byte[] drawn = new byte[2 * size];
        Binarisation.draw(greys, size, size, 3, 9, drawn);
        float[] same = Binarisation.draw(values, 3, 9);
        int ones = 0;
        for (int i = 0; i < size; i++) {
            assertEquals(same[i], (drawn[size + i] & 0xFF) / 255f);
            ones += drawn[size + i] == 0 ? 0 : 1;
        }
        assertEquals(0.2, (double) ones / size, 0.012);
    }
}
