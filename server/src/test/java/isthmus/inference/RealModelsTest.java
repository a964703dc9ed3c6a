package isthmus.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.inference.ModelStatus.State;
import isthmus.inference.torch.NativeArrays;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Folders of real networks, some of them broken, from disk to answers. */
@Isolated
@Timeout(120)
class RealModelsTest {
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

    private static void fails(ModelStore store, String id, State state, String... said) {
        CompletionException failed =
                assertThrows(CompletionException.class, () -> store.lease(id).join());
        assertEquals(Failure.Kind.MODEL_FAILED, ((Failure) failed.getCause()).kind());
        ModelStatus status = store.models().stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertEquals(state, status.state());
        for (String sentence : List.of(status.reason(), failed.getCause().getMessage())) {
            for (String part : said) {
                assertTrue(sentence.contains(part), sentence);
            }
            assertEquals(1, sentence.lines().count(), sentence);
        }
    }

    @Test
    void aNetworkThatDoesNotRunAsItsCardSaysFailsByNameAndTheOthersAreServed() throws IOException {
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
        int before = NativeArrays.held();
        try (ModelStore open = ModelStore.open(models, TorchModel::new, StoreOptions.DEFAULT)) {
            fails(open, "weights", State.FAILED, "decoder.pt: expected finite numbers in ", "found NaN");
            fails(open, "sides", State.FAILED, "decoder.pt: expected (1, 1, 4, 5) or (1, 20), found (1, 22)");
            fails(
                    open,
                    "words",
                    State.FAILED,
                    "encoder.pt: expected a TorchScript file, as torch.jit.save writes it, found ");
            fails(
                    open,
                    "short",
                    State.FAILED,
                    "decoder.pt: expected a TorchScript file, as torch.jit.save writes it, found ");
            fails(open, "gone", State.REFUSED, "encoder.pt: expected the file that card.json names");
            for (String id : List.of("first", "last")) {
                try (ModelLease lease = open.lease(id).join()) {
                    assertEquals(VALUES, lease.engine().in(Lane.INTERACTIVE).decode(new float[DIM], 1).length);
                }
            }
        }
        assertEquals(before, NativeArrays.held());
    }

    @Test
    void manyThreadsGetTheAnswersThatOneWouldGet() throws Exception {
        model("shared", folder -> {});
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (ModelStore open = ModelStore.open(models, TorchModel::new, StoreOptions.DEFAULT);
                ModelLease lease = open.lease("shared").join()) {
            Engine engine = lease.engine();
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
            PosteriorBatch codes = engine.in(Lane.INTERACTIVE).encode(x, count);
            float[] decoded = engine.in(Lane.INTERACTIVE).decode(codes.means(), count);
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
