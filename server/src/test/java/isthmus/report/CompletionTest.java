package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.evaluate.LinearGaussian;
import isthmus.inference.Observation;
import isthmus.latent.Noise;
import isthmus.latent.StandardNormal;
import isthmus.train.SmallModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    private static final int DIM = 3;

    @TempDir
    Path folder;

    private static Completion complete(LinearModel model, Observation seen) {
        return Completion.of(model.chunked, seen, new float[0], 5, 1, (component, of, q) -> {});
    }

    /** All but every third value, and a noisy whole; the encoder is right, or far off. */
    @ParameterizedTest
    @CsvSource({"3, 0, 0, 1", "2, 0, 0.7, 3", "99, 0.4, 0, 1", "3, 0.2, -0.7, 0.1"})
    void thePosteriorGivenWhatIsKnownMeetsItsClosedForm(int unknown, double noise, double shift, double stretch) {
        try (LinearModel model = new LinearModel(folder, DIM, false, shift, stretch)) {
            int size = model.image.length;
            float[] flags = new float[size];
            boolean[] known = new boolean[size];
            int count = 0;
            for (int p = 0; p < size; p++) {
                known[p] = p % unknown != unknown - 1;
                flags[p] = known[p] ? 1 : 0;
                count += known[p] ? 1 : 0;
            }
            SimpleMatrix some = new SimpleMatrix(count, 1);
            for (int p = 0, at = 0; p < size; p++) {
                if (known[p]) {
                    some.set(at++, model.image[p]);
                }
            }
            LinearGaussian given = model.exact.of(known, noise);
            SimpleMatrix mean = given.posteriorMean(some);
            SimpleMatrix covariance = given.posteriorCovariance();
            Completion found = complete(model, new Observation(model.image, flags, noise));
            assertEquals(count, found.known());
            assertTrue(found.trusted(), found.sentence());
            float[] code = new float[DIM];
            for (int d = 0; d < DIM; d++) {
                double deviation = Math.sqrt(covariance.get(d, d));
                double error = deviation / Math.sqrt(found.effective());
                assertEquals(mean.get(d), found.mu()[d], 4 * error);
                assertEquals(deviation, found.deviation()[d], 4 * error);
                code[d] = (float) mean.get(d);
            }
            // Every pixel, the unknown ones too: a normal of the conditional mean and variance, clipped to [0,1].
            SmallModels.Affine output = model.exact.networks().output();
            double[] pixels = output.apply(code, 0);
            for (int p = 0; p < size; p++) {
                SimpleMatrix row = new SimpleMatrix(1, DIM);
                for (int d = 0; d < DIM; d++) {
                    row.set(d, output.weight()[p * DIM + d]);
                }
                double spread =
                        Math.sqrt(row.mult(covariance).mult(row.transpose()).get(0));
                double error = spread / Math.sqrt(Math.min(found.effective(), Completion.CLOUD));
                assertEquals(clipped(pixels[p], spread), found.mean()[p], 4 * error, "pixel " + p);
            }
        }
    }

    /** The mean of a normal that is clipped to [0,1]. */
    private static double clipped(double mean, double deviation) {
        double low = -mean / deviation;
        double high = (1 - mean) / deviation;
        double bells = (Math.exp(-low * low / 2) - Math.exp(-high * high / 2)) / Math.sqrt(2 * Math.PI);
        return 1
                - StandardNormal.cdf(high)
                + mean * (StandardNormal.cdf(high) - StandardNormal.cdf(low))
                + deviation * bells;
    }

    @Test
    void withNothingKnownTheAnswerIsThePriorAndEachDrawCountsAlike() {
        try (LinearModel model = new LinearModel(folder, DIM, false, 0.5, 2)) {
            Completion found = complete(model, new Observation(model.image, new float[model.image.length], 0));
            assertEquals(0, found.known());
            assertEquals(found.drawn(), found.effective(), 1e-6);
            for (int d = 0; d < DIM; d++) {
                assertEquals(0, found.mu()[d], 4 / Math.sqrt(found.drawn()));
                assertEquals(1, found.deviation()[d], 4 / Math.sqrt(2.0 * found.drawn()));
            }
            assertEquals("Every pixel is hidden, so these are draws from the prior.", found.sentence());
        }
    }

    @Test
    void groupsShareOutThePosteriorAndTheSameSeedGivesTheSame() {
        try (LinearModel model = new LinearModel(folder, DIM, false, 0, 1)) {
            List<Integer> parts = new ArrayList<>();
            Completion found = Completion.of(
                    model.chunked, model.seen(), new float[0], 5, 1, (component, of, q) -> parts.add(component));
            WeightedClusters clusters = found.clusters();
            assertEquals(5, clusters.count());
            assertEquals(List.of(0, 1), parts, "there is one mode, and each search finds it");
            double sum = 0;
            for (int i = 0; i < 5; i++) {
                sum += clusters.weights()[i];
                assertTrue(i == 0 || clusters.weights()[i] <= clusters.weights()[i - 1]);
            }
            assertEquals(1, sum, 1e-4);
            assertArrayEquals(
                    clusters.codes(), complete(model, model.seen()).clusters().codes());
        }
    }

    @Test
    void fewerDrawsThanGroupsAreTheirOwnGroups() {
        float[] z = {0, 0, 1, 0, 5, 5};
        double[] weights = {0.2, 0, 0.8};
        WeightedClusters clusters = WeightedClusters.of(z, weights, new double[] {1, 1}, 4, new Noise(0, 0));
        assertArrayEquals(new float[] {5, 5, 0, 0}, clusters.codes());
        assertArrayEquals(new float[] {0.8f, 0.2f}, clusters.weights());
    }

    private static Completion doubtful(double effective, double apart, double halvesApart, double tail) {
        Evidence evidence = new Evidence(2048, -3, 0.1, effective, apart, tail);
        return new Completion(7, evidence, halvesApart, null, null, null, null, null, null);
    }

    @Test
    void drawsThatAreWorthTooLittleOrDisagreeAreSaidTo() {
        Completion poor = doubtful(12.4, 1, 1, 0.3);
        assertEquals(
                "2,048 weighted draws are worth 12 from the posterior, too few to trust: the weights"
                        + " may be far off.",
                poor.sentence());
        String apart = "2,048 weighted draws are worth 700 from the posterior, but two halves of them disagree: the"
                + " weights may be far off.";
        assertEquals(apart, doubtful(700, 3.5, 1, 0.3).sentence());
        assertEquals(apart, doubtful(700, 1, 4.5, 0.3).sentence());
        assertTrue(!poor.trusted()
                && !doubtful(700, 3.5, 1, 0.3).trusted()
                && !doubtful(700, 1, 4.5, 0.3).trusted());
        assertTrue(doubtful(700, 1, 1, 0.3).trusted());
        assertEquals(
                "2,048 weighted draws are worth 700 from the posterior, but a few weigh too much to trust: the"
                        + " weights may be far off.",
                doubtful(700, 1, 1, 0.8).sentence());
        assertFalse(doubtful(700, 1, 1, 0.8).trusted());
    }

    @Test
    void bothModesHaveTheirSharesWhateverTheSeed() {
        try (TwoModes model = new TwoModes(3, 0.1)) {
            float[] known = {1, 1, 0};
            for (int seed = 1; seed <= 4; seed++) {
                Completion found = Completion.of(
                        model.chunked,
                        new Observation(model.image, known, 0),
                        new float[0],
                        5,
                        seed,
                        (component, of, q) -> {});
                assertTrue(found.trusted(), found.sentence());
                double share = model.greaterShare();
                double lesser = model.chunked.encode(model.image).mean()[0];
                double error = Math.sqrt(share * (1 - share) / found.effective()) * (model.greater - lesser);
                assertEquals(share * model.greater + (1 - share) * lesser, found.mu()[0], 4 * error);
                assertEquals(1, found.deviation()[2], 4 / Math.sqrt(2 * found.effective()), "the prior's");
            }
        }
    }

    @Test
    void meansOfHalvesThatAreApartAreSeenInTheDimensionWhereTheyAre() {
        float[] z = new float[200];
        for (int row = 0; row < 100; row++) {
            z[2 * row] = row % 2;
            z[2 * row + 1] = (row < 50 ? 0 : 2) + row % 2;
        }
        ImportanceSampling.Weighted drawn = new ImportanceSampling.Weighted(z, new double[100]);
        Moments first = Moments.of(drawn, 2, 0, 50);
        Moments second = Moments.of(drawn, 2, 50, 100);
        assertArrayEquals(new double[] {0.5, 0.5}, first.mu(), 1e-12);
        assertArrayEquals(new double[] {0.5, 0.5}, first.deviation(), 1e-12);
        double error = 0.5 / Math.sqrt(50);
        assertArrayEquals(new double[] {error, error}, first.error(), 1e-12);
        assertEquals(2 / Math.hypot(error, error), first.apart(second), 1e-9);
    }
}
