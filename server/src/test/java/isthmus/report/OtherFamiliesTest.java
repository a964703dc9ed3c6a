package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.estimate.Elbo;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.Through;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.FullGaussian;
import isthmus.latent.Gaussian;
import isthmus.latent.LogSumExp;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import isthmus.model.PriorFile;
import isthmus.torchscript.Tensor;
import isthmus.train.SmallModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Posteriors that are no diagonal Gaussian and priors that are none, from their files to their figures. */
class OtherFamiliesTest {
    private static final int SIZE = LinearModel.SHAPE.size();

    @TempDir
    Path folder;

    /** The true posterior of a linear model, as an encoder that gives its factor. */
    private Path exactEncoder(LinearModel model) {
        SimpleMatrix covariance = model.exact.posteriorCovariance();
        double[][] values = {{covariance.get(0, 0), covariance.get(0, 1)}, {covariance.get(1, 0), covariance.get(1, 1)}
        };
        float[] factor = FullGaussian.of(new float[2], values).factor();
        float[] weight = new float[2 * SIZE];
        float[] bias = new float[2];
        SimpleMatrix atZero = model.exact.posteriorMean(new SimpleMatrix(SIZE, 1));
        for (int p = 0; p < SIZE; p++) {
            SimpleMatrix one = new SimpleMatrix(SIZE, 1);
            one.set(p, 1);
            SimpleMatrix slope = model.exact.posteriorMean(one).minus(atZero);
            for (int d = 0; d < 2; d++) {
                weight[d * SIZE + p] = (float) slope.get(d);
                bias[d] = (float) atZero.get(d);
            }
        }
        Path file = folder.resolve("full.pt");
        SmallModels.module(
                file,
                List.of(
                        new Tensor("w", new int[] {2, SIZE}, weight),
                        new Tensor("b", new int[] {2}, bias),
                        new Tensor("l", new int[] {1, 4}, factor)),
                List.of(
                        "flat = torch.flatten(x, 1, -1)",
                        "mu = torch.linear(flat, self.w, self.b)",
                        "factor = torch.reshape(torch.repeat(self.l, [torch.size(x, 0), 1]), [-1, 2, 2])"),
                "(mu, factor)",
                SmallModels.TWO);
        return file;
    }

    private static ModelCard card(PosteriorFamily family) {
        return Cards.card("full", LinearModel.SHAPE, 2, family, Cards.gaussian(LinearModel.SIGMA), Output.MEAN);
    }

    @Test
    void theBoundOfTheTruePosteriorIsLogEvidence() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0, 1);
                TorchModel full = new TorchModel(
                        exactEncoder(model), folder.resolve(ModelCard.DECODER), card(PosteriorFamily.FULL))) {
            ChunkedModel chunked = new ChunkedModel(full, () -> true);
            Elbo bound = ImageLikelihood.of(chunked, model.image).bound();
            // Exact for every draw but for the reconstruction's, whose error is said.
            assertEquals(model.logEvidence(), bound.bound(), 4 * bound.error() + 1e-3);
            assertTrue(bound.bound() > model.logEvidence() - 3);
            float[] z = chunked.posterior(model.image).draws(new Noise(5, 5), 100);
            double[] joint = chunked.logJoint(z, 100, model.seen());
            for (int row = 0; row < 100; row++) {
                assertEquals(
                        model.logEvidence(),
                        joint[row] - chunked.posterior(model.image).logDensity(z, row),
                        2e-3);
            }
            TruePosterior found = TruePosterior.of(
                    chunked, model.seen(), chunked.posterior(model.image), new float[0], 64, 1, search -> {});
            assertEquals(model.logEvidence(), found.logEvidence(), 3 * found.error() + 1e-3);
        }
    }

    private static Mixture prior() {
        return new Mixture(
                List.of(
                        new Gaussian(new float[] {-1.5f, 0.5f}, new float[] {-1.2f, -0.5f}),
                        new Gaussian(new float[] {1.5f, -1}, new float[] {-0.3f, -2})),
                new double[] {2, 1});
    }

    /** log p(x) under a mixture prior: a mixture of the models whose prior is a component, moved into W and b. */
    private static double logEvidence(LinearModel model, Mixture prior) {
        LogSumExp sum = new LogSumExp();
        for (int i = 0; i < 2; i++) {
            sum.add(Math.log(prior.weights()[i])
                    + model.exact.withPrior(prior.components().get(i)).logEvidence(model.x()));
        }
        return sum.logSum();
    }

    @Test
    void underAMixturePriorAnnealingRefinementAndTheGridMeetTheClosedForm() {
        Mixture prior = prior();
        try (LinearModel linear = new LinearModel(folder, 2, false, 0, 1);
                Model model = new Through(linear.vae()) {
                    @Override
                    public Prior prior() {
                        return prior;
                    }
                }) {
            ChunkedModel chunked = new ChunkedModel(model, () -> true);
            double exact = logEvidence(linear, prior);
            Gaussian q = chunked.encode(linear.image);
            AnnealedImportance annealed = AnnealedImportance.of(chunked, linear.seen(), q, 1);
            assertEquals(
                    exact, annealed.evidence().log(), 4 * annealed.evidence().error() + 1e-3);
            Observation seen = linear.seen();
            TruePosterior grid = TruePosterior.of(chunked, seen, q, new float[0], 64, 1, search -> {});
            assertEquals(exact, grid.logEvidence(), 3 * grid.error() + 1e-3);
            Refinement refined = Refinement.of(chunked, seen, q, new float[0], 100, 1, (step, bound, at) -> {});
            assertTrue(refined.after() >= refined.before());
            assertTrue(refined.after() <= exact + 4 * refined.afterError(), refined.toString());
            assertEquals(exact, refined.evidence().log(), 4 * refined.evidence().error() + 1e-3);
        }
    }

    @Test
    void aMixturePriorIsReadFromItsFileAndRefusedByWhatIsWrongInIt() throws IOException {
        try (LinearModel model = new LinearModel(folder, 2, false, 0, 1)) {
            PriorFile.write(folder.resolve(ModelCard.PRIOR), prior());
            ModelCard card = Cards.withPrior(model.exact.card(), PriorCard.Family.MIXTURE);
            Files.createDirectories(folder.resolve("linear"));
            for (String file : List.of(ModelCard.ENCODER, ModelCard.DECODER, ModelCard.PRIOR)) {
                Files.copy(folder.resolve(file), folder.resolve("linear").resolve(file));
            }
            Cards.write(folder.resolve("linear"), card);
            ModelFolder read = ModelFolder.read(folder.resolve("linear"));
            float[] z = {0.3f, -0.2f};
            assertEquals(prior().logDensity(z, 0), read.prior().logDensity(z, 0), 1e-5);
            try (TorchModel opened = new TorchModel(read)) {
                assertEquals(prior().logDensity(z, 0), opened.prior().logDensity(z, 0), 1e-5);
                Map<String, String> without = Map.of(
                        ModelCard.ENCODER, card.files().get(ModelCard.ENCODER),
                        ModelCard.DECODER, card.files().get(ModelCard.DECODER));
                Failure lacking = assertThrows(Failure.class, () -> card.withAtlas(null, List.of(), without));
                assertTrue(lacking.getMessage().startsWith("prior: expected"), lacking.getMessage());
            }
        }
    }
}
