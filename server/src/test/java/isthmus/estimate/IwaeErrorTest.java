package isthmus.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Stated errors against what many seeds give, of the linear model p(z) = N(0, I), p(x|z) = N(z, SIGMA² I): log p(x) and
 * p(z|x) = N(x / (1 + SIGMA²), SIGMA² / (1 + SIGMA²) I) are known. A proposal is the posterior, stretched and shifted by
 * another distance for each image.
 */
class IwaeErrorTest {
    private static final int DIM = 6;
    private static final double SIGMA = 0.5;
    private static final int IMAGES = 8;
    private static final int SEEDS = 60;
    private static final double ENOUGH = 100; // effective draws
    private static final int DRAWS = 500; // so that there are 10 groups of 50, and the bound of 500 has one

    /** Of each image and seed, (IMAGES, SEEDS). */
    private record Trials(double[] evidence, IwaeBounds[][] bounds) {
        /** The bound that the draws of all seeds give on average, which is what the error is about. */
        double expected(int image) {
            return Arrays.stream(bounds[image])
                    .mapToDouble(IwaeBounds::best)
                    .average()
                    .orElseThrow();
        }

        double effective() {
            return Arrays.stream(bounds)
                    .flatMap(Arrays::stream)
                    .mapToDouble(IwaeBounds::effective)
                    .average()
                    .orElseThrow();
        }

        /** Of the pairs of an image and a seed, the share whose bound lies within two errors of its image's value. */
        double covered(double[] values) {
            return IntStream.range(0, IMAGES)
                            .mapToDouble(i -> Arrays.stream(bounds[i])
                                    .filter(found -> Math.abs(found.best() - values[i]) <= 2 * found.bestError())
                                    .count())
                            .sum()
                    / (IMAGES * SEEDS);
        }

        double[] expected() {
            return IntStream.range(0, IMAGES).mapToDouble(this::expected).toArray();
        }
    }

    /**
     * @param shift of the proposal in each dimension, in standard deviations of the posterior, of the last image; of the
     *     first it is half as far
     * @param stretch times the posterior's variance
     */
    private static Trials trials(double shift, double stretch) {
        double[] evidence = new double[IMAGES];
        IwaeBounds[][] bounds = new IwaeBounds[IMAGES][SEEDS];
        double variance = SIGMA * SIGMA / (1 + SIGMA * SIGMA);
        float[] wide = filled(Math.log(stretch * variance));
        Gaussian prior = Gaussian.standard(DIM);
        for (int i = 0; i < IMAGES; i++) {
            float[] x = new Noise(3, i).normals(DIM);
            evidence[i] = new Gaussian(new float[DIM], filled(Math.log(1 + SIGMA * SIGMA))).logDensity(x, 0);
            float[] mu = x.clone();
            for (int d = 0; d < DIM; d++) {
                mu[d] = (float)
                        (x[d] / (1 + SIGMA * SIGMA) + shift * (0.5 + 0.5 * i / (IMAGES - 1)) * Math.sqrt(variance));
            }
            Gaussian proposal = new Gaussian(mu, wide);
            Gaussian likelihood = new Gaussian(x, filled(2 * Math.log(SIGMA))); // of z, and of x, for it is symmetric
            for (int seed = 0; seed < SEEDS; seed++) {
                IwaeAccumulator accumulator = new IwaeAccumulator(DRAWS);
                float[] z = proposal.draws(new Noise(seed, i), DRAWS);
                for (int row = 0; row < DRAWS; row++) {
                    accumulator.add(
                            likelihood.logDensity(z, row) + prior.logDensity(z, row) - proposal.logDensity(z, row));
                }
                bounds[i][seed] = accumulator.bounds();
            }
        }
        return new Trials(evidence, bounds);
    }

    private static float[] filled(double value) {
        float[] all = new float[DIM];
        Arrays.fill(all, (float) value);
        return all;
    }

    @Test
    void ofAGoodProposalTwoErrorsHoldLogEvidence() {
        Trials good = trials(0.3, 1.4);
        assertTrue(good.effective() > ENOUGH, "worth " + good.effective());
        double covered = good.covered(good.evidence());
        assertTrue(covered > 0.93, "two errors hold " + covered);
    }

    @Test
    void ofAPoorProposalTwoErrorsHoldWhatOtherDrawsGiveAndTheBoundIsBelowLogEvidence() {
        for (double stretch : new double[] {1, 0.5}) {
            Trials poor = trials(1.4, stretch);
            assertTrue(poor.effective() < ENOUGH / 2, "worth " + poor.effective());
            double covered = poor.covered(poor.expected());
            assertTrue(covered > 0.9, "two errors hold " + covered);
            double below = IntStream.range(0, IMAGES)
                            .mapToDouble(i -> Arrays.stream(poor.bounds[i])
                                    .filter(found -> found.best() - 2 * found.bestError() <= poor.evidence[i])
                                    .count())
                            .sum()
                    / (IMAGES * SEEDS);
            assertTrue(below > 0.97, "below log p(x) are " + below);
        }
    }

    @Test
    void theErrorIsNoSmallerThanThatOfTheLargestBoundWithEnoughGroups() {
        for (IwaeBounds found : trials(1, 0.5).bounds[IMAGES - 1]) {
            int last = found.k().length - 1;
            for (int i = 0; i <= last; i++) {
                int enough = i;
                while (found.groups()[enough] < 8) {
                    enough--;
                }
                assertTrue(found.error()[i] >= found.error()[enough], "of k = " + found.k()[i]);
            }
        }
    }

    @Test
    void theErrorOfAMeanOverImagesIsNotLessThanSeedsGiveAndNotMuchMore() {
        for (double stretch : new double[] {1.4, 0.5}) {
            Trials trials = trials(0.6, stretch);
            RunningMean means = new RunningMean();
            RunningMean stated = new RunningMean();
            for (int seed = 0; seed < SEEDS; seed++) {
                int one = seed;
                ImportanceEstimate estimate = ImportanceEstimate.of(
                        Arrays.stream(trials.bounds).map(image -> image[one]).toList(),
                        RowBlocks.independent(trials.bounds.length));
                means.add(estimate.logLikelihood().mean());
                stated.add(estimate.drawError());
            }
            double spread = Math.sqrt(means.variance());
            assertTrue(stated.mean() > spread && stated.mean() < 2.1 * spread, stated.mean() + " of " + spread);
        }
    }

    @Test
    void drawsThatAllSayTheSameHaveNoError() {
        IwaeAccumulator same = new IwaeAccumulator(100);
        IntStream.range(0, 100).forEach(i -> same.add(-7));
        assertEquals(-7, same.bounds().best(), 1e-12);
        assertEquals(0, same.bounds().bestError(), 1e-12);
        IwaeAccumulator one = new IwaeAccumulator(1);
        one.add(-7);
        assertTrue(Double.isNaN(one.bounds().bestError()), "one draw shows no spread");
    }
}
