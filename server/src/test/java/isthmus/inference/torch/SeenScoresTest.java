package isthmus.inference.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Noise;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Output;
import isthmus.model.PosteriorFamily;
import isthmus.train.SmallModels.Linear;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores and slopes of what is seen of an image, against the same written one number at a time. */
class SeenScoresTest {
    private static final Shape SHAPE = new Shape(1, 3, 4);
    private static final int DIM = 2;
    private static final int COUNT = 20; // a whole batch and one that is padded
    private static final double SIGMA = 0.4;

    @TempDir
    Path folder;

    private final Linear model = Linear.drawn(SHAPE, DIM, 5);
    private final float[] image = new float[SHAPE.size()];
    private final float[] known = new float[SHAPE.size()];
    private final float[] z = new float[COUNT * DIM];

    SeenScoresTest() {
        Noise noise = new Noise(9, 9);
        for (int p = 0; p < image.length; p++) {
            image[p] = p % 3 == 0 ? p % 2 : (float) noise.uniform();
            known[p] = p % 4 == 1 ? 0 : 1;
        }
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) (0.3 * noise.normal()); // near 0, where an affine mean lies in [0,1] too now and then
        }
    }

    private double score(ModelCard card, Observation seen, float[] code) {
        double[] output = model.output().apply(code, 0);
        double nats = 0;
        for (int p = 0; p < output.length; p++) {
            if (!seen.isKnown(p)) {
                continue;
            }
            boolean logits = card.output() == Output.LOGITS;
            double mean = logits ? 1 / (1 + Math.exp(-output[p])) : output[p];
            double y = seen.values()[p];
            if (card.likelihood().family() == Family.GAUSSIAN) {
                nats += normal(y - mean, Math.hypot(SIGMA, seen.noise()));
            } else {
                double share = Math.max(1e-7, Math.min(1 - 1e-7, mean));
                nats += seen.noise() == 0
                        ? y * Math.log(share) + (1 - y) * Math.log(1 - share)
                        : Math.log(share * Math.exp(normal(y - 1, seen.noise()))
                                + (1 - share) * Math.exp(normal(y, seen.noise())));
            }
        }
        return nats;
    }

    private static double normal(double offset, double sigma) {
        return -0.5 * Math.pow(offset / sigma, 2) - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
    }

    private void with(Family family, Output output, Consumer<TorchModel> test) {
        ModelCard.Likelihood likelihood = family == Family.GAUSSIAN ? Cards.gaussian(SIGMA) : Cards.BERNOULLI;
        ModelCard card = Cards.card("small", SHAPE, DIM, PosteriorFamily.DIAGONAL, likelihood, output);
        model.writeEncoder(folder.resolve("encoder.pt"));
        model.writeDecoder(folder.resolve("decoder.pt"));
        try (TorchModel vae = new TorchModel(folder.resolve("encoder.pt"), folder.resolve("decoder.pt"), card)) {
            test.accept(vae);
        }
    }

    private void check(TorchModel vae) {
        List<Observation> all = new ArrayList<>();
        for (double noise : new double[] {0, 0.15, 0.6}) {
            all.add(new Observation(image, null, noise));
            all.add(new Observation(image, known, noise));
        }
        for (Observation seen : all) {
            float[] nats = vae.logLikelihood(z, COUNT, seen);
            ScoresAndGradients slopes = vae.scoresAndGradients(z, COUNT, seen);
            for (int i = 0; i < COUNT; i++) {
                float[] code = {z[2 * i], z[2 * i + 1]};
                assertEquals(score(vae.card(), seen, code), nats[i], 2e-4, seen.noise() + " in row " + i);
                assertEquals(nats[i], slopes.nats()[i], 1e-4);
                for (int d = 0; d < DIM; d++) {
                    double difference = difference(vae.card(), seen, code, d);
                    assertEquals(
                            difference,
                            slopes.gradient()[2 * i + d],
                            1e-3 * (1 + Math.abs(difference)),
                            seen.noise() + " in row " + i);
                }
            }
        }
    }

    private double difference(ModelCard card, Observation seen, float[] code, int d) {
        float[] above = code.clone();
        float[] below = code.clone();
        above[d] += 0.001f;
        below[d] -= 0.001f;
        return (score(card, seen, above) - score(card, seen, below)) / ((double) above[d] - below[d]);
    }

    @Test
    void ofLogitsOfABernoulliModel() {
        with(Family.BERNOULLI, Output.LOGITS, this::check);
    }

    @Test
    void ofMeansAndLogitsOfAGaussianModel() {
        with(Family.GAUSSIAN, Output.MEAN, this::check);
        with(Family.GAUSSIAN, Output.LOGITS, this::check);
    }

    @Test
    void theLeastNoiseCancelsNothingAndNothingKnownScoresNothing() {
        with(Family.BERNOULLI, Output.LOGITS, vae -> {
            float[] sharp = vae.logLikelihood(z, COUNT, new Observation(image, known, 0.001));
            float[] none = vae.logLikelihood(z, COUNT, new Observation(image, new float[image.length], 0.2));
            float[] zeros = new float[image.length];
            float[] dark = vae.logLikelihood(z, COUNT, new Observation(zeros, null, 0.001));
            for (int i = 0; i < COUNT; i++) {
                assertTrue(Float.isFinite(sharp[i]));
                assertEquals(0, none[i]);
                // Zeros with hardly any noise are zeros, but for the height of the noise's own density.
                float[] code = {z[2 * i], z[2 * i + 1]};
                double plain = score(vae.card(), Observation.of(zeros), code) + zeros.length * normal(0, 0.001);
                assertEquals(plain, dark[i], 1e-3);
            }
        });
        assertThrows(Failure.class, () -> new Observation(image, null, 1e-4));
        assertThrows(Failure.class, () -> new Observation(image, null, Double.NaN));
    }
}
