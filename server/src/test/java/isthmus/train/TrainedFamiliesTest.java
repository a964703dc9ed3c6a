package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import isthmus.TrainsNetworks;
import isthmus.data.DataSet;
import isthmus.estimate.Elbo;
import isthmus.estimate.RunningMean;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.npz.NpzReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a training says of its validation images, against what the folder that it wrote says of them when it is opened. */
@Beside
@TrainsNetworks
class TrainedFamiliesTest {
    private static final Shape SHAPE = new Shape(1, 6, 6);
    private static final int DRAWS = 200;
    private static final String RECIPE = """
            {"id": "bars", "title": "Bars", "description": "Bars.", "data": "bars", "validation": {"count": 20},
             "invert": false, "encoder": {"family": "mlp", "dense": [12], "activation": "tanh"},
             "decoder": {"family": "mlp", "dense": [12], "activation": "tanh"}, "latent": 2,
             "likelihood": {"family": "bernoulli"}, "beta": 1, "draws": {"count": 50}, %s
             "optimiser": {"rate": 0.01, "beta1": 0.9, "beta2": 0.999}, "batch": 20, "epochs": 3, "seed": 11}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"posterior\": {\"family\": \"fixed\", \"sigma\": 0.3, \"learned\": true},",
                "\"posterior\": {\"family\": \"full\"}, \"storage\": \"float16\",",
                "\"posterior\": {\"family\": \"flow\", \"steps\": 3, \"units\": 4},",
                "\"posterior\": {\"family\": \"mixture\", \"components\": 3},",
                "\"prior\": {\"family\": \"laplace\"},",
                "\"prior\": {\"family\": \"mixture\", \"components\": 3},",
                "\"prior\": {\"family\": \"vamp\", \"components\": 5},",
                "\"posterior\": {\"family\": \"point\"}, \"prior\": {\"family\": \"fitted\", \"components\": 4},",
                "\"gradient\": \"score-function\","
            })
    void aWrittenModelHasTheBoundThatItsTrainingSaw(String fields) throws Exception {
        Files.writeString(folder.resolve("recipe.json"), RECIPE.formatted(fields));
        Recipe recipe = Recipe.read(folder.resolve("recipe.json"));
        DataSet bars = SyntheticImages.bars(SHAPE, 200);
        List<Double> heldOut = new ArrayList<>();
        Path written = folder.resolve("bars");
        new Trainer(recipe, "", bars, written.resolve(".training"), 1)
                .train(false, listener(heldOut))
                .write(written);
        DataSet validation = TrainingSplit.of(recipe, bars).validation();
        int[] order = new int[validation.count()];
        Arrays.setAll(order, i -> i);
        float[] images = validation.floats(order, 0, order.length);
        RunningMean bound = new RunningMean();
        RunningMean error = new RunningMean();
        try (TorchModel model = new TorchModel(ModelFolder.read(written))) {
            if (recipe.prior().family() == PriorRecipe.Family.VAMP) {
                assertPseudoInputs(ModelFolder.read(written), model);
            }
            for (int i = 0; i < order.length; i++) {
                float[] x = Arrays.copyOfRange(images, i * SHAPE.size(), (i + 1) * SHAPE.size());
                Posterior q = model.encode(x, 1).get(0);
                float[] z = q.draws(new Noise(4, i), DRAWS);
                Elbo elbo = Elbo.of(q, model.prior(), z, model.logLikelihood(z, DRAWS, x, 1));
                bound.add(
                        elbo.isBound()
                                ? elbo.whole().mean()
                                : elbo.reconstruction().mean());
                error.add(
                        elbo.isBound()
                                ? elbo.whole().error()
                                : elbo.reconstruction().error());
            }
        }
        double best = heldOut.stream().max(Double::compare).orElseThrow();
        // The training had a quarter of the draws, and so twice the error.
        double tolerance = 5 * error.mean() * Math.sqrt(5.0 / order.length);
        assertEquals(best, bound.mean(), tolerance + 0.01);
    }

    /** The components of the prior are the posteriors of its pseudo-inputs, which are kept in grey levels. */
    private static void assertPseudoInputs(ModelFolder written, TorchModel model) throws Exception {
        List<Gaussian> components = ((Mixture) model.prior()).components();
        try (NpzReader zip = new NpzReader(written.checked(ModelCard.PRIOR))) {
            byte[] levels = zip.bytes("inputs", components.size(), 1, SHAPE.height(), SHAPE.width());
            float[] inputs = new float[levels.length];
            for (int i = 0; i < levels.length; i++) {
                inputs[i] = (levels[i] & 0xFF) / 255f;
            }
            float[] means = model.encode(inputs, components.size()).means();
            for (int i = 0; i < means.length; i++) {
                assertEquals(means[i], components.get(i / 2).mean()[i % 2], 0.01);
            }
        }
    }

    static TrainingMethod.Listener listener(List<Double> heldOut) {
        return new TrainingMethod.Listener() {
            @Override
            public void step(int epoch, int step, int steps, double reconstruction, double kl) {}

            @Override
            public void epoch(int epoch, double seconds, double reconstruction, double kl, double bound, int best) {
                heldOut.add(bound);
            }
        };
    }
}
