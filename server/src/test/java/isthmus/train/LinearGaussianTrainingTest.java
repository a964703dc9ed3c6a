package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.TrainsNetworks;
import isthmus.data.DataSet;
import isthmus.image.Shape;
import isthmus.latent.FactorModel;
import isthmus.latent.Noise;
import isthmus.latent.PrincipalComponents;
import isthmus.torchscript.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every way to train a linear decoder under a Gaussian likelihood reaches the greatest log p(x) that such a model can have,
 * which has a closed form.
 */
@TrainsNetworks
class LinearGaussianTrainingTest {
    private static final Shape SHAPE = new Shape(1, 3, 3);
    private static final int COUNT = 600;
    private static final double TOLERANCE = 0.1; // nats an image

    private static final String RECIPE = """
            {"id": "line", "title": "Line", "description": "A linear model.", "method": "METHOD", "data": "line",
             "validation": {"count": 100}, "invert": false, NETWORKS
             "latent": 2, "likelihood": {"family": "gaussian", "sigma": 0.2, "learned": true}, "beta": 1,
             "optimiser": {"rate": RATE, "beta1": 0.9, "beta2": 0.99}, "batch": 100, "epochs": EPOCHS, "seed": 3}
            """;

    @TempDir
    Path folder;

    /** Draws of W z + 0.5 + noise of 0.1, with a W of two columns. */
    private static DataSet data() {
        double[][] w = {
            {0.1, 0},
            {0.08, -0.05},
            {0, 0.05},
            {-0.1, 0.02},
            {0.02, 0.02},
            {0, -0.06},
            {0.05, 0.01},
            {0, 0},
            {-0.04, 0.04}
        };
        Noise noise = Noise.named(12, "line");
        byte[] pixels = new byte[COUNT * SHAPE.size()];
        for (int i = 0; i < COUNT; i++) {
            double a = noise.normal();
            double b = noise.normal();
            for (int d = 0; d < SHAPE.size(); d++) {
                double value = 0.5 + 2 * w[d][0] * a + 4 * w[d][1] * b + 0.1 * noise.normal();
                pixels[i * SHAPE.size() + d] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
            }
        }
        return new DataSet(
                "line",
                SHAPE,
                pixels,
                null,
                List.of(),
                null,
                IntStream.range(0, COUNT).toArray(),
                List.of());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "aevb | 0.05 | 100 | \"encoder\": {\"family\": \"linear\"},",
                "wake-sleep | 0.05 | 100 | \"encoder\": {\"family\": \"linear\"},",
                "svi | 0.1 | 30 | \"local\": {\"steps\": 4, \"rate\": 0.3, \"starts\": 16}, \"refinement\": {\"steps\": 4, \"width\": 1, \"starts\": 16},",
                "mcem | 0.03 | 60 | \"chains\": {\"proposals\": 8, \"moves\": 1, \"leaps\": 3, \"acceptance\": 0.8, \"updates\": 1}, \"refinement\": {\"steps\": 4, \"width\": 1, \"starts\": 16},",
            })
    void reachesTheClosedForm(String method, String rate, String epochs, String networks) throws Exception {
        String text = RECIPE.replace("METHOD", method)
                .replace("RATE", rate)
                .replace("EPOCHS", epochs)
                .replace("NETWORKS", networks + "\"decoder\": {\"family\": \"linear\"},");
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, text);
        Recipe recipe = Recipe.read(file);
        DataSet data = data();
        TrainedModel trained = TrainingMethod.of(recipe, text, data, folder.resolve("training"), 1)
                .train(false, new Silent());
        DataSet train = TrainingSplit.of(recipe, data).train();
        float[] images = train.floats(IntStream.range(0, train.count()).toArray(), 0, train.count());
        FactorModel best =
                FactorModel.principal(PrincipalComponents.of(images, train.count(), SHAPE.size()), recipe.latent());
        double greatest = mean(best, images);
        double found = mean(linear(trained), images);
        assertEquals(greatest, found, TOLERANCE);
    }

    private static double mean(FactorModel model, float[] images) {
        return Arrays.stream(model.logLikelihood(images, images.length / SHAPE.size()))
                .average()
                .orElseThrow();
    }

    private static FactorModel linear(TrainedModel trained) {
        List<Tensor> weights = trained.decoder().parameters();
        double[] variances = new double[SHAPE.size()];
        Arrays.fill(
                variances, Math.pow(trained.distributions().likelihood().sigma().get(0), 2));
        return new FactorModel(
                doubles(weights.get(1)), new SimpleMatrix(SHAPE.size(), 2, true, doubles(weights.get(0))), variances);
    }

    private static double[] doubles(Tensor tensor) {
        double[] values = new double[tensor.values().length];
        Arrays.setAll(values, i -> tensor.values()[i]);
        return values;
    }

    private static final class Silent implements TrainingMethod.Listener {
        @Override
        public void step(int epoch, int step, int steps, double reconstruction, double kl) {}

        @Override
        public void epoch(int epoch, double seconds, double reconstruction, double kl, double heldOut, int best) {}
    }
}
