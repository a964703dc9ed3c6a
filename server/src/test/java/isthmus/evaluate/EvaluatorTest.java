package isthmus.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.estimate.ElboEstimate;
import isthmus.estimate.ImportanceEstimate;
import isthmus.estimate.MeanEstimate;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.model.PosteriorFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

/** Against a model whose log p(x), posterior and bounds are known in closed form. */
class EvaluatorTest {
    private static final Shape SHAPE = new Shape(1, 3, 4);
    private static final int DIM = 3;
    private static final double SIGMA = 0.3;

    private static void quiet(int done) {}

    private final DataSet data = SmallData.of(40, SHAPE, 71);
    private final EvaluationImages images = new EvaluationImages(data, 40, false, 1);
    private final SimpleMatrix offset = new SimpleMatrix(SHAPE.size(), 1).plus(0.5);

    private static SimpleMatrix anyWeights() {
        SimpleMatrix w = new SimpleMatrix(SHAPE.size(), DIM);
        Noise noise = new Noise(72, 0);
        for (int i = 0; i < w.getNumElements(); i++) {
            w.set(i, 0.3 * noise.normal());
        }
        return w;
    }

    /** Weights with columns at right angles, for which the true posterior is diagonal. */
    private static SimpleMatrix orthogonalWeights() {
        SimpleMatrix u = anyWeights().svd(true).getU();
        return u.mult(SimpleMatrix.diag(1.2, 0.7, 0.02));
    }

    private LinearGaussian model(SimpleMatrix w, double shift, double stretch) {
        return new LinearGaussian(SHAPE, w, offset, SIGMA, shift, stretch);
    }

    private SimpleMatrix image(int i) {
        return LinearGaussian.column(images.floats(i, i + 1), 0, SHAPE.size());
    }

    private static double mean(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).average().orElseThrow();
    }

    @Test
    void theBoundAndItsSplitMeetTheClosedFormWithinTheStatedError() {
        LinearGaussian model = model(anyWeights(), 0.1, 1.5);
        Evaluator evaluator = new Evaluator(model, images, 1);
        ElboEstimate estimate = evaluator.elbo(200, EvaluatorTest::quiet);
        PosteriorBatch q = evaluator.posteriors();
        double reconstruction = mean(40, i -> model.reconstruction(image(i), q, i));
        double evidence = mean(40, i -> model.logEvidence(image(i)));
        double gap = mean(40, i -> model.gap(image(i), q, i));

        assertEquals(reconstruction, estimate.reconstruction().mean(), 4 * estimate.drawError());
        assertEquals(evidence - gap, estimate.elbo().mean(), 4 * estimate.drawError());
        // The closed forms agree among themselves, so kl, which is exact, is checked to rounding.
        assertEquals(reconstruction - evidence + gap, estimate.kl().mean(), 1e-5);
        assertEquals(
                estimate.kl().mean(), DoubleStream.of(estimate.klByDimension()).sum(), 1e-12);
        assertTrue(estimate.drawError() < 0.1 * gap, "the error is small enough to see the gap of " + gap);
    }

    @Test
    void theStatedDrawErrorIsTheSpreadOverSeeds() {
        LinearGaussian model = model(anyWeights(), 0.1, 1.5);
        int repeats = 100;
        double[] elbos = new double[repeats];
        double[] stated = new double[repeats];
        for (int seed = 0; seed < repeats; seed++) {
            ElboEstimate estimate = new Evaluator(model, images, seed).elbo(8, EvaluatorTest::quiet);
            elbos[seed] = estimate.elbo().mean();
            stated[seed] = estimate.drawError();
        }
        double spread = MeanEstimate.of(elbos).error() * Math.sqrt(repeats);
        assertEquals(spread, MeanEstimate.of(stated).mean(), 0.25 * spread);
    }

    @Test
    void theImportanceWeightedBoundMeetsLogEvidenceWithinTheStatedError() {
        LinearGaussian model = model(anyWeights(), 0.1, 1.5);
        double evidence = mean(40, i -> model.logEvidence(image(i)));
        ImportanceEstimate estimate = new Evaluator(model, images, 1).importance(3000, 40, EvaluatorTest::quiet);
        assertEquals(evidence, estimate.logLikelihood().mean(), 4 * estimate.drawError());
        assertTrue(estimate.drawError() < 0.01, "the error says something: " + estimate.drawError());
        assertTrue(estimate.effectiveSamples() > 100 && estimate.effectiveSamples() < 3000);
    }

    @Test
    void theImportanceWeightedBoundRisesFromTheBoundToLogEvidence() {
        LinearGaussian model = model(anyWeights(), 0.15, 2);
        Evaluator evaluator = new Evaluator(model, images, 2);
        double gap = mean(40, i -> model.gap(image(i), evaluator.posteriors(), i));
        double evidence = mean(40, i -> model.logEvidence(image(i)));
        double one = evaluator
                .importance(1, 40, EvaluatorTest::quiet)
                .logLikelihood()
                .mean();
        double five = evaluator
                .importance(5, 40, EvaluatorTest::quiet)
                .logLikelihood()
                .mean();
        double many = evaluator
                .importance(2000, 40, EvaluatorTest::quiet)
                .logLikelihood()
                .mean();
        assertEquals(evidence - gap, one, 0.4 * gap);
        assertTrue(one < five && five < many, one + " < " + five + " < " + many);
        assertEquals(evidence, many, 0.02 * gap);
    }

    @Test
    void withTheTruePosteriorTheGapIsNothingAndAnyNumberOfSamplesIsExact() {
        LinearGaussian model = model(orthogonalWeights(), 0, 1);
        Evaluator evaluator = new Evaluator(model, images, 1);
        double evidence = mean(40, i -> model.logEvidence(image(i)));
        assertEquals(0, mean(40, i -> model.gap(image(i), evaluator.posteriors(), i)), 1e-9);
        ElboEstimate elbo = evaluator.elbo(50, EvaluatorTest::quiet);
        assertEquals(evidence, elbo.elbo().mean(), 4 * elbo.drawError());
        for (int samples : new int[] {1, 7, 1500}) {
            ImportanceEstimate estimate = evaluator.importance(samples, 40, EvaluatorTest::quiet);
            assertEquals(evidence, estimate.logLikelihood().mean(), 1e-5);
            assertEquals(samples, estimate.effectiveSamples(), 1e-3 * samples);
        }
    }

    @Test
    void theErrorOverImagesIsTheSpreadOfTheirValues() {
        LinearGaussian model = model(orthogonalWeights(), 0, 1);
        ImportanceEstimate estimate = new Evaluator(model, images, 1).importance(2, 40, EvaluatorTest::quiet);
        double mean = mean(40, i -> model.logEvidence(image(i)));
        double variance = mean(40, i -> Math.pow(model.logEvidence(image(i)) - mean, 2)) * 40 / 39;
        assertEquals(Math.sqrt(variance / 40), estimate.logLikelihood().error(), 1e-5);
    }

    @Test
    void figuresDoNotDependOnTheBatchesNorOnLaterImages() {
        LinearGaussian model = model(anyWeights(), 0.1, 1.5);
        EvaluationImages drawn = new EvaluationImages(data, 40, true, 5);
        Evaluator large = new Evaluator(model, drawn, 5);
        Evaluator small = new Evaluator(model, drawn, 5, 7, EvaluatorTest::quiet);
        assertEquals(
                large.elbo(10, EvaluatorTest::quiet).elbo(),
                small.elbo(10, EvaluatorTest::quiet).elbo());
        ImportanceEstimate wide = large.importance(20, 12, EvaluatorTest::quiet);
        assertEquals(wide, small.importance(20, 12, EvaluatorTest::quiet));
        Evaluator first = new Evaluator(model, new EvaluationImages(data, 12, true, 5), 5);
        assertEquals(wide, first.importance(20, 12, EvaluatorTest::quiet));
        assertTrue(
                !wide.equals(new Evaluator(model, drawn, 6).importance(20, 12, EvaluatorTest::quiet)),
                "the seed matters");
    }

    @Test
    void anImagesFigureIsTheSameInAnySelection() {
        LinearGaussian model = model(anyWeights(), 0.1, 1.5);
        Evaluator all = new Evaluator(model, new EvaluationImages(data, 40, true, 5), 5);
        double seven =
                all.importance(9, 7, EvaluatorTest::quiet).logLikelihood().mean();
        double eight =
                all.importance(9, 8, EvaluatorTest::quiet).logLikelihood().mean();
        DataSet alone = data.rows(new int[] {7}, 0, 1);
        Evaluator one = new Evaluator(model, new EvaluationImages(alone, 1, true, 5), 5);
        double value =
                one.importance(9, 1, EvaluatorTest::quiet).logLikelihood().mean();
        assertEquals(8 * eight - 7 * seven, value, 1e-9);
    }

    @Test
    void aDimensionThatSaysNothingIsNotActive() {
        LinearGaussian model = model(orthogonalWeights(), 0.5, 1);
        Evaluator evaluator = new Evaluator(model, images, 1);
        ElboEstimate estimate = evaluator.elbo(1, EvaluatorTest::quiet);
        assertEquals(2, estimate.active().count());
        assertTrue(estimate.active().variances()[2] < 0.01 && estimate.active().variances()[1] > 0.01);
        double variance = mean(40, i -> Math.pow(evaluator.posteriors().means()[i * DIM], 2))
                - Math.pow(mean(40, i -> evaluator.posteriors().means()[i * DIM]), 2);
        assertEquals(variance, estimate.active().variances()[0], 1e-9);
        assertTrue(Double.isNaN(estimate.drawError()), "one draw shows no spread");
    }

    @Test
    void aPointPosteriorHasAReconstructionButNoBound() {
        LinearGaussian model = new LinearGaussian(SHAPE, anyWeights(), offset, SIGMA, 0, 1, PosteriorFamily.POINT);
        Evaluator evaluator = new Evaluator(model, images, 1);
        ElboEstimate estimate = evaluator.elbo(8, EvaluatorTest::quiet);
        float[] scores = model.logLikelihood(evaluator.posteriors().means(), 1, images.floats(0, 40), 40);
        assertEquals(mean(40, i -> scores[i]), estimate.reconstruction().mean(), 1e-9);
        assertNull(estimate.elbo());
        assertNull(estimate.kl());
        assertEquals(0, estimate.draws());
        assertThrows(Failure.class, () -> evaluator.importance(5, 40, EvaluatorTest::quiet));
    }

    @Test
    void progressCountsTheImagesUpToTheLast() {
        Evaluator evaluator = new Evaluator(model(anyWeights(), 0, 1), images, 1, 100, EvaluatorTest::quiet);
        List<Integer> done = new ArrayList<>();
        evaluator.elbo(8, done::add);
        assertEquals(List.of(12, 24, 36, 40), done);
        done.clear();
        evaluator.importance(250, 3, done::add);
        assertEquals(List.of(1, 2, 3), done);
    }

    @Test
    void whatCannotBeMeasuredIsRefusedByName() {
        LinearGaussian model = model(anyWeights(), 0, 1);
        DataSet other = SmallData.of(4, new Shape(1, 4, 3), 1);
        Failure shape =
                assertThrows(Failure.class, () -> new Evaluator(model, new EvaluationImages(other, 4, false, 1), 1));
        assertEquals("linear: expected images of 1×3×4, found 1×4×3 in small", shape.getMessage());
        assertThrows(Failure.class, () -> new EvaluationImages(data, 41, false, 1));
        Evaluator evaluator = new Evaluator(model, images, 1);
        assertThrows(Failure.class, () -> evaluator.elbo(0, EvaluatorTest::quiet));
        assertThrows(Failure.class, () -> evaluator.importance(0, 40, EvaluatorTest::quiet));
        assertThrows(Failure.class, () -> evaluator.importance(5, 41, EvaluatorTest::quiet));

        LinearGaussian broken = model(anyWeights(), Double.NaN, 1);
        Failure failure =
                assertThrows(Failure.class, () -> new Evaluator(broken, images, 1).elbo(8, EvaluatorTest::quiet));
        assertEquals(Failure.Kind.MODEL_FAILED, failure.kind());
        assertTrue(failure.getMessage().contains("image 500 of small, found NaN"), failure.getMessage());
    }

    @Test
    void anImageIsBinarisedTheSameInEveryBatchAndByItsGreyLevels() {
        DataSet one = SmallData.of(2000, SHAPE, 73);
        EvaluationImages drawn = new EvaluationImages(one, 2000, true, 9);
        float[] all = drawn.floats(0, 2000);
        float[] grey = new EvaluationImages(one, 2000, false, 9).floats(0, 2000);
        assertArrayEquals(drawn.floats(100, 200), Arrays.copyOfRange(all, 1200, 2400));
        double difference = 0;
        double variance = 0;
        for (int i = 0; i < all.length; i++) {
            assertTrue(all[i] == 0 || all[i] == 1);
            assertTrue(grey[i] > 0 || all[i] == 0, "black stays black");
            assertTrue(grey[i] < 1 || all[i] == 1, "white stays white");
            difference += (all[i] - grey[i]) * (2 * grey[i] - 1); // weighed, so that a wrong threshold shows
            variance += grey[i] * (1 - grey[i]) * Math.pow(2 * grey[i] - 1, 2);
        }
        assertEquals(0, difference, 5 * Math.sqrt(variance));
        float[] other = new EvaluationImages(one, 2000, true, 10).floats(0, 2000);
        long different =
                IntStream.range(0, all.length).filter(i -> all[i] != other[i]).count();
        assertEquals(1.0 / 3, (double) different / all.length, 0.02);
        assertEquals(500, drawn.index(0));
    }
}
