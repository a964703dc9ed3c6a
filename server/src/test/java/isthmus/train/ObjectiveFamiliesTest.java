package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.TrainsNetworks;
import isthmus.image.Shape;
import isthmus.latent.Distribution;
import isthmus.latent.Gaussian;
import isthmus.latent.Laplace;
import isthmus.latent.LogSumExp;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.RowArray;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Output;
import isthmus.model.PosteriorFamily;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is trained, against the same posteriors and priors as the server reads and computes them, and plain networks. */
@TrainsNetworks
class ObjectiveFamiliesTest {
    private static final Shape SHAPE = new Shape(1, 3, 4);
    private static final int DIM = 4;
    private static final int BATCH = 3;
    private static final int DRAWS = 2;
    private static final PosteriorRecipe FULL = posterior(PosteriorRecipe.Family.FULL, 0, 0, 0);
    private static final PosteriorRecipe FLOW = posterior(PosteriorRecipe.Family.FLOW, 0, 3, 5);
    private static final PosteriorRecipe MIXTURE = posterior(PosteriorRecipe.Family.MIXTURE, 3, 0, 0);
    private static final PosteriorRecipe FIXED = new PosteriorRecipe(PosteriorRecipe.Family.FIXED, 0.3, true, 0, 0, 0);
    private static final PriorTerms STANDARD = new PriorTerms.Standard();
    private static final PriorTerms LAPLACE = new PriorTerms.Laplace(DIM);
    private static final PriorTerms MIXED = new PriorTerms.Mixture(DIM, 3);
    private static final PriorTerms VAMP = new PriorTerms.Vamp(SHAPE, 2, new Noise(6, 0).uniforms(2 * SHAPE.size()));

    @TempDir
    Path folder;

    private static PosteriorRecipe posterior(PosteriorRecipe.Family family, int components, int steps, int units) {
        return new PosteriorRecipe(family, 0, false, components, steps, units);
    }

    static List<Arguments> families() {
        return List.of(
                Arguments.of(FIXED, PosteriorFamily.DIAGONAL, STANDARD),
                Arguments.of(FULL, PosteriorFamily.FULL, STANDARD),
                Arguments.of(FULL, PosteriorFamily.FULL, MIXED),
                Arguments.of(FLOW, PosteriorFamily.FLOW, STANDARD),
                Arguments.of(MIXTURE, PosteriorFamily.MIXTURE, STANDARD),
                Arguments.of(MIXTURE, PosteriorFamily.MIXTURE, MIXED),
                Arguments.of(PosteriorRecipe.DIAGONAL, PosteriorFamily.DIAGONAL, LAPLACE),
                Arguments.of(PosteriorRecipe.DIAGONAL, PosteriorFamily.DIAGONAL, VAMP));
    }

    @ParameterizedTest
    @MethodSource("families")
    void theTermsOfTheBoundAreThoseOfThePosteriorsAndPriorsThatAreServed(
            PosteriorRecipe recipe, PosteriorFamily family, PriorTerms prior) {
        Objective elbo = objective(recipe, prior, false);
        TorchScript module = elbo.module(MethodWriter.Precision.FLOAT32, Noise.named(2, "weights"));
        roughen(module);
        int strata = elbo.posterior().strata();
        float[] images = Noise.named(9, "images").uniforms(BATCH * SHAPE.size());
        float[] noise = new float[DRAWS * strata * BATCH * DIM];
        for (int row = 0; row < DRAWS * strata * BATCH; row++) {
            System.arraycopy(new Noise(9, row).normals(DIM), 0, noise, row * DIM, DIM);
        }
        EpochBatches.Batch batch = new EpochBatches.Batch(BATCH, images, images, noise);
        TrainingSession.Terms found = measure(module, batch);

        List<RowArray> outputs = encoded(elbo, module, images, BATCH);
        Distribution p = served(elbo, module, prior);
        double reconstruction = 0;
        double kl = 0;
        double importance = 0;
        for (int b = 0; b < BATCH; b++) {
            Posterior q = family.batch(BATCH, DIM, outputs).get(b);
            double[] shares = q instanceof Mixture mixture ? mixture.weights() : new double[] {1};
            LogSumExp joined = new LogSumExp();
            for (int row = 0; row < DRAWS * strata; row++) {
                float[] z = code(q, row % strata, row * BATCH + b);
                double share = shares[row % strata] / DRAWS;
                double loglik = logLikelihood(elbo, module, images, b, z);
                double odds = p.logDensity(z, 0) - q.logDensity(z, 0);
                reconstruction += share * loglik / BATCH;
                kl -= share * odds / BATCH;
                joined.add(Math.log(share) + loglik + odds);
            }
            importance += joined.logSum() / BATCH;
        }
        assertEquals(reconstruction, found.reconstruction(), 2e-4);
        boolean closed = prior == STANDARD && !elbo.posterior().klToStandard().isEmpty();
        if (closed) {
            kl = exactKl(family, outputs);
        }
        assertEquals(kl, found.kl(), 2e-4);
        assertEquals(kl - reconstruction, found.loss(), 3e-4);
        TorchScript joining =
                objective(recipe, prior, true).module(MethodWriter.Precision.FLOAT32, Noise.named(2, "weights"));
        TrainingSession.Terms tight =
                measure(new TorchScript("Objective", module.parameters(), joining.methods()), batch);
        assertEquals(-importance, tight.loss(), 3e-4);
    }

    private static Objective objective(PosteriorRecipe recipe, PriorTerms prior, boolean importance) {
        Architecture stack =
                new Architecture(Architecture.Family.MLP, List.of(7), null, null, null, "tanh", 0, 0, null);
        return new Objective(
                stack.encoder(SHAPE, DIM, recipe),
                stack.decoder(SHAPE, DIM),
                new Recipe.Likelihood(Family.GAUSSIAN, 0.4, false, false),
                Output.MEAN,
                new Recipe.Draws(DRAWS, importance),
                recipe.terms(DIM),
                prior,
                Objective.Gradient.REPARAMETERISED);
    }

    /** So that no number is small enough to be forgotten. */
    private static void roughen(TorchScript module) {
        Noise noise = new Noise(8, 0);
        for (Tensor weight : module.parameters()) {
            if (!weight.name().equals(PriorTerms.INPUTS)) {
                for (int i = 0; i < weight.values().length; i++) {
                    weight.values()[i] += (float) (0.4 * noise.normal());
                }
            }
        }
    }

    private TrainingSession.Terms measure(TorchScript module, EpochBatches.Batch batch) {
        TorchScript optimiser = Optimiser.module(new Recipe.Optimiser(0.1, 0, 0.9, 0.999, 0, 0, 0), 0);
        Checkpoint start = Checkpoint.start("none", 0, module.parameters(), BestEpoch.NONE);
        try (TrainingSession session = new TrainingSession(SHAPE, DIM, module, optimiser, start, folder, 1, null)) {
            return session.measure(batch);
        }
    }

    /** What the encoder gives of images, as the server has it. */
    private static List<RowArray> encoded(Objective objective, TorchScript module, float[] images, int count) {
        List<RowArray> outputs = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            List<double[]> heads = network(objective.encoder(), module, "encoder_", image(images, b), SHAPE);
            for (int i = 0; i < heads.size(); i++) {
                int width = heads.get(i).length;
                if (b == 0) {
                    int steps = objective.posterior() instanceof PosteriorTerms.Flow flow && i == 2 ? flow.steps() : 1;
                    outputs.add(new RowArray(new int[] {steps, width / steps}, new float[count * width]));
                }
                for (int v = 0; v < width; v++) {
                    outputs.get(i).values()[b * width + v] = (float) heads.get(i)[v];
                }
            }
        }
        return outputs;
    }

    private static double[] image(float[] images, int row) {
        double[] x = new double[SHAPE.size()];
        Arrays.setAll(x, i -> images[row * x.length + i]);
        return x;
    }

    private static List<double[]> network(Network network, TorchScript module, String prefix, double[] x, Shape shape) {
        List<Tensor> weights = module.parameters().stream()
                .filter(tensor -> tensor.name().startsWith(prefix))
                .toList();
        return ReferenceNetwork.run(
                network, weights, new ReferenceNetwork.Value(shape.channels(), shape.height(), shape.width(), x));
    }

    private static double logLikelihood(Objective objective, TorchScript module, float[] images, int row, float[] z) {
        double[] code = new double[DIM];
        Arrays.setAll(code, d -> z[d]);
        double[] x = image(images, row);
        double[] mean = network(objective.decoder(), module, "decoder_", code, new Shape(DIM, 1, 1))
                .get(0);
        double sigma = objective.likelihood().sigma();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double error = (x[i] - mean[i]) / sigma;
            sum -= 0.5 * error * error + Math.log(sigma) + 0.5 * Math.log(2 * Math.PI);
        }
        return sum;
    }

    /** The code that a row of noise gives. */
    private static float[] code(Posterior q, int component, int row) {
        Distribution drawn = q instanceof Mixture mixture ? mixture.components().get(component) : q;
        float[] z = new float[DIM];
        drawn.draw(new Noise(9, row), z, 0);
        return z;
    }

    private static Distribution served(Objective objective, TorchScript module, PriorTerms prior) {
        if (prior == STANDARD) {
            return Gaussian.standard(DIM);
        }
        if (prior == LAPLACE) {
            return new Laplace(DIM);
        }
        List<Gaussian> parts = new ArrayList<>();
        if (prior instanceof PriorTerms.Vamp vamp) {
            List<RowArray> outputs = encoded(objective, module, vamp.images(), vamp.components());
            for (int k = 0; k < vamp.components(); k++) {
                parts.add(new Gaussian(outputs.get(0).row(k), outputs.get(1).row(k)));
            }
            double[] equal = new double[parts.size()];
            Arrays.fill(equal, 1);
            return new Mixture(parts, equal);
        }
        List<Tensor> trained = module.parameters().stream()
                .filter(tensor -> tensor.name().startsWith(PriorTerms.PREFIX))
                .toList();
        float[] logits = trained.get(0).values();
        double[] weights = new double[logits.length];
        for (int k = 0; k < logits.length; k++) {
            parts.add(new Gaussian(trained.get(1).values(), trained.get(2).values(), k, DIM));
            weights[k] = Math.exp(logits[k]);
        }
        return new Mixture(parts, weights);
    }

    /** The mean over images of the closed form, by the server's. */
    private static double exactKl(PosteriorFamily family, List<RowArray> outputs) {
        double sum = 0;
        for (int b = 0; b < BATCH; b++) {
            Posterior q = family.batch(BATCH, DIM, outputs).get(b);
            sum += q.klTo(Gaussian.standard(DIM)).orElseThrow() / BATCH;
        }
        assertTrue(sum > 0);
        return sum;
    }
}
