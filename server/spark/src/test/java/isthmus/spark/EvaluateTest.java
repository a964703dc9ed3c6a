package isthmus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.estimate.ElboEstimate;
import isthmus.estimate.ImportanceEstimate;
import isthmus.estimate.MeanEstimate;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import isthmus.inference.torch.TorchModel;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures by Spark beside those that one machine computes from all images at once. */
class EvaluateTest {
    private static final Path MODELS =
            Path.of(System.getProperty("isthmus.root", "../..")).resolve("models");
    private static final Path MODEL = MODELS.resolve("beta-1");
    private static final int COUNT = 600;
    private static final int K = 20;

    @TempDir
    Path folder;

    private Path images() throws IOException {
        DataSet set = mnist();
        Path idx = folder.resolve("images.idx");
        byte[] bytes = new byte[16 + set.pixels().length];
        ByteBuffer.wrap(bytes)
                .putInt(0x0803)
                .putInt(COUNT)
                .putInt(28)
                .putInt(28)
                .put(set.pixels());
        return Files.write(idx, bytes);
    }

    private static DataSet mnist() {
        DataSet set = DataSets.load("mnist", DataPart.TEST, DataFolders.of(null, MODELS));
        return set.rows(IntStream.range(0, COUNT).toArray(), 0, COUNT);
    }

    private static void assertSame(MeanEstimate expected, JsonNode found) {
        assertEquals(expected.mean(), found.get("mean").asDouble(), 1e-12 * Math.abs(expected.mean()));
        assertEquals(expected.error(), found.get("error").asDouble(), 1e-12);
    }

    @Test
    void figuresAreThoseOfOneMachineAndTheSameToTheLastBitForAnyPartitions() throws IOException {
        ElboEstimate elbo;
        ImportanceEstimate importance;
        try (TorchModel model = TorchModel.withEqualBatches(ModelFolder.read(MODEL))) {
            Evaluator evaluator = new Evaluator(model, new EvaluationImages(mnist(), COUNT, false, 1), 1);
            elbo = evaluator.elbo(8, done -> {});
            importance = evaluator.importance(K, COUNT, done -> {});
        }
        Path images = images();
        JsonNode first = null;
        for (int partitions : new int[] {1, 2, 7}) {
            Path out = folder.resolve(partitions + ".json");
            assertEquals(0, Encode.run(new Evaluate(), new String[] {
                "--master",
                "local[2]",
                "--model",
                MODEL.toString(),
                "--images",
                images.toString(),
                "--importance",
                Integer.toString(K),
                "--partitions",
                Integer.toString(partitions),
                "--out",
                out.toString()
            }));
            JsonNode figures = new ObjectMapper().readTree(out.toFile());
            first = first == null ? figures : first;
            assertEquals(first, figures, partitions + " partitions");
        }
        assertEquals(COUNT, first.get("images").asInt());
        assertSame(elbo.elbo(), first.get("elbo"));
        assertSame(elbo.reconstruction(), first.get("reconstruction"));
        assertSame(elbo.kl(), first.get("kl"));
        assertEquals(elbo.drawError(), first.get("drawError").asDouble(), 1e-12);
        assertEquals(elbo.active().count(), first.get("activeUnits").asInt());
        assertArrayEquals(elbo.klByDimension(), numbers(first.get("klByDimension")), 1e-12);
        assertArrayEquals(elbo.active().variances(), numbers(first.get("meanVariances")), 1e-12);
        JsonNode bound = first.get("importance");
        assertSame(importance.logLikelihood(), bound.get("logLikelihood"));
        assertEquals(importance.drawError(), bound.get("drawError").asDouble(), 1e-12);
        assertEquals(1, bound.get("effectiveSamples").asDouble() / importance.effectiveSamples(), 0.02);
    }

    private static double[] numbers(JsonNode list) {
        return IntStream.range(0, list.size())
                .mapToDouble(i -> list.get(i).asDouble())
                .toArray();
    }
}
