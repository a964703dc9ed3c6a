package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.TrainsNetworks;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.model.ModelCard.Family;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The module that is trained, against the bound written out in plain loops. */
@TrainsNetworks
class ObjectiveTest {
    private static final Shape SHAPE = new Shape(1, 4, 5);
    private static final int DIM = 3;
    private static final int BATCH = 4;
    private static final Network ENCODER = stack().encoder(SHAPE, DIM);
    private static final Network DECODER = stack().decoder(SHAPE, DIM);

    @TempDir
    Path folder;

    private static Architecture stack() {
        return new Architecture(Architecture.Family.MLP, List.of(7), null, null, null, "tanh", 0.2, 0.2, null);
    }

    static List<Arguments> objectives() {
        Recipe.Likelihood bernoulli = new Recipe.Likelihood(Family.BERNOULLI, 0, false, false);
        Recipe.Likelihood fixed = new Recipe.Likelihood(Family.GAUSSIAN, 0.3, false, false);
        Recipe.Likelihood learned = new Recipe.Likelihood(Family.GAUSSIAN, 0.2, true, false);
        return List.of(
                Arguments.of(bernoulli, new Recipe.Draws(1, false)),
                Arguments.of(bernoulli, new Recipe.Draws(3, false)),
                Arguments.of(bernoulli, new Recipe.Draws(4, true)),
                Arguments.of(fixed, new Recipe.Draws(2, false)),
                Arguments.of(learned, new Recipe.Draws(3, true)));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void theTermsAreThoseOfTheBound(Recipe.Likelihood likelihood, Recipe.Draws draws) {
        Objective objective = new Objective(ENCODER, DECODER, likelihood, draws);
        EpochBatches.Batch batch = batch(draws.count());
        Expected expected = expected(objective, batch);
        TrainingSession.Terms found = measure(objective, batch);
        assertEquals(expected.reconstruction, found.reconstruction(), 1e-4);
        assertEquals(expected.kl, found.kl(), 1e-5);
        double cost = draws.importance() ? -expected.importance : expected.kl - expected.reconstruction;
        assertEquals(cost, found.loss(), 1e-4);
    }

    @Test
    void theImportanceWeightedBoundIsAboveTheAverageOfTheSameDraws() {
        Recipe.Likelihood bernoulli = new Recipe.Likelihood(Family.BERNOULLI, 0, false, false);
        Objective objective = new Objective(ENCODER, DECODER, bernoulli, new Recipe.Draws(16, true));
        TrainingSession.Terms terms = measure(objective, batch(16));
        Objective plain = new Objective(ENCODER, DECODER, bernoulli, new Recipe.Draws(16, false));
        // The draws are the same; only the sampled KL stands in for the exact one, within its error here.
        assertEquals(terms.reconstruction(), measure(plain, batch(16)).reconstruction(), 1e-6);
        assertEquals(true, -terms.loss() > -measure(plain, batch(16)).loss() - 0.2);
    }

    private TrainingSession.Terms measure(Objective objective, EpochBatches.Batch batch) {
        TorchScript module = module(objective);
        TorchScript optimiser = Optimiser.module(new Recipe.Optimiser(0.1, 0, 0.9, 0.999, 0, 0, 0), 0);
        Checkpoint start = Checkpoint.start("none", 0, module.parameters(), BestEpoch.NONE);
        try (TrainingSession session = new TrainingSession(SHAPE, DIM, module, optimiser, start, folder, 1, null)) {
            return session.measure(batch);
        }
    }

    private static TorchScript module(Objective objective) {
        return objective.module(MethodWriter.Precision.FLOAT32, Noise.named(2, "weights"));
    }

    private static EpochBatches.Batch batch(int draws) {
        Noise source = Noise.named(9, "batch");
        float[] images = new float[BATCH * SHAPE.size()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) source.uniform();
        }
        float[] noise = source.normals(draws * BATCH * DIM);
        return new EpochBatches.Batch(BATCH, images, images, noise);
    }

    private record Expected(double reconstruction, double kl, double importance) {}

    private static Expected expected(Objective objective, EpochBatches.Batch batch) {
        List<Tensor> weights = module(objective).parameters();
        List<Tensor> encoder =
                weights.stream().filter(t -> t.name().startsWith("encoder_")).toList();
        List<Tensor> decoder =
                weights.stream().filter(t -> t.name().startsWith("decoder_")).toList();
        int draws = objective.draws().count();
        double reconstruction = 0;
        double kl = 0;
        double importance = 0;
        for (int b = 0; b < BATCH; b++) {
            double[] x = new double[SHAPE.size()];
            for (int i = 0; i < x.length; i++) {
                x[i] = batch.images()[b * x.length + i];
            }
            List<double[]> heads = ReferenceNetwork.run(ENCODER, encoder, new ReferenceNetwork.Value(1, 4, 5, x));
            double[] mu = heads.get(0);
            double[] logvar = heads.get(1);
            for (int d = 0; d < DIM; d++) {
                kl += 0.5 * (mu[d] * mu[d] + Math.exp(logvar[d]) - logvar[d] - 1) / BATCH;
            }
            double sum = 0;
            for (int k = 0; k < draws; k++) {
                double[] z = new double[DIM];
                double odds = 0; // log p(z) − log q(z|x)
                for (int d = 0; d < DIM; d++) {
                    double e = batch.noise()[(k * BATCH + b) * DIM + d];
                    z[d] = mu[d] + Math.exp(0.5 * logvar[d]) * e;
                    odds += 0.5 * (e * e + logvar[d] - z[d] * z[d]);
                }
                double[] y = ReferenceNetwork.run(DECODER, decoder, new ReferenceNetwork.Value(DIM, 1, 1, z))
                        .get(0);
                double loglik = logLikelihood(objective.likelihood(), x, y);
                reconstruction += loglik / draws / BATCH;
                sum += Math.exp(loglik + odds) / draws;
            }
            importance += Math.log(sum) / BATCH;
        }
        return new Expected(reconstruction, kl, importance);
    }

    private static double logLikelihood(Recipe.Likelihood likelihood, double[] x, double[] logits) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double mean = 1 / (1 + Math.exp(-logits[i]));
            if (likelihood.family() == Family.BERNOULLI) {
                sum += x[i] * Math.log(mean) + (1 - x[i]) * Math.log(1 - mean);
            } else {
                double error = (x[i] - mean) / likelihood.sigma();
                sum -= 0.5 * error * error + Math.log(likelihood.sigma()) + 0.5 * Math.log(2 * Math.PI);
            }
        }
        return sum;
    }
}
