package isthmus.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.inference.torch.TorchRuntime;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.train.SmallModels;
import isthmus.train.SmallModels.Affine;
import isthmus.train.SmallModels.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders of real networks, some of them broken, from disk to answers. */
@Timeout(120)
class OpenModelsTest {
    private static final Shape SHAPE = new Shape(1, 4, 5);
    private static final int VALUES = 20;
    private static final int DIM = 2;
    private static final Linear MODEL = Linear.drawn(SHAPE, DIM, 3);

    @TempDir
    Path models;

    /** Changes the files of a folder before its card takes their hashes. */
    private interface Damage {
        void to(Path folder) throws IOException;
    }

    private void model(String id, Damage damage) throws IOException {
        Path folder = Files.createDirectory(models.resolve(id));
        MODEL.writeEncoder(folder.resolve(ModelCard.ENCODER));
        MODEL.writeDecoder(folder.resolve(ModelCard.DECODER));
        damage.to(folder);
        Cards.write(folder, Cards.card(id, SHAPE, DIM));
    }

    private static void cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - bytes.length / 3));
    }

    private static void refused(OpenModels open, String id, String... said) {
        String sentence = open.catalogue().refusals().stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .orElseThrow()
                .sentence();
        for (String part : said) {
            assertTrue(sentence.contains(part), sentence);
        }
        assertEquals(1, sentence.lines().count(), sentence);
        assertEquals(
                Failure.Kind.MODEL_FAILED,
                assertThrows(Failure.class, () -> open.engine(id)).kind());
    }

    @Test
    void aNetworkThatDoesNotRunAsItsCardSaysIsRefusedByNameAndTheOthersAreServed() throws IOException {
        float[] notANumber = MODEL.output().weight().clone();
        notANumber[3] = Float.NaN;
        Linear poisoned = new Linear(
                SHAPE,
                DIM,
                MODEL.mu(),
                MODEL.logvar(),
                new Affine(DIM, VALUES, notANumber, MODEL.output().bias()));
        model("first", folder -> {});
        model("weights", folder -> poisoned.writeDecoder(folder.resolve(ModelCard.DECODER)));
        model(
                "sides",
                folder -> SmallModels.expression(
                        folder.resolve(ModelCard.DECODER), "torch.repeat(x, [1, 11])", SmallModels.ONE));
        model("words", folder -> Files.writeString(folder.resolve(ModelCard.ENCODER), "not a zip"));
        model("short", folder -> cut(folder.resolve(ModelCard.DECODER)));
        model("gone", folder -> {});
        Files.delete(models.resolve("gone").resolve(ModelCard.ENCODER));
        model("last", folder -> {});
        int before = TorchRuntime.arraysHeld();
        try (OpenModels open = OpenModels.open(Catalogue.read(models), TorchModel::new)) {
            assertEquals(List.of("first", "last"), List.copyOf(open.engines().keySet()));
            assertEquals(5, open.catalogue().refusals().size());
            refused(open, "weights", "decoder.pt: expected finite numbers in ", "found NaN");
            refused(open, "sides", "decoder.pt: expected (1, 1, 4, 5) or (1, 20), found (1, 22)");
            refused(open, "words", "encoder.pt: expected a TorchScript file, as torch.jit.save writes it, found ");
            refused(open, "short", "decoder.pt: expected a TorchScript file, as torch.jit.save writes it, found ");
            refused(open, "gone", "encoder.pt: expected the file that card.json names");
            for (String id : List.of("first", "last")) {
                assertEquals(
                        VALUES, open.engine(id).in(Lane.INTERACTIVE).decoder().decode(new float[DIM], 1).length);
            }
        }
        assertEquals(before, TorchRuntime.arraysHeld());
    }

    @Test
    void manyThreadsGetTheAnswersThatOneWouldGet() throws Exception {
        model("shared", folder -> {});
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (OpenModels open = OpenModels.open(Catalogue.read(models), TorchModel::new)) {
            Engine engine = open.engine("shared");
            List<Future<?>> done = new ArrayList<>();
            for (int c = 0; c < 8; c++) {
                int caller = c;
                done.add(callers.submit(() -> ask(engine, new Noise(77, caller))));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            callers.shutdown();
        }
    }

    private static void ask(Engine engine, Noise noise) {
        for (int i = 0; i < 50; i++) {
            int count = 1 + noise.nextInt(20);
            float[] x = new float[count * VALUES];
            for (int v = 0; v < x.length; v++) {
                x[v] = (float) noise.uniform();
            }
            PosteriorBatch codes = engine.in(Lane.INTERACTIVE).needEncoder().encode(x, count);
            float[] decoded = engine.in(Lane.INTERACTIVE).decoder().decode(codes.means(), count);
            for (int row = 0; row < count; row++) {
                double[] mu = MODEL.mu().apply(x, row);
                assertArrayEquals(
                        new float[] {(float) mu[0], (float) mu[1]},
                        Arrays.copyOfRange(codes.means(), row * DIM, (row + 1) * DIM),
                        1e-5f);
                double[] logits = MODEL.output().apply(codes.means(), row);
                for (int p = 0; p < VALUES; p++) {
                    assertEquals(1 / (1 + Math.exp(-logits[p])), decoded[row * VALUES + p], 1e-5);
                }
            }
        }
    }
}
