package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.estimate.RunningMean;
import isthmus.evaluate.LinearGaussian;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.inference.Through;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.latent.Viewport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimates of many images at once, against closed forms of each. */
@Beside
class ManyImagesTest {
    private static final int IMAGES = 20; // more than run together, and no multiple of these
    private static final int SIZE = LinearModel.SHAPE.size();

    @TempDir
    Path folder;

    private static float[] images(LinearModel model) {
        Noise noise = new Noise(8, 1);
        float[] images = new float[IMAGES * SIZE];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) (model.image[i % SIZE] + 0.3 * noise.normal());
        }
        return images;
    }

    private static SimpleMatrix x(float[] images, int image) {
        return LinearGaussian.column(images, image, SIZE);
    }

    private static float[] candidates(int dim) {
        return new Noise(9, 1).normals(100 * dim);
    }

    @ParameterizedTest
    @CsvSource({"2, 1, false", "8, 4, false", "8, 1, true"})
    void annealingMeetsTheClosedFormOfEachImage(int dim, double stretch, boolean fromPrior) {
        try (LinearModel model = new LinearModel(folder, dim, false, 0.3, stretch)) {
            float[] images = images(model);
            PosteriorBatch q = model.vae().encode(images, IMAGES);
            List<AnnealedImportance> found = fromPrior
                    ? AnnealedImportance.ofPrior(model.vae(), q, images, 1, done -> {})
                    : AnnealedImportance.of(model.vae(), q, candidates(dim), images, 1, done -> {});
            RunningMean off = new RunningMean();
            for (int i = 0; i < IMAGES; i++) {
                double difference = found.get(i).evidence().log() - model.exact.logEvidence(x(images, i));
                assertTrue(Math.abs(difference) < 5 * found.get(i).evidence().error() + 2e-3, i + ": " + found.get(i));
                off.add(difference);
            }
            assertEquals(0, off.mean(), 4 * off.error());
            assertTrue(found.stream().filter(AnnealedImportance::settled).count() > 0.8 * IMAGES);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.02})
    void theGridMeetsASumOverAFineLineAlsoWhereModesAreNarrow(double deviation) {
        try (TwoModes model = new TwoModes(2, deviation)) {
            GridEvidence found = GridEvidence.of(model, new float[2], model.image, 1, done -> {})[0];
            assertEquals(model.logEvidence(), found.log(), 2e-3);
            assertTrue(found.error() < 0.03 && found.codes() < 20_000, found.toString());
        }
    }

    @Test
    void theGridMeetsTheClosedFormOfEachImageUnderAnyNormalPrior() {
        Gaussian prior = new Gaussian(new float[] {0.6f, -0.5f}, new float[] {1, -0.8f});
        try (LinearModel linear = new LinearModel(folder, 2, false, 0, 1);
                Model model = new Through(linear.vae()) {
                    @Override
                    public Prior prior() {
                        return prior;
                    }
                }) {
            float[] images = images(linear);
            GridEvidence[] found = GridEvidence.of(model, new float[2], images, IMAGES, done -> {});
            for (int i = 0; i < IMAGES; i++) {
                assertEquals(linear.exact.withPrior(prior).logEvidence(x(images, i)), found[i].log(), 2e-3);
                assertTrue(found[i].codes() < 5000, found[i].toString());
            }
        }
    }

    @Test
    void theGridHoldsCodesThatAreFarFromThePrior() {
        try (LinearModel linear = new LinearModel(folder, 2, false, 0, 1)) {
            float[] images = images(linear);
            for (int i = 0; i < images.length; i++) {
                images[i] = 0.5f + 12 * (images[i] - 0.5f);
            }
            float[] means = linear.vae().encode(images, IMAGES).means();
            assertTrue(IntStream.range(0, means.length).anyMatch(i -> Math.abs(means[i]) > 7));
            GridEvidence[] found = GridEvidence.of(linear.vae(), means, images, IMAGES, done -> {});
            for (int i = 0; i < IMAGES; i++) {
                double exact = linear.exact.logEvidence(x(images, i));
                assertEquals(exact, found[i].log(), 1e-5 * Math.abs(exact) + 2e-3);
            }
        }
    }

    @Test
    void aDensityThatIsInterpolatedBetweenCentresIsRight() {
        Mixture prior = new Mixture(
                List.of(
                        new Gaussian(new float[] {-1, 0.5f}, new float[] {-2, -1}),
                        new Gaussian(new float[] {1, -1}, new float[] {0, -3})),
                new double[] {2, 1});
        PriorTable table = PriorTable.of(prior, new Viewport(-4, -4, 4, 4), 160);
        float[] z = new Noise(3, 3).normals(2 * 500);
        for (int row = 0; row < 500; row++) {
            assertEquals(prior.logDensity(z, row), table.interpolated(z[2 * row], z[2 * row + 1]), 0.02);
        }
    }

    @Test
    void annealingFindsAModeThatTheEncoderDoesNotKnow() {
        try (TwoModes model = new TwoModes(4, 0.3)) {
            float[] images = new float[8 * 4];
            for (int i = 0; i < 8; i++) {
                System.arraycopy(model.image, 0, images, 4 * i, 4);
            }
            RunningMean log = new RunningMean();
            for (AnnealedImportance one :
                    AnnealedImportance.of(model, model.encode(images, 8), candidates(4), images, 1, done -> {})) {
                log.add(one.evidence().log());
            }
            assertEquals(model.logEvidence(), log.mean(), 4 * log.error() + 0.02);
            assertTrue(model.greaterShare() > 0.4); // which would be missing
        }
    }

    @Test
    void theBestDiagonalGaussianAndTheGainOverTheEncodersMeetTheirClosedForms() {
        try (LinearModel model = new LinearModel(folder, 3, false, 0.3, 2)) {
            float[] images = Arrays.copyOf(images(model), 4 * SIZE);
            PosteriorBatch q = model.vae().encode(images, 4);
            List<DiagonalBound> found = DiagonalBound.of(model.vae(), q, candidates(3), images, 1, done -> {});
            for (int i = 0; i < 4; i++) {
                SimpleMatrix x = x(images, i);
                SimpleMatrix mean = model.exact.posteriorMean(x);
                float[] mu = new float[3];
                float[] logvar = new float[3];
                for (int d = 0; d < 3; d++) {
                    mu[d] = (float) mean.get(d);
                    logvar[d] = q.logvar()[i * 3 + d] - (float) Math.log(2);
                }
                double least = model.exact.gap(x, new PosteriorBatch(1, 3, mu, logvar), 0);
                assertEquals(model.exact.logEvidence(x) - least, found.get(i).bound(), 0.2);
                assertEquals(model.exact.gap(x, q, i) - least, found.get(i).gain(), 0.2);
            }
        }
    }

    @Test
    void theBestCodesAreThoseOfLeastSquares() {
        try (LinearModel model = new LinearModel(folder, 3, false, 0.3, 1)) {
            float[] images = images(model);
            float[] means = model.vae().encode(images, IMAGES).means();
            BestCodes found = BestCodes.of(model.vae(), means, candidates(3), images, IMAGES, done -> {});
            // The likeliest code of a linear model is the posterior's mean under a prior that says nothing.
            LinearGaussian wide = model.exact.withPrior(new Gaussian(new float[3], new float[] {20, 20, 20}));
            for (int i = 0; i < IMAGES; i++) {
                SimpleMatrix scaled = wide.posteriorMean(x(images, i)).scale(Math.exp(10));
                float[] best = new float[3];
                for (int d = 0; d < 3; d++) {
                    best[d] = (float) scaled.get(d);
                }
                float[] image = Arrays.copyOfRange(images, i * SIZE, (i + 1) * SIZE);
                assertEquals(model.vae().logLikelihood(best, 1, image, 1)[0], found.nats()[i], 5e-3);
            }
        }
    }

    @Test
    void imagesThatAreScoredTogetherHaveTheScoresAndGradientsThatTheyHaveAlone() {
        try (LinearModel model = new LinearModel(folder, 3, false, 0, 1)) {
            float[] images = images(model);
            float[] z = new Noise(4, 4).normals(IMAGES * 7 * 3);
            ScoresAndGradients together = model.vae().scoresAndGradients(z, 7, images, IMAGES);
            for (int i = 0; i < IMAGES; i++) {
                ScoresAndGradients alone = model.vae()
                        .scoresAndGradients(
                                Arrays.copyOfRange(z, i * 21, (i + 1) * 21),
                                7,
                                Observation.of(Arrays.copyOfRange(images, i * SIZE, (i + 1) * SIZE)));
                assertArrayEquals(alone.nats(), Arrays.copyOfRange(together.nats(), i * 7, (i + 1) * 7), 1e-3f);
                assertArrayEquals(
                        alone.gradient(), Arrays.copyOfRange(together.gradient(), i * 21, (i + 1) * 21), 1e-3f);
            }
        }
    }
}
