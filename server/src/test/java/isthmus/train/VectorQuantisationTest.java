package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Failure;
import isthmus.TrainsNetworks;
import isthmus.data.DataSet;
import isthmus.history.History;
import isthmus.history.HistoryFile;
import isthmus.history.Snapshot;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Codebook;
import isthmus.model.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Beside
@TrainsNetworks
class VectorQuantisationTest {
    private static final Shape SHAPE = new Shape(1, 8, 8);
    private static final String RECIPE = """
            {"id": "bars", "title": "Bars", "description": "Bars at random heights.", "method": "vq", "data": "bars",
             "validation": {"count": 20}, "encoder": {"family": "conv", "channels": [8, 12], "activation": "silu"},
             "decoder": {"family": "conv", "channels": [12, 8], "activation": "silu"}, "latent": 8,
             "codebook": {"entries": 6, "decay": 0.9, "commitment": 1, "prior": {"units": [12], "batch": 20, "epochs": 10, "rate": 0.02}},
             "likelihood": {"family": "bernoulli"}, "beta": 1,
             "optimiser": {"rate": 0.01, "rise": 5, "beta1": 0.9, "beta2": 0.999, "clip": 100},
             "batch": 20, "epochs": 20, "seed": 1}
            """;

    @TempDir
    Path folder;

    private VectorQuantisation method(String text) throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, text);
        DataSet bars = SyntheticImages.bars(SHAPE, 220);
        return new VectorQuantisation(Recipe.read(file), text, bars, folder.resolve("work"), 1);
    }

    @Test
    void codesOfEntriesAreLearnedThatGiveImagesBackAndAPriorThatKnowsThem() throws Exception {
        List<Double> bounds = new ArrayList<>();
        TrainedModel trained = method(RECIPE).train(false, new QuietListener() {
            @Override
            public void epoch(int epoch, double s, double reconstruction, double kl, double heldOut, int best) {
                bounds.add(heldOut);
                assertEquals(4 * Math.log(6), kl, 1e-9);
            }
        });
        assertTrue(bounds.get(19) > bounds.get(0) + 10, "bounds " + bounds);

        Path models = Files.createDirectories(folder.resolve("bars"));
        trained.write(models);
        History history = HistoryFile.read(models.resolve("history.npz"));
        List<Snapshot> seen = history.snapshots();
        assertEquals(200, seen.get(seen.size() - 1).step());
        assertEquals(20, history.images());
        assertTrue(seen.get(seen.size() - 1).terms().reconstruction().mean()
                > seen.get(0).terms().reconstruction().mean() + 10);
        ModelFolder written = ModelFolder.read(models);
        assertEquals(List.of(2, 2, 2), written.card().latent().shape());
        Codebook prior = (Codebook) written.prior();
        try (TorchModel model = new TorchModel(written)) {
            DataSet images = SyntheticImages.bars(SHAPE, 40);
            float[] x = images.floats(IntStream.range(0, 40).toArray(), 0, 40);
            float[] z = model.encode(x, 40).means();
            double mass = 0;
            boolean[] used = new boolean[6];
            for (int row = 0; row < 40; row++) {
                int[] chosen = prior.nearest(z, row);
                for (int place = 0; place < 4; place++) {
                    used[chosen[place]] = true;
                    for (int n = 0; n < 2; n++) {
                        assertEquals(prior.entries()[2 * chosen[place] + n], z[8 * row + 4 * n + place], 1e-6);
                    }
                }
                mass += prior.logDensity(z, row) / 40;
            }
            assertTrue(IntStream.range(0, 6).filter(k -> used[k]).count() >= 3, "entries are used");
            assertTrue(mass > -4 * Math.log(6) + 1.5, "log mass " + mass);
            // What the history saw last are the networks that are written: the last epoch was the best.
            assertEquals(bounds.get(19), Collections.max(bounds));
            Snapshot last = seen.get(seen.size() - 1);
            float[] heldOut = SyntheticImages.bars(SHAPE, 220).floats(history.index(), 0, history.images());
            assertArrayEquals(
                    model.encode(heldOut, history.images()).means(), last.means(), 1e-3f); // in half precision
            float[] drawn = model.decode(history.codes(), history.draws());
            for (int i = 0; i < drawn.length; i++) {
                assertEquals(255 * drawn[i], last.draws()[i] & 255, 1);
            }
            // The decoder takes what lies near entries for them.
            float[] near = z.clone();
            for (int i = 0; i < near.length; i++) {
                near[i] += 1e-4f;
            }
            assertArrayEquals(model.decode(z, 40), model.decode(near, 40), 1e-6f);
        }
    }

    @Test
    void aRecipeWithoutACodebookIsRefused() {
        String text = RECIPE.replaceAll("\"codebook\".*\n", "");
        Failure failure = assertThrows(Failure.class, () -> method(text));
        assertTrue(failure.getMessage().contains("codebook"), failure.getMessage());
    }
}
