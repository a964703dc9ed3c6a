package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
import isthmus.model.ModelCard.Output;
import isthmus.model.PosteriorFamily;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds are estimated from draws here, by the decoder alone, and not as the module estimates them. */
class RefinedEncoderTest {
    private static final Shape SHAPE = new Shape(1, 5, 6);
    private static final int DIM = 2;
    private static final int IMAGES = 70; // more than the module takes at once
    private static final int DRAWS = 400;
    private static final String BERNOULLI = "{\"family\": \"bernoulli\"}";
    private static final String GAUSSIAN = "{\"family\": \"gaussian\", \"sigma\": 0.3}";

    private static final String RECIPE = """
            {"id": "bars", "title": "Bars", "description": "Bars.", "data": "bars", "validation": {"count": 20},
             "invert": false, "encoder": {"family": "mlp", "dense": [9], "activation": "tanh"},
             "decoder": {"family": "mlp", "dense": [12], "activation": "tanh"}, "latent": 2, "likelihood": %s,
             "beta": 1, "optimiser": {"rate": 0.01, "beta1": 0.9, "beta2": 0.999}, "batch": 16, "epochs": 4,
             "refinement": {"steps": %d, "width": 1.7, "starts": %d}, "seed": 11}
            """;

    @TempDir
    Path folder;

    private TorchModel model;
    private float[] images; // (IMAGES, values)

    /** @param steps 0 for the network alone */
    private PosteriorBatch open(String likelihood, int steps, int starts) throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, RECIPE.formatted(likelihood, Math.max(1, steps), starts));
        Recipe recipe = Recipe.read(file);
        Network encoder = recipe.encoder().encoder(SHAPE, DIM);
        Network decoder = recipe.decoder().decoder(SHAPE, DIM);
        List<Tensor> ofEncoder = weights(encoder, 3);
        List<Tensor> ofDecoder = weights(decoder, 4);
        Double sigma = recipe.likelihood().sigma() > 0 ? recipe.likelihood().sigma() : null;
        decoder.module(ofDecoder).write(folder.resolve("decoder.pt"));
        TorchScript module = steps == 0
                ? encoder.module(ofEncoder)
                : new RefinedEncoder(encoder, decoder, recipe, SHAPE.size(), sigma).module(ofEncoder, ofDecoder);
        module.write(folder.resolve("encoder.pt"));
        close();
        model = new TorchModel(
                folder.resolve("encoder.pt"),
                folder.resolve("decoder.pt"),
                Cards.card(
                        "bars",
                        SHAPE,
                        DIM,
                        PosteriorFamily.DIAGONAL,
                        sigma == null ? Cards.BERNOULLI : Cards.gaussian(sigma),
                        Output.LOGITS));
        images = images(sigma);
        return model.encode(images, IMAGES);
    }

    /** As PyTorch would draw them, but large enough for a posterior that is narrow beside the prior. */
    private static List<Tensor> weights(Network network, double scale) {
        Noise noise = Noise.named(3, network.name());
        return network.write("forward", MethodWriter.Precision.FLOAT32, false, null).parameters().stream()
                .map(t -> {
                    float[] values = noise.normals(t.values().length);
                    double factor = scale / Math.sqrt(Math.max(1, values.length / t.shape()[0]));
                    for (int i = 0; i < values.length; i++) {
                        values[i] *= (float) factor;
                    }
                    return new Tensor(t.name(), t.shape(), values);
                })
                .toList();
    }

    /** Drawn from the model. */
    private float[] images(Double sigma) {
        Noise noise = Noise.named(5, "images");
        float[] means = model.decode(noise.normals(IMAGES * DIM), IMAGES);
        for (int i = 0; i < means.length; i++) {
            double value = sigma == null
                    ? (noise.uniform() < means[i] ? 1 : 0)
                    : Math.max(0, Math.min(1, means[i] + sigma * noise.normal()));
            means[i] = (float) value;
        }
        return means;
    }

    @AfterEach
    void close() {
        if (model != null) {
            model.close();
            model = null;
        }
    }

    /** The bound of one image under a normal, with the same draws each time. */
    private double bound(int image, float[] mu, float[] logvar) {
        Gaussian q = new Gaussian(mu, logvar);
        float[] z = q.codes(Noise.named(7, "bound").normals(DRAWS * DIM));
        float[] x = Arrays.copyOfRange(images, image * SHAPE.size(), (image + 1) * SHAPE.size());
        double sum = 0;
        for (float score : model.logLikelihood(z, DRAWS, x, 1)) {
            sum += score;
        }
        double kl = 0;
        for (int d = 0; d < DIM; d++) {
            kl += 0.5 * (mu[d] * mu[d] + Math.exp(logvar[d]) - logvar[d] - 1);
        }
        return sum / DRAWS - kl;
    }

    private double bound(int image, Gaussian q) {
        return bound(image, q.mean(), q.logvar());
    }

    private static Gaussian at(PosteriorBatch all, int image) {
        return all.get(image).gaussian().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {BERNOULLI, GAUSSIAN})
    void theBoundRisesToWhereHardlyANeighbourIsBetter(String likelihood) throws Exception {
        PosteriorBatch network = open(likelihood, 0, 0);
        PosteriorBatch refined = open(likelihood, 20, 256);
        double gain = 0;
        double missed = 0; // by points being few, a mean over the changes
        for (int i = 0; i < IMAGES; i++) {
            double reached = bound(i, at(refined, i));
            gain += (reached - bound(i, at(network, i))) / IMAGES;
            assertTrue(reached > bound(i, at(network, i)) - 0.05, "image " + i + " was not made worse");
            for (int change = 0; change < 4 * DIM; change++) {
                float[] mu = at(refined, i).mean().clone();
                float[] logvar = at(refined, i).logvar().clone();
                int d = change / 4;
                float sign = change % 2 == 0 ? 1 : -1;
                if (change % 4 < 2) {
                    mu[d] += sign * 0.3f * (float) Math.exp(logvar[d] / 2);
                } else {
                    logvar[d] += sign * 0.3f;
                }
                double better = Math.max(0, bound(i, mu, logvar) - reached);
                assertTrue(better < 0.3, "image %d, change %d: better by %s".formatted(i, change, better));
                missed += better / (IMAGES * 4 * DIM);
            }
        }
        assertTrue(gain > 1, "gain " + gain);
        assertTrue(missed < 0.03, "missed " + missed);
    }

    @Test
    void aStartLeadsOutOfTheWrongMode() throws Exception {
        PosteriorBatch alone = open(BERNOULLI, 20, 0);
        double[] without = new double[IMAGES];
        Arrays.setAll(without, i -> bound(i, at(alone, i)));
        PosteriorBatch started = open(BERNOULLI, 20, 256);
        double[] with = new double[IMAGES];
        Arrays.setAll(with, i -> bound(i, at(started, i)));
        double gain = 0;
        for (int i = 0; i < IMAGES; i++) {
            gain += (with[i] - without[i]) / IMAGES;
        }
        assertTrue(gain > 0.1, "gain " + gain);
    }

    @Test
    void anImageHasTheSameAnswerInAnyBatch() throws Exception {
        PosteriorBatch together = open(BERNOULLI, 8, 256);
        for (int i = 0; i < IMAGES; i += 7) {
            float[] x = Arrays.copyOfRange(images, i * SHAPE.size(), (i + 1) * SHAPE.size());
            PosteriorBatch alone = model.encode(x, 1);
            assertArrayEquals(at(together, i).mean(), at(alone, 0).mean(), 2e-3f);
            assertArrayEquals(at(together, i).logvar(), at(alone, 0).logvar(), 2e-3f);
        }
        assertEquals(IMAGES, together.count());
    }
}
