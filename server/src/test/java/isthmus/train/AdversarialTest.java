package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Failure;
import isthmus.TrainsNetworks;
import isthmus.data.DataSet;
import isthmus.history.HistoryFile;
import isthmus.history.Snapshot;
import isthmus.image.Shape;
import isthmus.inference.Observation;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Beside
@TrainsNetworks
class AdversarialTest {
    private static final Shape SHAPE = new Shape(1, 4, 4);
    private static final String RECIPE = """
            {"id": "bars", "title": "Bars", "description": "Bars at random heights.", "method": "gan", "data": "bars",
             "validation": {"count": 20}, "latent": 2,
             "decoder": {"family": "mlp", "dense": [24, 24], "activation": "silu", "scale": 3},
             "adversary": {"discriminator": {"family": "mlp", "dense": [24], "activation": "silu"}, "penalty": 1, "runs": 2},
             "likelihood": {"family": "bernoulli"}, "beta": 1,
             "optimiser": {"rate": 0.01, "rise": 5, "beta1": 0, "beta2": 0.99}, "average": 0.95,
             "batch": 20, "epochs": 40, "seed": 1}
            """;

    @TempDir
    Path folder;

    private TrainedModel trained(List<Double> distances) throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, RECIPE);
        DataSet bars = SyntheticImages.bars(SHAPE, 420);
        return new Adversarial(Recipe.read(file), RECIPE, bars, folder.resolve("work"), 1)
                .train(false, new QuietListener() {
                    @Override
                    public void epoch(int epoch, double s, double forger, double critic, double heldOut, int best) {
                        distances.add(-heldOut);
                    }
                });
    }

    @Test
    void drawsComeNearAllImagesAndASearchFindsTheCodeOfEach() throws Exception {
        List<Double> distances = new ArrayList<>();
        TrainedModel trained = trained(distances);
        double least = distances.stream().min(Double::compare).orElseThrow();
        assertTrue(distances.indexOf(least) + 1 == trained.epoch(), "the nearest is kept");
        assertTrue(least < 0.5 * distances.get(0), "distances from %s to %s".formatted(distances.get(0), least));

        Path models = Files.createDirectories(folder.resolve("bars"));
        trained.write(models);
        ModelFolder written = ModelFolder.read(models);
        List<Snapshot> taken =
                HistoryFile.read(written.checked(ModelCard.HISTORY)).snapshots();
        assertEquals(20 * 20, taken.get(taken.size() - 1).step(), "the steps of one run");
        assertFalse(
                Arrays.equals(taken.get(0).draws(), taken.get(taken.size() - 1).draws()));
        assertNull(written.card().likelihood());
        try (TorchModel model = new TorchModel(written)) {
            // What the generator made has a code that gives it back.
            float[] drawn = model.decode(Noise.named(3, "codes").normals(2 * 30), 30);
            float[] found = model.decode(model.encode(drawn, 30).means(), 30);
            double squares = 0;
            for (int i = 0; i < drawn.length; i++) {
                squares += (drawn[i] - found[i]) * (drawn[i] - found[i]) / drawn.length;
            }
            assertTrue(Math.sqrt(squares) < 0.02, "values are off by " + Math.sqrt(squares));
            // More than are searched for at once, and each as if it were alone.
            float[] many = model.decode(Noise.named(4, "codes").normals(2 * 70), 70);
            float[] last = Arrays.copyOfRange(many, 69 * 16, 70 * 16);
            float[] codes = model.encode(many, 70).means();
            assertArrayEquals(model.encode(last, 1).means(), Arrays.copyOfRange(codes, 138, 140), 1e-4f);

            Failure failure = assertThrows(
                    Failure.class, () -> model.logLikelihood(new float[2], 1, Observation.of(new float[16])));
            assertTrue(failure.getMessage().contains("likelihood"), failure.getMessage());
            assertFalse(model.hasGradients());
        }
    }
}
