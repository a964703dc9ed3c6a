package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.TrainsNetworks;
import isthmus.data.DataSet;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.FactorModel;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.PrincipalComponents;
import isthmus.latent.Vectors;
import isthmus.model.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A linear VAE at its optimum is probabilistic PCA (Lucas and others 2019), whose solution is exact. */
@Beside
@TrainsNetworks
class LinearVaeTest {
    private static final Shape SHAPE = new Shape(1, 3, 4);
    private static final int COUNT = 4200;
    private static final int DRAWS = 50;
    private static final String RECIPE = """
            {"id": "linear", "title": "Linear", "description": "Linear.", "data": "plane", "validation": {"count": 200},
             "invert": false, "encoder": {"family": "linear"}, "decoder": {"family": "linear"}, "latent": 2,
             "posterior": {"family": "%s"}, "likelihood": {"family": "gaussian", "sigma": 0.1, "learned": true},
             "beta": 1, "draws": {"count": 2},
             "optimiser": {"rate": 0.03, "beta1": 0.9, "beta2": 0.99}, "average": 0.97, "batch": 100, "epochs": 60, "seed": 11}
            """;

    @TempDir
    Path folder;

    /** Images near a plane, farther along one of its axes than along the other. */
    private static DataSet plane() {
        byte[] pixels = new byte[COUNT * SHAPE.size()];
        Noise noise = new Noise(5, 0);
        double[] first = axis(noise);
        double[] second = axis(noise);
        for (int i = 0; i < COUNT; i++) {
            double a = 90 * noise.normal();
            double b = 60 * noise.normal();
            for (int v = 0; v < first.length; v++) {
                double value = 128 + a * first[v] + b * second[v] + 12 * noise.normal();
                pixels[i * first.length + v] = (byte) Math.max(0, Math.min(255, Math.round(value)));
            }
        }
        int[] index = new int[COUNT];
        Arrays.setAll(index, i -> i);
        return new DataSet("plane", SHAPE, pixels, null, List.of(), null, index, List.of());
    }

    private static double[] axis(Noise noise) {
        double[] axis = new double[SHAPE.size()];
        Arrays.setAll(axis, i -> noise.normal());
        return Vectors.scaled(axis, 1 / Math.sqrt(Vectors.dot(axis, axis)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"diagonal", "full"})
    void itsBoundAndItsPlaneAreThoseOfProbabilisticPca(String posterior) throws Exception {
        Files.writeString(folder.resolve("recipe.json"), RECIPE.formatted(posterior));
        Recipe recipe = Recipe.read(folder.resolve("recipe.json"));
        Path written = folder.resolve("linear");
        new Trainer(recipe, "", plane(), written.resolve(".training"), 1)
                .train(false, TrainedFamiliesTest.listener(new ArrayList<>()))
                .write(written);
        DataSet train = TrainingSplit.of(recipe, plane()).train();
        int[] order = new int[train.count()];
        Arrays.setAll(order, i -> i);
        float[] x = train.floats(order, 0, order.length);
        PrincipalComponents components = PrincipalComponents.of(x, order.length, SHAPE.size());
        double[] exact = FactorModel.principal(components, 2).logLikelihood(x, order.length);
        double bound = 0;
        try (TorchModel model = new TorchModel(ModelFolder.read(written))) {
            PosteriorBatch q = model.encode(x, order.length);
            for (int i = 0; i < order.length; i++) {
                float[] z = q.get(i).draws(new Noise(6, i), DRAWS);
                float[] scores = model.logLikelihood(
                        z, DRAWS, Arrays.copyOfRange(x, i * SHAPE.size(), (i + 1) * SHAPE.size()), 1);
                double mean = 0;
                for (float score : scores) {
                    mean += score / (double) DRAWS;
                }
                bound += mean - q.get(i).klTo(model.prior()).orElseThrow();
            }
            float[] origin = model.decode(new float[2], 1);
            for (float[] code : List.of(new float[] {0.3f, 0}, new float[] {0, 0.3f})) {
                float[] moved = model.decode(code, 1);
                double[] direction = new double[moved.length];
                Arrays.setAll(direction, v -> (double) moved[v] - origin[v]);
                double inside = 0;
                for (int c = 0; c < 2; c++) {
                    inside += Math.pow(Vectors.dot(direction, components.direction(c)), 2);
                }
                double cosine = Math.sqrt(inside / Vectors.dot(direction, direction));
                assertTrue(Math.toDegrees(Math.acos(Math.min(1, cosine))) < 1, "the angle's cosine " + cosine);
            }
        }
        double likelihood = Arrays.stream(exact).average().orElseThrow();
        assertEquals(likelihood, bound / order.length, 0.1);
    }
}
