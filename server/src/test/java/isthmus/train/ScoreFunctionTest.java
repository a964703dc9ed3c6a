package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.TrainsNetworks;
import isthmus.estimate.RunningMean;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Output;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gradients of the same bound, of one image and one draw each. */
@TrainsNetworks
class ScoreFunctionTest {
    private static final Shape SHAPE = new Shape(1, 6, 6);
    private static final int DIM = 2;
    private static final int DRAWS = 500; // of a batch, whose gradient is the mean of theirs
    private static final int BATCHES = 60;

    @TempDir
    Path folder;

    /** Mean and error of the gradient's numbers over batches: those of the encoder, then those of the decoder. */
    private List<RunningMean> gradient(Objective.Gradient kind) {
        Architecture encoder = architecture(Architecture.Family.LINEAR, null, null);
        Architecture decoder = architecture(Architecture.Family.MLP, List.of(5), "tanh");
        Objective objective = new Objective(
                encoder.encoder(SHAPE, DIM),
                decoder.decoder(SHAPE, DIM),
                new Recipe.Likelihood(Family.BERNOULLI, 0, false, false),
                Output.LOGITS,
                new Recipe.Draws(1, false),
                new PosteriorTerms.Diagonal(),
                new PriorTerms.Standard(),
                kind);
        TorchScript module = objective.module(MethodWriter.Precision.FLOAT32, Noise.named(5, "weights"));
        module.parameters().forEach(weight -> {
            for (int i = 0; i < weight.values().length; i++) {
                weight.values()[i] *= 2; // or the image would hardly depend on the code
            }
        });
        // Posteriors as narrow as trained ones are, over which log p(x|z) is nearly linear.
        Arrays.fill(named(module, "encoder_constant_2").values(), -4);
        TorchScript optimiser = Optimiser.module(new Recipe.Optimiser(0.1, 0, 0.9, 0.999, 0, 0, 0), 0);
        Checkpoint start = Checkpoint.start("none", 0, module.parameters(), BestEpoch.NONE);
        List<RunningMean> means = new ArrayList<>();
        try (TrainingSession session = new TrainingSession(SHAPE, DIM, module, optimiser, start, folder, 1, null)) {
            for (int b = 0; b < BATCHES; b++) {
                List<float[]> found = session.gradients(batch(b)).entrySet().stream()
                        .filter(of -> !of.getKey().equals(Objective.BASELINE))
                        .map(java.util.Map.Entry::getValue)
                        .toList();
                int at = 0;
                for (float[] values : found) {
                    for (float value : values) {
                        if (b == 0) {
                            means.add(new RunningMean());
                        }
                        means.get(at++).add(value);
                    }
                }
            }
        }
        return means;
    }

    private static Tensor named(TorchScript module, String name) {
        return module.parameters().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Architecture architecture(Architecture.Family family, List<Integer> dense, String activation) {
        return new Architecture(family, dense, null, null, null, activation, 0, 0, null);
    }

    private static EpochBatches.Batch batch(int number) {
        float[] image = new Noise(8, 0).uniforms(SHAPE.size());
        float[] images = new float[DRAWS * image.length];
        for (int i = 0; i < images.length; i++) {
            images[i] = image[i % image.length];
        }
        return new EpochBatches.Batch(DRAWS, images, images, new Noise(7, number).normals(DRAWS * DIM));
    }

    @Test
    void bothGradientsAgreeInExpectationAndThatOfTheScoreFunctionVariesMore() {
        List<RunningMean> through = gradient(Objective.Gradient.REPARAMETERISED);
        List<RunningMean> score = gradient(Objective.Gradient.SCORE_FUNCTION);
        assertEquals(through.size(), score.size());
        double largest = 0;
        double[] variance = new double[2]; // of the encoder's gradient, by either, over all its numbers
        int ofDecoder = 5 * DIM + 5 + SHAPE.size() * 5 + SHAPE.size();
        for (int i = 0; i < through.size(); i++) {
            double error = Math.hypot(through.get(i).error(), score.get(i).error());
            assertEquals(through.get(i).mean(), score.get(i).mean(), 4.5 * error + 1e-6, "number " + i);
            largest = Math.max(largest, Math.abs(through.get(i).mean()) / error);
            if (i < ofDecoder) { // by their names, which come in order
                assertEquals(through.get(i).mean(), score.get(i).mean(), 1e-5, "the decoder's gradient is the same");
            } else {
                variance[0] += through.get(i).variance();
                variance[1] += score.get(i).variance();
            }
        }
        assertTrue(largest > 20, "the gradients are no noise: " + largest);
        double ratio = variance[1] / variance[0];
        assertTrue(ratio > 3, "the variance of the encoder's is " + ratio + " times as large");
    }
}
