package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Half;
import isthmus.TrainsNetworks;
import isthmus.data.DataSet;
import isthmus.estimate.Elbo;
import isthmus.estimate.MeanEstimate;
import isthmus.history.History;
import isthmus.history.HistoryFile;
import isthmus.history.Snapshot;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a training wrote of itself, against what the model that it gave says when it is opened. */
@Beside
@TrainsNetworks
class HistoryTest {
    private static final Shape SHAPE = new Shape(1, 6, 6);
    private static final String RECIPE = """
            {"id": "bars", "title": "Bars", "description": "Bars.", "data": "bars", "validation": {"count": 40},
             "invert": false, "encoder": {"family": "mlp", "dense": [12], "dropout": 0.2, "activation": "tanh"},
             "decoder": {"family": "mlp", "dense": [12], "activation": "tanh"}, "latent": 2,
             "likelihood": {"family": "bernoulli"}, "beta": 1, "draws": {"count": 3}, %s
             "optimiser": {"rate": 0.01, "beta1": 0.9, "beta2": 0.999}, "batch": 20, "epochs": 3, "seed": 11}
            """;

    @TempDir
    Path folder;

    private TrainingMethod method(String text) throws Exception {
        Files.writeString(folder.resolve("recipe.json"), text);
        Recipe recipe = Recipe.read(folder.resolve("recipe.json"));
        return TrainingMethod.of(recipe, text, SyntheticImages.bars(SHAPE, 200), folder.resolve("bars/.training"), 1);
    }

    private History written(TrainedModel trained) throws Exception {
        trained.write(folder.resolve("bars"));
        return HistoryFile.read(ModelFolder.read(folder.resolve("bars")).checked("history.npz"));
    }

    /** The best epoch of all of these is the last. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"average\": 0.5,",
                "\"posterior\": {\"family\": \"full\"}, \"precision\": \"bfloat16\",",
                "\"posterior\": {\"family\": \"mixture\", \"components\": 3},",
                "\"posterior\": {\"family\": \"flow\", \"steps\": 2, \"units\": 3},",
                "\"prior\": {\"family\": \"vamp\", \"components\": 5},",
                "\"method\": \"wake-sleep\","
            })
    void theLastSnapshotIsWhatTheModelSaysOfTheSameImagesAndCodes(String fields) throws Exception {
        TrainedModel trained = method(RECIPE.formatted(fields)).train(false, new QuietListener());
        assertEquals(3, trained.epoch());
        History history = written(trained);
        assertEquals(0, history.snapshots().get(0).step());
        Snapshot last = history.snapshots().get(history.snapshots().size() - 1);
        assertEquals(24, last.step());
        DataSet validation = TrainingSplit.of(trained.recipe(), SyntheticImages.bars(SHAPE, 200))
                .validation();
        assertArrayEquals(validation.index(), history.index());
        float[] images = validation.floats(IntStream.range(0, 40).toArray(), 0, 40);
        try (TorchModel model = new TorchModel(ModelFolder.read(folder.resolve("bars")))) {
            PosteriorBatch q = model.encode(images, 40);
            for (int i = 0; i < 80; i++) {
                assertEquals(q.means()[i], last.means()[i], 1e-5 + 0x1p-11 * Math.abs(q.means()[i]));
                assertEquals(q.logvar()[i], last.logvar()[i], 1e-4 + 0x1p-10 * Math.abs(q.logvar()[i]));
            }
            float[] decoded = model.decode(history.codes(), 64);
            for (int i = 0; i < decoded.length; i++) {
                assertEquals(255 * decoded[i], last.draws()[i] & 0xFF, 0.51);
            }
            assertTerms(model, q, images, last.terms());
        }
        assertTrue(
                last.terms().bound().mean()
                        > history.snapshots().get(0).terms().bound().mean() + 1,
                "it has learnt something");
    }

    /** By 400 draws an image, where a snapshot has one. */
    private static void assertTerms(TorchModel model, PosteriorBatch q, float[] images, Snapshot.Terms terms) {
        double[] reconstruction = new double[40];
        double[] kl = new double[40];
        for (int i = 0; i < 40; i++) {
            float[] x = Arrays.copyOfRange(images, i * SHAPE.size(), (i + 1) * SHAPE.size());
            float[] z = q.get(i).draws(new Noise(4, i), 400);
            Elbo elbo = Elbo.of(q.get(i), model.prior(), z, model.logLikelihood(z, 400, x, 1));
            reconstruction[i] = elbo.reconstruction().mean();
            kl[i] = elbo.divergence().mean();
        }
        assertNear(MeanEstimate.of(reconstruction), terms.reconstruction());
        assertNear(MeanEstimate.of(kl), terms.kl());
        assertEquals(
                terms.reconstruction().mean() - terms.kl().mean(), terms.bound().mean(), 1e-4);
    }

    private static void assertNear(MeanEstimate expected, MeanEstimate found) {
        assertEquals(expected.mean(), found.mean(), 0.05 + 3 * found.error());
        assertTrue(found.error() < 1.5, "an error of " + found.error());
    }

    @Test
    void aTrainingByTheScoreFunctionTellsHowItsGradientSpreads() throws Exception {
        TrainedModel trained =
                method(RECIPE.formatted("\"gradient\": \"score-function\",")).train(false, new QuietListener());
        History history = written(trained);
        Snapshot last = history.snapshots().get(history.snapshots().size() - 1);
        assertEquals(3, trained.epoch());
        float[] images = TrainingSplit.of(trained.recipe(), SyntheticImages.bars(SHAPE, 200))
                .validation()
                .floats(IntStream.range(0, 20).toArray(), 0, 20); // a batch
        try (TorchModel model = new TorchModel(ModelFolder.read(folder.resolve("bars")))) {
            Snapshot.GradientSpread other = GradientSpreadsTest.spread(model, images, 20, 64);
            assertClose(other.reparameterised(), last.gradients().reparameterised());
            assertClose(other.scoreFunction(), last.gradients().scoreFunction());
        }
    }

    /** Of the same images by other and fewer draws, which give the mean of their variances to some 8%. */
    private static void assertClose(MeanEstimate expected, MeanEstimate found) {
        assertEquals(1, found.mean() / expected.mean(), 0.2);
        assertEquals(1, found.error() / expected.error(), 0.5);
    }

    @Test
    void aResumedTrainingHasTheSameHistoryToTheByte() throws Exception {
        String text = RECIPE.formatted("\"average\": 0.9,");
        written(method(text).train(false, new QuietListener()));
        byte[] whole = Files.readAllBytes(folder.resolve("bars/history.npz"));
        assertThrows(
                IllegalStateException.class,
                () -> method(text).train(false, new QuietListener() {
                    @Override
                    public void step(int epoch, int step, int steps, double reconstruction, double kl) {
                        if (epoch == 1 && step == 5) {
                            throw new IllegalStateException("killed");
                        }
                    }
                }));
        written(method(text).train(true, new QuietListener()));
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("bars/history.npz")));

        History other =
                written(method(text.replace("\"seed\": 11", "\"seed\": 12")).train(false, new QuietListener()));
        Files.write(folder.resolve("bars/whole.npz"), whole);
        assertFalse(
                Arrays.equals(
                        HistoryFile.read(folder.resolve("bars/whole.npz"))
                                .snapshots()
                                .get(0)
                                .means(),
                        other.snapshots().get(0).means()),
                "a training that begins has nothing of the one before in its folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "svi|\"local\": {\"steps\": 2, \"rate\": 0.1, \"starts\": 8},",
                "mcem|\"chains\": {\"proposals\": 4, \"moves\": 1, \"leaps\": 2, \"acceptance\": 0.8, \"updates\": 1},"
            })
    void aMethodWithoutAnEncoderTellsOfTheNumbersThatItKeepsOfTrainingImages(String name, String settings)
            throws Exception {
        String text = RECIPE.formatted("\"method\": \"" + name + "\", " + settings
                        + " \"refinement\": {\"steps\": 1, \"width\": 1, \"starts\": 8},")
                .replaceFirst("\"encoder\": \\{[^}]*},", "")
                .replace("\"draws\": {\"count\": 3},", "");
        History history = written(method(text).train(false, new QuietListener()));
        Checkpoint end = Checkpoint.read(folder.resolve("bars/.training/checkpoint.bin"));
        float[] own = end.own().get(0).values();
        Snapshot last = history.snapshots().get(history.snapshots().size() - 1);
        for (int i = 0; i < history.images() * 2; i++) {
            float kept = own[i / 2 * (own.length / 160) + i % 2];
            assertEquals(Half.toFloat(Half.of(kept)), last.means()[i]);
        }
        assertEquals(name.equals("svi"), history.hasVariances());
        assertTrue(last.terms().reconstruction().mean()
                > history.snapshots().get(0).terms().reconstruction().mean());
        if (name.equals("mcem")) {
            assertNull(last.terms().bound());
        }
    }

    @Test
    void aHistoryHasAsMuchAsThreeMegabytesHold() {
        HistoryPlan digits = plan(new Shape(1, 28, 28), 2);
        assertEquals(2000, digits.images());
        assertEquals(64, digits.draws());
        assertTrue(digits.variances());
        assertEquals(50_000, digits.steps().last());
        plan(new Shape(1, 28, 28), 50);
        plan(new Shape(4, 32, 32), 128);
        assertEquals(0, plan(new Shape(3, 512, 512), 4096).draws());
    }

    private static HistoryPlan plan(Shape shape, int dim) {
        HistoryPlan plan = HistoryPlan.of(shape, dim, true, 50_000, 10_000, 1e7);
        long codes = (long) plan.images() * dim * (plan.variances() ? 4 : 2);
        long bytes = plan.steps().size() * (codes + (long) plan.draws() * shape.size());
        assertTrue(bytes < 3_000_000 && plan.images() >= 1, shape + ": " + bytes + " bytes");
        return plan;
    }
}
