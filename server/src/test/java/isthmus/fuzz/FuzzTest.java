package isthmus.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Limit;
import isthmus.Limits;
import isthmus.atlas.AtlasFile;
import isthmus.client.LiveClient;
import isthmus.client.RequestEnd;
import isthmus.columns.ColumnAtlas;
import isthmus.columns.GeneratedAtlas;
import isthmus.http.SmallServer;
import isthmus.inference.torch.NativeArrays;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Noise, lies and near misses, through real sockets to a real server over a small model. What is sent follows from the
 * seed alone; a failure names the seed of its round.
 */
@Isolated
class FuzzTest {
    private static final long SEED = 20_260_101;
    private static final int FRAMES = Integer.getInteger("isthmus.fuzz.frames", 10_000);
    private static final int DEFAULT_FRAMES = 8_000; // at the limits that nobody sets
    private static final int PICTURES = 2_000;
    private static final int ROWS = 5_000; // of the atlas of columns
    private static final int SESSIONS = 8;
    private static final int AT_ONCE = 40; // frames of a session before their endings are counted
    private static final long HEAP = 24L << 20; // bytes that may be in use more after it all, collected
    private static final long BUFFERS = 16L << 20; // bytes of direct buffers

    @TempDir
    Path folder;

    private final Pictures pictures = new Pictures();
    private final PrintStream log = System.err;
    private final Log written = new Log();
    private SmallServer site;
    private LiveClient client;

    /** What the server writes to its log: counted, and not kept. */
    private static final class Log extends OutputStream {
        private int lines;
        private int traces; // lines that begin with a tab, as those of a stack trace do
        private int before = '\n';

        @Override
        public synchronized void write(int next) {
            lines += next == '\n' ? 1 : 0;
            traces += next == '\t' && before == '\n' ? 1 : 0;
            before = next;
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            for (int i = from; i < from + count; i++) {
                write(bytes[i]);
            }
        }
    }

    /** What is in use, in bytes, once the garbage is gone. */
    private record InUse(long heap, long buffers, int arrays) {
        static InUse now() throws InterruptedException {
            long heap = Long.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                System.gc();
                Thread.sleep(50);
                heap = Math.min(
                        heap,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new InUse(heap, buffers, NativeArrays.held());
        }

        void assertLevel(InUse after) {
            assertTrue(after.heap - heap < HEAP, "the heap grew by " + (after.heap - heap) / 1024 + " kB");
            assertTrue(
                    after.buffers - buffers < BUFFERS, "buffers grew by " + (after.buffers - buffers) / 1024 + " kB");
            assertEquals(arrays, after.arrays, "native arrays");
        }
    }

    private static Limits tight() {
        return Limits.defaults()
                .with(Limit.MAX_FRAMES_PER_SECOND, 1_000_000)
                .with(Limit.MAX_POINTS_PER_REQUEST, 64)
                .with(Limit.MAX_GRID_CELLS, 64)
                .with(Limit.MAX_PATH_FRAMES, 32)
                .with(Limit.MAX_TILES_PER_REQUEST, 4)
                .with(Limit.MAX_DRAWS, 16)
                .with(Limit.MAX_EVIDENCE_DRAWS, 64)
                .with(Limit.EVIDENCE_SECONDS, 1)
                .with(Limit.MAX_POSTERIOR_CELLS, 64)
                .with(Limit.MAX_REFINEMENT_STEPS, 4)
                .with(Limit.MAX_WAITING_BYTES, 1 << 16)
                .with(Limit.MAX_UNFINISHED_BYTES, 1 << 19)
                .with(Limit.MAX_PIXELS_PER_IMAGE, 10_000);
    }

    private void open(Limits limits) throws Exception {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        site = new SmallServer(folder, settings -> {
            settings.limits = limits;
            writeColumns();
        });
        client = new LiveClient(site.address());
    }

    private void writeColumns() {
        try {
            Path digits = folder.resolve("digits");
            String encoder = Sha256.of(digits.resolve(ModelCard.ENCODER));
            Path columns = digits.resolve(ColumnAtlas.FOLDER);
            GeneratedAtlas.write(
                    columns, AtlasFile.read(Catalogue.read(folder).model("digits")), List.of("a"), ROWS, encoder);
            ColumnAtlas.index(columns, SmallServer.DIM, encoder, share -> {}, () -> true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        System.setErr(log);
        client.close();
        site.close();
    }

    @Test
    void manyWrongFramesEachGetOneEndingAndLeaveNothingBehind() throws Exception {
        open(tight());
        fuzz(FRAMES);
    }

    @Test
    void wrongFramesEachGetOneEndingAtTheDefaultLimitsToo() throws Exception {
        open(Limits.defaults());
        fuzz(DEFAULT_FRAMES);
    }

    private void fuzz(int frames) throws Exception {
        BinaryFrames binary = new BinaryFrames(pictures);
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            windows.add(new Window(client));
        }
        long id = 1000;
        int rounds = frames / SESSIONS / AT_ONCE;
        Nuisances nuisances = new Nuisances(site.address(), client);
        InUse before = null;
        for (int round = 0; round <= rounds; round++) {
            String seed = "seed %d, round %d".formatted(SEED, round);
            Dice dice = new Dice(SEED + round);
            nuisances.any(dice);
            for (Window window : windows) {
                for (int i = 0; i < AT_ONCE; i++) {
                    window.send(dice.oneIn(4) ? binary.any(id++, dice) : TextFrames.any(id++, dice));
                }
            }
            windows.forEach(window -> window.settle(seed));
            if (round == rounds / 10) {
                before = InUse.now();
            }
        }
        nuisances.close();
        for (Window window : windows) {
            assertSane(window, id++);
        }
        before.assertLevel(InUse.now());
        windows.forEach(Window::close);
        assertEquals(0, written.traces, "stack traces in the log");
        assertTrue(written.lines <= id, "a frame is a line of the log at most, found " + written.lines);
    }

    private static void assertSane(Window window, long id) {
        String text = Requests.text(id, Requests.read("{'op':'decode','model':'digits','codes':[[1,2]]}"));
        window.send(new Sent(id, false, text.getBytes(StandardCharsets.UTF_8), true, true));
        assertEquals(
                RequestEnd.Kind.ANSWERED, window.settle("afterwards").get(0).kind());
    }

    @Test
    void twoThousandWrongPicturesAreReadOrRefusedAndLeaveNothingBehind() throws Exception {
        open(tight());
        HttpClient http = HttpClient.newHttpClient();
        Window window = new Window(client);
        InUse before = null;
        for (int i = 0; i < PICTURES; i++) {
            String seed = "seed %d, picture %d".formatted(SEED, i);
            byte[] picture = pictures.any(new Dice(SEED + i));
            if (i % 2 == 0) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(site.address().resolve("/api/models/digits/encode"))
                                .POST(BodyPublishers.ofByteArray(picture))
                                .build(),
                        BodyHandlers.ofString());
                assertTrue(answer.statusCode() < 500, seed + ": " + answer.body());
            } else {
                window.send(BinaryFrames.whole(i, picture));
                window.settle(seed);
            }
            if (i == PICTURES / 10) {
                before = InUse.now();
            }
        }
        assertSane(window, PICTURES);
        before.assertLevel(InUse.now());
        window.close();
        assertEquals(0, written.traces, "stack traces in the log");
        assertTrue(written.lines <= PICTURES + 1, "a picture is a line of the log at most, found " + written.lines);
    }
}
