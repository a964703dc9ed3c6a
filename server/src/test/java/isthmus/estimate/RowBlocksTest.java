package isthmus.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Noise;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowBlocksTest {
    private static final int COUNT = 400;
    private static final int REPEATS = 400;

    /** x_t = φ x_(t−1) + e of variance 1, in two stretches that do not know of each other. */
    private static double[] film(Noise noise, double phi) {
        double[] x = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            x[i] = i % (COUNT / 2) == 0 ? noise.normal() : phi * x[i - 1] + Math.sqrt(1 - phi * phi) * noise.normal();
        }
        return x;
    }

    /** Of the mean of two such stretches: Var of n values is (1 + 2 Σ (1 − k / n) φ^k) / n. */
    private static double trueError(double phi) {
        int n = COUNT / 2;
        double sum = 1;
        for (int k = 1; k < n; k++) {
            sum += 2 * (1 - (double) k / n) * Math.pow(phi, k);
        }
        return Math.sqrt(sum / n / 2);
    }

    private static RowBlocks twoStretches() {
        return RowBlocks.of(Stretch.of(
                IntStream.concat(IntStream.range(800, 800 + COUNT / 2), IntStream.range(1765, 1765 + COUNT / 2))
                        .toArray()));
    }

    @Test
    void ofASeriesWhoseNeighboursAreAlikeTheErrorIsNearlyThatOfItsMean() {
        for (double phi : new double[] {0.6, 0.9}) {
            RunningMean squares = new RunningMean();
            RunningMean independent = new RunningMean();
            RunningMean means = new RunningMean();
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                double[] x = film(new Noise(31, repeat), phi);
                MeanEstimate stated = twoStretches().mean(x);
                squares.add(stated.error() * stated.error());
                independent.add(MeanEstimate.of(x).error());
                means.add(stated.mean());
            }
            double expected = trueError(phi);
            assertEquals(expected, Math.sqrt(means.variance()), 0.15 * expected, "the closed form");
            double stated = Math.sqrt(squares.mean());
            assertTrue(stated > 0.8 * expected && stated < 1.1 * expected, stated + " of " + expected);
            assertTrue(independent.mean() < 0.55 * expected, independent.mean() + " of " + expected);
        }
    }

    @Test
    void ofIndependentImagesTheErrorIsTheSameAsBefore() {
        RunningMean squares = new RunningMean();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            double error = twoStretches().mean(film(new Noise(32, repeat), 0)).error();
            squares.add(error * error);
        }
        assertEquals(1 / Math.sqrt(COUNT), Math.sqrt(squares.mean()), 0.1 / Math.sqrt(COUNT));
        double[] x = film(new Noise(33, 0), 0.9);
        MeanEstimate before = MeanEstimate.of(x);
        MeanEstimate single = RowBlocks.independent(COUNT).mean(x);
        assertEquals(before.mean(), single.mean(), 1e-12);
        assertEquals(before.error(), single.error(), 1e-12);
        assertTrue(Double.isNaN(RowBlocks.independent(1).mean(new double[] {4}).error()));
    }

    @Test
    void aBlockIsAStretchOrAnEqualPartOfALongOne() {
        // Rows 3 to 5, 9, and 20 to 39, of which two come first.
        int[] index = IntStream.concat(IntStream.of(39, 4, 3, 5, 9), IntStream.range(20, 39))
                .toArray();
        List<Stretch> stretches = Stretch.of(index);
        assertEquals(List.of(3, 9, 20), stretches.stream().map(Stretch::first).toList());
        assertEquals(List.of(5, 9, 39), stretches.stream().map(Stretch::last).toList());
        assertArrayEquals(new int[] {2, 1, 3}, stretches.get(0).images());
        RowBlocks blocks = RowBlocks.of(stretches);
        assertEquals(2, blocks.longest(), "a tenth of 24 images");
        assertEquals(2 + 1 + 10, blocks.count());
        assertArrayEquals(
                IntStream.range(0, 24).toArray(),
                blocks.images().stream().flatMapToInt(Arrays::stream).sorted().toArray());
        assertEquals(40, twoStretches().longest());
        assertEquals(10, twoStretches().count());
    }
}
