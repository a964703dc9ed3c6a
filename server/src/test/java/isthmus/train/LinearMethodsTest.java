package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.TrainsNetworks;
import isthmus.data.DataSet;
import isthmus.estimate.ImportanceEstimate;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import isthmus.evaluate.LinearGaussian;
import isthmus.evaluate.NormalDensity;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Noise;
import isthmus.model.ModelFolder;
import isthmus.torchscript.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The linear models of closed form, with their networks as they are served. */
@TrainsNetworks
class LinearMethodsTest {
    private static final Shape SHAPE = new Shape(1, 2, 4);
    private static final int SIZE = 8;
    private static final int COUNT = 300;

    @TempDir
    Path folder;

    /** Images of which the fourth value never varies, and the others differ in their noise. */
    private static DataSet data() {
        double[][] w = {{0.2, 0}, {0.1, -0.1}, {0, 0.1}, {0, 0}, {-0.2, 0.1}, {0.1, 0.1}, {0, -0.2}, {0.1, 0}};
        Noise noise = Noise.named(3, "factors");
        byte[] pixels = new byte[COUNT * SIZE];
        for (int i = 0; i < COUNT; i++) {
            double a = noise.normal();
            double b = noise.normal();
            for (int d = 0; d < SIZE; d++) {
                double own = d == 3 ? 0 : 0.02 * (1 + d) * noise.normal();
                double value = 0.5 + w[d][0] * a + w[d][1] * b + own;
                pixels[i * SIZE + d] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
            }
        }
        int[] index = IntStream.range(0, COUNT).toArray();
        return new DataSet("factors", SHAPE, pixels, null, List.of(), null, index, List.of());
    }

    private Recipe recipe(String method, String more) throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, """
                {"id": "linear", "title": "Linear", "description": "A linear model.", "method": "METHOD",
                 "data": "factors", "validation": {"count": 20}, "latent": 2, "seed": 1 MORE}
                """.replace("METHOD", method).replace("MORE", more));
        return Recipe.read(file);
    }

    private TrainedModel train(Recipe recipe, List<Double> bounds) {
        return TrainingMethod.of(recipe, "", data(), folder, 1).train(false, new TrainingMethod.Listener() {
            @Override
            public void step(int epoch, int step, int steps, double reconstruction, double kl) {}

            @Override
            public void epoch(int epoch, double seconds, double reconstruction, double kl, double heldOut, int best) {
                bounds.add(reconstruction - kl);
            }
        });
    }

    @Test
    void eachStepOfFactorAnalysisRaisesLogLikelihoodToThatOfTheModelsNormal() throws Exception {
        Recipe recipe = recipe(
                "factor-analysis", ", \"epochs\": 60, \"likelihood\": {\"family\": \"gaussian\", \"sigma\": 0.03}");
        List<Double> bounds = new ArrayList<>();
        TrainedModel trained = train(recipe, bounds);
        assertEquals(60, bounds.size());
        for (int i = 1; i < bounds.size(); i++) {
            assertTrue(bounds.get(i) >= bounds.get(i - 1) - 1e-9, "step " + i + " of " + bounds);
        }
        assertTrue(bounds.get(59) > bounds.get(0) + 0.02, "it rose: " + bounds);
        List<Double> sigma = trained.distributions().likelihood().sigma();
        assertEquals(0.03, sigma.get(3), 1e-9, "the floor, where nothing varies");
        assertTrue(sigma.get(7) > 2 * sigma.get(0), "each value has noise of its own: " + sigma);
        SimpleMatrix w = matrix(trained.decoder().parameters().get(0));
        SimpleMatrix mean = matrix(trained.decoder().parameters().get(1));
        SimpleMatrix covariance = w.mult(w.transpose());
        for (int d = 0; d < SIZE; d++) {
            covariance.set(d, d, covariance.get(d, d) + Math.pow(sigma.get(d), 2));
        }
        DataSet train = TrainingSplit.of(recipe, data()).train();
        float[] images = train.floats(IntStream.range(0, train.count()).toArray(), 0, train.count());
        double sum = 0;
        for (int i = 0; i < train.count(); i++) {
            sum += NormalDensity.log(LinearGaussian.column(images, i, SIZE), mean, covariance) / train.count();
        }
        assertEquals(sum, bounds.get(59), 1e-3);
    }

    /** Where q(z|x) is p(z|x), every draw of it says log p(x): the importance-weighted bound of one draw has no error. */
    @ParameterizedTest
    @ValueSource(strings = {"ppca", "factor-analysis"})
    void theNetworksGiveTheExactPosterior(String method) throws Exception {
        String more = method.equals("ppca")
                ? ""
                : ", \"epochs\": 20, \"likelihood\": {\"family\": \"gaussian\", \"sigma\": 0.05}";
        List<Double> bounds = new ArrayList<>();
        Recipe recipe = recipe(method, more);
        train(recipe, bounds).write(Files.createDirectory(folder.resolve("linear")));
        DataSet train = TrainingSplit.of(recipe, data()).train();
        try (TorchModel model = new TorchModel(ModelFolder.read(folder.resolve("linear")))) {
            Evaluator evaluator = new Evaluator(model, new EvaluationImages(train, train.count(), false, 1), 1);
            double exact = bounds.get(bounds.size() - 1);
            ImportanceEstimate one = evaluator.importance(1, train.count(), done -> {});
            assertEquals(exact, one.logLikelihood().mean(), 2e-3);
        }
    }

    @Test
    void principalComponentsGiveBackWhatLiesInTheirPlane() throws Exception {
        TrainedModel trained = train(recipe("pca", ""), new ArrayList<>());
        SimpleMatrix u = matrix(trained.encoder().parameters().get(1));
        assertEquals(0, u.mult(u.transpose()).minus(SimpleMatrix.identity(2)).normF(), 1e-6);
        SimpleMatrix decoder = matrix(trained.decoder().parameters().get(0));
        assertEquals(0, decoder.minus(u.transpose()).normF(), 0);
        trained.write(Files.createDirectory(folder.resolve("linear")));
        try (TorchModel model = new TorchModel(ModelFolder.read(folder.resolve("linear")))) {
            float[] codes = new Noise(1, 1).normals(6);
            float[] shrunk = new float[6]; // so that no mean leaves [0, 1]
            for (int i = 0; i < 6; i++) {
                shrunk[i] = 0.2f * codes[i];
            }
            float[] back = model.encode(model.decode(shrunk, 3), 3).means();
            for (int i = 0; i < 6; i++) {
                assertEquals(shrunk[i], back[i], 1e-5);
            }
        }
    }

    private static SimpleMatrix matrix(Tensor tensor) {
        int rows = tensor.shape()[0];
        SimpleMatrix matrix = new SimpleMatrix(rows, tensor.values().length / rows);
        for (int i = 0; i < tensor.values().length; i++) {
            matrix.set(i, tensor.values()[i]); // row by row
        }
        return matrix;
    }
}
