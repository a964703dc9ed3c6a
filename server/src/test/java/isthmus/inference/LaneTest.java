package isthmus.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is served first, on an engine whose model stands at a gate while jobs come in. */
@Timeout(30)
class LaneTest {
    private static final int CAPACITY = 40;

    private final List<String> order = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<?>> answers = new ArrayList<>();
    private final List<BatchRun> ran = new CopyOnWriteArrayList<>();
    private PlainModel vae;
    private Engine engine;

    @BeforeEach
    void standAtTheGate() throws Exception {
        vae = new PlainModel(false);
        QueueLimits limits = new QueueLimits(CAPACITY, QueueLimits.DEFAULT.bytes());
        engine = Engine.join(Engine.start("plain", () -> vae, limits, ran::add));
        decode("first", Lane.BULK, 1);
        vae.entered.acquire();
    }

    @AfterEach
    void close() {
        vae.gate.release(1_000_000);
        engine.close();
    }

    private static float[] rows(int count, float value) {
        float[] rows = new float[count * PlainModel.DIM];
        java.util.Arrays.fill(rows, value);
        return rows;
    }

    private void decode(String name, Lane lane, int count) {
        keep(name, engine.decode(rows(count, 1), count, lane));
    }

    private void keep(String name, CompletableFuture<?> answer) {
        answers.add(answer.thenAccept(values -> order.add(name)));
    }

    private List<String> openTheGate() throws Exception {
        vae.gate.release(1_000_000);
        for (CompletableFuture<?> answer : answers) {
            answer.exceptionally(error -> null).get(10, TimeUnit.SECONDS);
        }
        return order.subList(1, order.size());
    }

    @Test
    void interactiveComesBeforePathsBeforeTilesBeforeBulk() throws Exception {
        decode("bulk", Lane.BULK, 256);
        decode("tile", Lane.TILES, 256);
        decode("path", Lane.PATH, 256);
        decode("hover", Lane.INTERACTIVE, 256);
        assertEquals(List.of("hover", "path", "tile", "bulk"), openTheGate());
    }

    @Test
    void anUrgentJobIsNotMadeSlowerByLessUrgentOnesInItsBatch() throws Exception {
        decode("tile", Lane.TILES, 64);
        decode("hover", Lane.INTERACTIVE, 1);
        openTheGate();
        assertEquals(List.of("decode 1", "decode 1", "decode 64"), vae.batches);
    }

    @Test
    void aJobJoinsALessUrgentBatchThatWouldRunBeforeIt() throws Exception {
        keep("encode", engine.encode(rows(1, 1), 1, Lane.INTERACTIVE));
        for (int i = 0; i < JobQueue.PATIENCE; i++) {
            keep("alone", engine.encode(rows(256, 1), 256, Lane.INTERACTIVE));
        }
        decode("late", Lane.INTERACTIVE, 1);
        decode("tile", Lane.TILES, 64);
        openTheGate();
        assertTrue(vae.batches.contains("decode 65"), vae.batches.toString());
    }

    @Test
    void nothingStarvesWhileMoreUrgentJobsKeepComing() throws Exception {
        for (Lane lane : List.of(Lane.BULK, Lane.TILES, Lane.PATH)) {
            decode(lane.name(), lane, 256);
        }
        for (int i = 0; i < CAPACITY; i++) {
            decode("hover", Lane.INTERACTIVE, 256);
        }
        List<String> served = openTheGate();
        for (Lane lane : List.of(Lane.BULK, Lane.TILES, Lane.PATH)) {
            int turn = served.indexOf(lane.name());
            assertTrue(turn >= JobQueue.PATIENCE && turn < JobQueue.PATIENCE + 4, served.toString());
        }
    }

    @Test
    void aFullLaneIsBusyAtOnceAndTheOthersAreNot() throws Exception {
        for (int i = 0; i < CAPACITY; i++) {
            decode("tile", Lane.TILES, 1);
        }
        Failure busy = assertThrows(Failure.class, () -> decode("tile", Lane.TILES, 1));
        assertEquals(Failure.Kind.BUSY, busy.kind());
        decode("hover", Lane.INTERACTIVE, 1);
        assertEquals(CAPACITY + 1, engine.waiting());
        assertEquals("hover", openTheGate().get(0));
    }

    @Test
    void aLaneIsFullOfBytesToo() throws Exception {
        close();
        answers.clear();
        PlainModel model = new PlainModel(false);
        vae = model;
        // Each lane may hold 50 rows of three floats.
        QueueLimits limits = new QueueLimits(CAPACITY, 4 * 50 * 3 * Float.BYTES);
        engine = Engine.join(Engine.start("plain", () -> model, limits, ran::add));
        decode("first", Lane.BULK, 1);
        model.entered.acquire();
        CompletableFuture<float[]> large = engine.decode(rows(40, 1), 40, Lane.TILES, "place");
        decode("tile", Lane.TILES, 10);
        Failure busy = assertThrows(Failure.class, () -> decode("more", Lane.TILES, 1));
        assertEquals(Failure.Kind.BUSY, busy.kind());
        assertEquals(
                "expected at most 600 bytes of input waiting in a lane of the model, found 600 and another 12; try again",
                busy.getMessage());
        decode("hover", Lane.INTERACTIVE, 300); // the first of a lane may be larger
        assertThrows(Failure.class, () -> decode("hover", Lane.INTERACTIVE, 1));
        CompletableFuture<float[]> smaller = engine.decode(rows(30, 1), 30, Lane.TILES, "place");
        assertTrue(large.isCancelled());
        decode("more", Lane.TILES, 10);
        smaller.cancel(false);
        decode("more", Lane.TILES, 30);
        assertThrows(Failure.class, () -> decode("more", Lane.TILES, 1));
        openTheGate();
        decode("again", Lane.TILES, 50);
    }

    @Test
    void aCancelledJobCostsNeitherWorkNorRoom() throws Exception {
        List<CompletableFuture<float[]>> unwanted = new ArrayList<>();
        for (int i = 0; i < CAPACITY; i++) {
            unwanted.add(engine.decode(rows(3, 1), 3, Lane.TILES));
        }
        unwanted.forEach(answer -> answer.cancel(false));
        assertEquals(0, engine.waiting());
        decode("wanted", Lane.TILES, 2);
        assertEquals(List.of("wanted"), openTheGate());
        assertEquals(List.of("decode 1", "decode 2"), vae.batches);
    }

    @Test
    void theNewestOfAPlaceKeepsThePositionOfWhatItReplaces() throws Exception {
        CompletableFuture<float[]> old = engine.decode(rows(256, 1), 256, Lane.INTERACTIVE, "hand");
        keep("old", old);
        decode("other", Lane.INTERACTIVE, 256);
        CompletableFuture<float[]> newest = engine.decode(rows(256, 2), 256, Lane.INTERACTIVE, "hand");
        keep("newest", newest);
        assertEquals(List.of("newest", "other"), openTheGate());
        assertThrows(CancellationException.class, old::join);
        assertArrayEquals(rows(256, 2), newest.join());
    }

    @Test
    void aPlaceInAFullLaneTakesItsNewest() throws Exception {
        keep("old", engine.decode(rows(1, 1), 1, Lane.INTERACTIVE, "hand"));
        for (int i = 1; i < CAPACITY; i++) {
            decode("other", Lane.INTERACTIVE, 256);
        }
        keep("newest", engine.decode(rows(1, 2), 1, Lane.INTERACTIVE, "hand"));
        assertEquals("newest", openTheGate().get(0));
    }

    @Test
    void whatRunsIsNotReplacedByTheNewestOfItsPlace() throws Exception {
        CompletableFuture<float[]> running = engine.decode(rows(256, 1), 256, Lane.INTERACTIVE, "hand");
        keep("running", running);
        vae.gate.release(1);
        vae.entered.acquire();
        keep("newest", engine.decode(rows(256, 2), 256, Lane.INTERACTIVE, "hand"));
        assertFalse(running.isDone());
        assertEquals(List.of("running", "newest"), openTheGate());
    }

    @Test
    void theObserverIsToldOfEachBatch() throws Exception {
        decode("a", Lane.PATH, 3);
        decode("b", Lane.PATH, 4);
        openTheGate();
        engine.close();
        assertEquals(2, ran.size());
        BatchRun joined = ran.get(1);
        assertEquals("decode", joined.operation());
        assertEquals(2, joined.jobs());
        assertEquals(7, joined.rows());
        assertTrue(joined.nanoseconds() > 0);
    }
}
