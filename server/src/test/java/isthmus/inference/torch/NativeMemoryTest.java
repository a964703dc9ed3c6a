package isthmus.inference.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.inference.Lane;
import isthmus.inference.ModelLease;
import isthmus.inference.ModelStore;
import isthmus.inference.Observation;
import isthmus.inference.QueueLimits;
import isthmus.inference.StoreOptions;
import isthmus.latent.Gaussian;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
import isthmus.report.ChunkedModel;
import isthmus.report.Completion;
import isthmus.report.Refinement;
import isthmus.train.SmallModels;
import isthmus.train.SmallModels.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Holds the count of native arrays level, and with it the memory of the process: an array that is lost to the count
 * still takes its place there.
 */
@Isolated
class NativeMemoryTest {
    private static final Shape SHAPE = new Shape(1, 28, 28);
    private static final int DIM = 2;
    private static final int COUNT = 64; // a lost batch of images is 200 kB
    private static final long ALLOWED = 150L << 20; // bytes, mostly Java's heap; 2,000 lost batches would be 400 MB

    @TempDir
    Path folder;

    /** A decoder that throws inside the engine where a code is above 100, and gives NaN where one is below -100. */
    private static void writeFragile(Path file, Linear model) {
        SmallModels.module(
                file,
                model.output().tensors("out"),
                List.of(
                        "y = torch.linear(x, self.out_w, self.out_b)",
                        "far = torch.mul(int(torch.gt(torch.max(x), 100.)), 1000000)",
                        "edge = torch.mul(torch.unsqueeze(torch.select(y, 1, far), 1), 0.)",
                        "nothing = torch.to(torch.ge(x, -100.), 6)",
                        "gap = torch.mul(torch.log(torch.min(nothing)), 0.)"),
                "torch.add(torch.add(y, edge), gap)",
                SmallModels.ONE);
    }

    private TorchModel fragile() {
        Linear model = Linear.drawn(SHAPE, DIM, 5);
        model.writeEncoder(folder.resolve("encoder.pt"));
        writeFragile(folder.resolve("decoder.pt"), model);
        return new TorchModel(
                folder.resolve("encoder.pt"), folder.resolve("decoder.pt"), Cards.card("small", SHAPE, DIM));
    }

    private static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("no VmRSS in /proc/self/status");
    }

    @Test
    void theCountOfNativeArraysAndTheMemoryStayLevelOverBatchesAndFailures() throws IOException {
        boolean linux = Files.exists(Path.of("/proc/self/status"));
        int before = NativeArrays.held();
        try (TorchModel vae = fragile()) {
            float[] x = new float[COUNT * SHAPE.size()];
            run(vae, x, 50);
            fail(vae, x, 10);
            int held = NativeArrays.held();
            long resident = linux ? resident() : 0;
            run(vae, x, 2000);
            fail(vae, x, 600);
            assertEquals(held, NativeArrays.held());
            long grown = linux ? resident() - resident : 0;
            assertTrue(grown < ALLOWED, "the process grew by " + (grown >> 20) + " MB");
        }
        assertEquals(before, NativeArrays.held());
    }

    private static void run(TorchModel vae, float[] x, int times) {
        for (int i = 0; i < times; i++) {
            PosteriorBatch codes = vae.encode(x, COUNT);
            // Few large arrays come out, so that Java's own heap grows little meanwhile.
            vae.decode(new float[3 * DIM], 3);
            vae.logLikelihood(codes.means(), 1, x, COUNT);
        }
    }

    private static void fail(TorchModel vae, float[] x, int times) {
        float[] z = new float[COUNT * DIM];
        for (int i = 0; i < times; i++) {
            z[7] = i % 2 == 0 ? 1000 : -1000;
            Failure failure = assertThrows(Failure.class, () -> vae.logLikelihood(z, 1, x, COUNT));
            String expected = i % 2 == 0 ? "expected to run on (64, 2), found " : "expected finite numbers in ";
            assertTrue(failure.getMessage().contains(expected), failure.getMessage());
            assertThrows(Failure.class, () -> vae.decode(z, COUNT + 1));
        }
    }

    @Test
    void gradientsLeaveNothingBehindNorDoThoseThatFail() {
        int before = NativeArrays.held();
        try (TorchModel vae = fragile()) {
            Observation seen = Observation.of(new float[SHAPE.size()]);
            float[] z = new float[COUNT * DIM];
            int held = NativeArrays.held();
            for (int i = 0; i < 300; i++) {
                z[7] = i % 3 == 0 ? 1000 : 0;
                if (i % 3 == 0) {
                    assertThrows(Failure.class, () -> vae.scoresAndGradients(z, COUNT, seen));
                } else {
                    vae.scoresAndGradients(z, COUNT, seen);
                    vae.logLikelihood(z, COUNT, seen);
                }
            }
            assertEquals(held, NativeArrays.held());
            ChunkedModel turns = new ChunkedModel(vae, () -> true);
            Gaussian q = turns.encode(seen.values());
            Refinement.of(turns, seen, q, new float[0], 20, 1, (step, bound, at) -> {});
            Completion.of(
                    turns, new Observation(seen.values(), null, 0.3), new float[0], 3, 1, (component, of, at) -> {});
            assertEquals(held, NativeArrays.held());
        }
        assertEquals(before, NativeArrays.held());
    }

    @Test
    void aStoreThatOpensEvictsAndClosesModelsLeavesNothingBehind() throws Exception {
        Path models = Files.createDirectory(folder.resolve("models"));
        Linear linear = Linear.drawn(SHAPE, DIM, 5);
        for (String id : List.of("a", "b", "c")) {
            Path model = Files.createDirectory(models.resolve(id));
            linear.writeEncoder(model.resolve("encoder.pt"));
            linear.writeDecoder(model.resolve("decoder.pt"));
            Cards.write(model, Cards.card(id, SHAPE, DIM));
        }
        int before = NativeArrays.held();
        var options = new StoreOptions(QueueLimits.DEFAULT, 1, Duration.ofHours(1), (id, ran) -> {});
        try (ModelStore store = ModelStore.open(models, TorchModel::new, options)) {
            use(store, "a");
            use(store, "b");
            int held = NativeArrays.held();
            for (int i = 0; i < 4; i++) {
                for (String id : List.of("a", "b", "c")) {
                    use(store, id);
                }
            }
            use(store, "b");
            for (int i = 0; i < 1000 && NativeArrays.held() > held; i++) {
                Thread.sleep(10); // what makes room closes on its own thread
            }
            assertEquals(held, NativeArrays.held());
        }
        assertEquals(before, NativeArrays.held());
    }

    private static void use(ModelStore store, String id) throws Exception {
        try (ModelLease lease = store.lease(id).get(60, TimeUnit.SECONDS)) {
            assertEquals(SHAPE.size(), lease.engine().in(Lane.INTERACTIVE).decode(new float[DIM], 1).length);
        }
    }

    @Test
    void openingAndClosingLeavesNothingBehind() {
        Linear model = Linear.drawn(SHAPE, DIM, 5);
        model.writeEncoder(folder.resolve("encoder.pt"));
        model.writeDecoder(folder.resolve("decoder.pt"));
        int before = NativeArrays.held();
        for (int i = 0; i < 20; i++) {
            new TorchModel(folder.resolve("encoder.pt"), folder.resolve("decoder.pt"), Cards.card("small", SHAPE, DIM))
                    .close();
        }
        assertEquals(before, NativeArrays.held());
    }
}
