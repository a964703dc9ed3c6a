package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.TrainsNetworks;
import isthmus.data.DataSet;
import isthmus.image.Shape;
import isthmus.latent.FlowMatching;
import isthmus.latent.Noise;
import isthmus.model.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Beside
@TrainsNetworks
class LatentFlowMatchingTest {
    private static final String RECIPE = """
            {"id": "bars", "title": "Bars", "description": "Bars at random heights.", "method": "flow-matching",
             "data": "bars", "validation": {"count": 20}, "latent": 2,
             "encoder": {"family": "mlp", "dense": [16], "activation": "silu"},
             "decoder": {"family": "mlp", "dense": [16], "activation": "silu", "scale": 2},
             "likelihood": {"family": "bernoulli"}, "beta": 1,
             "optimiser": {"rate": 0.01, "rise": 5, "beta1": 0.9, "beta2": 0.999}, "batch": 20, "epochs": 5,
             "velocity": {"units": [16], "frequencies": 2, "batch": 64, "steps": 100, "rate": 0.01}, "seed": 1}
            """;

    @TempDir
    Path folder;

    @Test
    void theFolderHasTheFittedPriorWhoseDensityOfHeldOutCodesWasTold() throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, RECIPE);
        DataSet bars = SyntheticImages.bars(new Shape(1, 4, 4), 220);
        List<Double> densities = new ArrayList<>();
        TrainedModel trained = new LatentFlowMatching(Recipe.read(file), RECIPE, bars, folder.resolve("work"), 1)
                .train(false, new QuietListener() {
                    @Override
                    public void fitted(int step, int steps, double loss, double heldOut) {
                        densities.add(heldOut);
                    }
                });
        assertEquals(10, densities.size());
        Path models = Files.createDirectories(folder.resolve("bars"));
        trained.write(models);
        FlowMatching learned = (FlowMatching) trained.distributions().learned();
        FlowMatching read = (FlowMatching) ModelFolder.read(models).prior();
        float[] z = read.draws(new Noise(1, 0), 3);
        for (int row = 0; row < 3; row++) {
            assertEquals(learned.logDensity(z, row), read.logDensity(z, row), 1e-12);
            assertTrue(Double.isFinite(read.logDensity(z, row)));
        }
    }
}
