package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.data.DataSet;
import isthmus.estimate.ImportanceEstimate;
import isthmus.estimate.IwaeBounds;
import isthmus.estimate.RunningMean;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import isthmus.image.Shape;
import isthmus.inference.Observation;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Noise;
import isthmus.model.Catalogue;
import isthmus.model.ModelFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The figure of one image after another, against what {@code evaluate} measures of them together. */
class ImageLikelihoodTest {
    private static final Path MODELS = Path.of(System.getProperty("isthmus.root", ".."), "models");
    private static final int IMAGES = 4;
    private static final int DRAWS = 200;

    @Test
    void theImportanceWeightedFigureIsTheOneThatEvaluateMeasures() {
        ModelFolder folder = Catalogue.read(MODELS).model("digits-50");
        Shape shape = folder.card().input().shape();
        try (TorchModel vae = new TorchModel(folder)) {
            float[] codes = new Noise(6, 0).normals(IMAGES * 50);
            byte[] pixels = vae.decodeBytes(codes, IMAGES);
            DataSet data = new DataSet(
                    "decoded",
                    shape,
                    pixels,
                    null,
                    List.of(),
                    null,
                    IntStream.range(0, IMAGES).toArray(),
                    List.of());
            EvaluationImages images = new EvaluationImages(data, IMAGES, true, 1);
            ImportanceEstimate measured = new Evaluator(vae, images, 1).importance(DRAWS, IMAGES, done -> {});
            assertEquals(
                    measured.logLikelihood().mean(), figures(vae, images, 1).mean(), 1e-4, "the same draws");
            Figures other = figures(vae, images, 2);
            assertEquals(
                    measured.logLikelihood().mean(), other.mean(), 2 * Math.hypot(other.error(), measured.drawError()));
        }
    }

    /** Of one image after another, their mean and its error by the draws. */
    private record Figures(double mean, double error) {}

    private static Figures figures(TorchModel vae, EvaluationImages images, long seed) {
        ChunkedModel chunked = new ChunkedModel(vae, () -> true);
        int size = vae.card().input().shape().size();
        RunningMean figures = new RunningMean();
        double variance = 0;
        for (int i = 0; i < IMAGES; i++) {
            float[] image = Arrays.copyOfRange(images.all(), i * size, (i + 1) * size);
            Noise noise =
                    Noise.named(seed, "importance samples").stream(images.data().index()[i]);
            IwaeBounds bounds = ImportanceSampling.bounds(
                    chunked, Observation.of(image), chunked.encode(image), DRAWS, noise, told -> {});
            figures.add(bounds.best());
            variance += Math.pow(bounds.bestError() / IMAGES, 2);
        }
        return new Figures(figures.mean(), Math.sqrt(variance));
    }
}
