package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.TrainsNetworks;
import isthmus.image.Shape;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Noise;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What methods without an encoder ask of the engine. */
@TrainsNetworks
class DecoderLossTest {
    private static final Shape SHAPE = new Shape(1, 3, 3);
    private static final int IMAGES = 3;
    private static final int DIM = 2;

    @TempDir
    Path folder;

    private final float[] x = new Noise(1, 1).uniforms(IMAGES * SHAPE.size());
    private final float[] z = new Noise(2, 2).normals(IMAGES * DIM);

    private TrainingSession session(String likelihood) throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, """
                {"id": "small", "title": "Small", "description": "A small model.", "method": "svi", "data": "small",
                 "validation": {"count": 1}, "decoder": {"family": "mlp", "dense": [5], "activation": "tanh", "scale": 2},
                 "latent": 2, "likelihood": LIKELIHOOD, "beta": 1, "batch": 3, "epochs": 1, "seed": 3,
                 "local": {"steps": 1, "rate": 0.1, "starts": 4}, "refinement": {"steps": 1, "width": 1, "starts": 4},
                 "optimiser": {"rate": 0.01, "beta1": 0.9, "beta2": 0.99}}
                """.replace("LIKELIHOOD", likelihood));
        Recipe recipe = Recipe.read(file);
        TorchScript module = new DecoderLoss(recipe.decoder().decoder(SHAPE, DIM), recipe)
                .module(MethodWriter.Precision.FLOAT32, Noise.named(3, "weights"));
        Checkpoint start = Checkpoint.start("none", 0, module.parameters(), BestEpoch.NONE);
        TorchScript optimiser = Optimiser.module(recipe.optimiser(), 0, false);
        return new TrainingSession(SHAPE, DIM, module, optimiser, start, folder, 1, null);
    }

    private EpochBatches.Batch at(float[] codes) {
        return new EpochBatches.Batch(IMAGES, x, x, codes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"family\": \"bernoulli\"}", "{\"family\": \"gaussian\", \"sigma\": 0.3, \"learned\": true}"})
    void slopesAreThoseOfTheScoresAndPairsDifferByWhatIsTheSameForEveryCode(String likelihood) throws Exception {
        try (TrainingSession session = session(likelihood)) {
            ScoresAndGradients slopes = session.slopes(at(z));
            for (int i = 0; i < z.length; i++) {
                float[] above = z.clone();
                above[i] += 1e-2f;
                float[] below = z.clone();
                below[i] -= 1e-2f;
                double difference = session.slopes(at(above)).nats()[i / DIM]
                        - session.slopes(at(below)).nats()[i / DIM];
                assertEquals(difference / 2e-2, slopes.gradient()[i], 2e-3 * (1 + Math.abs(slopes.gradient()[i])));
            }
            float[] pairs = session.pairs(at(z));
            float[] turned = {z[2], z[3], z[4], z[5], z[0], z[1]}; // each image with the code of the next
            float[] others = session.slopes(at(turned)).nats();
            for (int i = 0; i < IMAGES; i++) {
                double expected = slopes.nats()[i] - others[i];
                assertEquals(expected, pairs[i * IMAGES + i] - pairs[i * IMAGES + (i + 1) % IMAGES], 1e-3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"family\": \"bernoulli\"}"})
    void slopesLeaveNothingInTheGradientsOfTheWeights(String likelihood) throws Exception {
        List<Tensor> alone;
        try (TrainingSession session = session(likelihood)) {
            session.step(at(z), 1, 0.01);
            session.step(at(z), 1, 0.01);
            alone = session.checkpoint("none", 1, BestEpoch.NONE).weights();
        }
        try (TrainingSession session = session(likelihood)) {
            session.slopes(at(z));
            session.step(at(z), 1, 0.01);
            session.slopes(at(z));
            session.step(at(z), 1, 0.01);
            List<Tensor> after = session.checkpoint("none", 1, BestEpoch.NONE).weights();
            for (int i = 0; i < after.size(); i++) {
                assertArrayEquals(alone.get(i).values(), after.get(i).values(), 0f);
            }
        }
    }
}
