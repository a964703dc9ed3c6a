package isthmus.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.latent.PosteriorBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EngineTest {
    private final AtomicReference<PlainModel> plain = new AtomicReference<>();
    private Engine engine;

    private PlainModel open(boolean gateOpen, int capacity) {
        engine = start(
                () -> {
                    plain.set(new PlainModel(gateOpen));
                    return plain.get();
                },
                new QueueLimits(capacity, QueueLimits.DEFAULT.bytes()),
                ran -> {});
        return plain.get();
    }

    private static Engine start(Supplier<? extends Model> opener, QueueLimits limits, Consumer<BatchRun> observer) {
        return Engine.join(Engine.start("plain", opener, limits, observer));
    }

    @AfterEach
    void close() {
        if (plain.get() != null) {
            plain.get().gate.release(1_000_000);
        }
        if (engine != null) {
            engine.close();
        }
    }

    /** Rows that are told apart by their first value. */
    private static float[] rows(int first, int count) {
        float[] values = new float[count * PlainModel.DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = (first + i / PlainModel.DIM) / 100f;
        }
        return values;
    }

    private static Failure failure(CompletableFuture<?> answer) {
        return assertInstanceOf(
                Failure.class,
                assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS))
                        .getCause());
    }

    @Test
    void oneThreadOpensRunsAndClosesTheModel() {
        PlainModel vae = open(true, 8);
        engine.in(Lane.INTERACTIVE).encode(rows(1, 2), 2);
        engine.in(Lane.INTERACTIVE).decode(rows(1, 2), 2);
        engine.close();
        assertTrue(vae.closed);
        assertEquals(1, vae.threads.size());
        assertFalse(vae.threads.contains(Thread.currentThread()));
    }

    @Test
    void answersAreThoseOfTheModel() {
        open(true, 8);
        PosteriorBatch codes = engine.in(Lane.INTERACTIVE).encode(rows(5, 2), 2);
        assertArrayEquals(rows(5, 2), codes.means());
        assertEquals(-0.05f, codes.logvar()[0]);
        assertArrayEquals(rows(7, 3), engine.in(Lane.INTERACTIVE).decode(rows(7, 3), 3));
        assertArrayEquals(new float[] {0, 0}, engine.in(Lane.INTERACTIVE).logLikelihood(rows(1, 2), 1, rows(1, 2), 2));
    }

    @Test
    void aNumberOfWhichSumsOverflowIsRefusedBeforeTheModelRuns() {
        open(true, 8);
        float[] codes = rows(1, 2);
        codes[PlainModel.DIM] = -3e38f;
        Failure failure =
                assertThrows(Failure.class, () -> engine.in(Lane.INTERACTIVE).decode(codes, 2));
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertEquals("codes: expected values from -1000000 to 1000000, found -3.0E38 in row 1", failure.getMessage());
    }

    @Test
    void jobsThatDoTheSameRunAsOneBatchAndEachGetsItsPart() throws Exception {
        PlainModel vae = open(false, 100);
        CompletableFuture<float[]> first = engine.decode(rows(0, 1), 1, Lane.PATH);
        vae.entered.acquire();
        List<CompletableFuture<float[]>> decodes = new ArrayList<>();
        CompletableFuture<PosteriorBatch> encode = engine.encode(rows(90, 2), 2, Lane.PATH);
        for (int i = 1; i <= 4; i++) {
            decodes.add(engine.decode(rows(10 * i, i), i, Lane.PATH));
        }
        CompletableFuture<PosteriorBatch> second = engine.encode(rows(95, 3), 3, Lane.PATH);
        vae.gate.release(100);
        assertArrayEquals(rows(0, 1), first.get());
        for (int i = 1; i <= 4; i++) {
            assertArrayEquals(rows(10 * i, i), decodes.get(i - 1).get());
        }
        assertArrayEquals(rows(90, 2), encode.get().means());
        assertArrayEquals(rows(95, 3), second.get().means());
        assertEquals(-0.95f, second.get().logvar()[0]);
        assertEquals(List.of("decode 1", "encode 5", "decode 10"), vae.batches);
    }

    @Test
    void whatIsDecodedAloneIsABatchOfItsOwnWhoeverWaitsBesideIt() throws Exception {
        PlainModel vae = open(false, 100);
        CompletableFuture<float[]> first = engine.decode(rows(0, 1), 1, Lane.PATH);
        vae.entered.acquire();
        List<CompletableFuture<float[]>> alone = new ArrayList<>();
        List<CompletableFuture<float[]>> joined = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            joined.add(engine.decode(rows(10 * i, i), i, Lane.PATH));
            alone.add(engine.decodeAlone(rows(50 * i, 4), 4, Lane.PATH));
        }
        vae.gate.release(100);
        assertArrayEquals(rows(0, 1), first.get());
        for (int i = 1; i <= 2; i++) {
            assertArrayEquals(rows(50 * i, 4), alone.get(i - 1).get());
            assertArrayEquals(rows(10 * i, i), joined.get(i - 1).get());
        }
        assertEquals(List.of("decode 1", "decode 3", "decode 4", "decode 4"), vae.batches);
    }

    @Test
    void scoresJoinToo() throws Exception {
        PlainModel vae = open(false, 100);
        CompletableFuture<float[]> first = engine.decode(rows(0, 1), 1, Lane.PATH);
        vae.entered.acquire();
        List<Thread> callers = new ArrayList<>();
        List<float[]> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int shift = i;
            answers.add(null);
            Thread caller = new Thread(() -> answers.set(
                    shift, engine.in(Lane.INTERACTIVE).logLikelihood(rows(0, 2), 1, rows(100 * shift, 2), 2)));
            caller.start();
            callers.add(caller);
            while (caller.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        vae.gate.release(100);
        for (int i = 0; i < 3; i++) {
            callers.get(i).join();
            assertArrayEquals(new float[] {-3 * i, -3 * i}, answers.get(i), 1e-5f);
        }
        first.get();
        assertEquals(List.of("decode 1", "score 6"), vae.batches);
    }

    @Test
    void aJoinedBatchIsBoundedAndALargeJobRunsAlone() throws Exception {
        PlainModel vae = open(false, 100);
        CompletableFuture<float[]> first = engine.decode(rows(0, 1), 1, Lane.PATH);
        vae.entered.acquire();
        List<CompletableFuture<float[]>> answers = new ArrayList<>();
        for (int count : new int[] {200, 50, 10, 300, 1}) {
            answers.add(engine.decode(rows(1, count), count, Lane.PATH));
        }
        vae.gate.release(100);
        first.get();
        for (CompletableFuture<float[]> answer : answers) {
            answer.get();
        }
        assertEquals(List.of("decode 1", "decode 250", "decode 10", "decode 300", "decode 1"), vae.batches);
    }

    @Test
    void aFullQueueIsBusyAtOnceAndTakesJobsAgainLater() throws Exception {
        PlainModel vae = open(false, 2);
        CompletableFuture<float[]> running = engine.decode(rows(0, 1), 1, Lane.INTERACTIVE);
        vae.entered.acquire();
        CompletableFuture<float[]> waiting = engine.decode(rows(1, 1), 1, Lane.INTERACTIVE);
        CompletableFuture<float[]> last = engine.decode(rows(2, 1), 1, Lane.INTERACTIVE);
        Failure busy = assertThrows(Failure.class, () -> engine.decode(rows(3, 1), 1, Lane.INTERACTIVE));
        assertEquals(Failure.Kind.BUSY, busy.kind());
        assertThrows(
                Failure.class,
                () -> engine.in(Lane.INTERACTIVE).decode(rows(3, 1), 1),
                "the call that waits does not wait to be let in");
        vae.gate.release(100);
        running.get();
        waiting.get();
        last.get();
        assertArrayEquals(rows(4, 1), engine.in(Lane.INTERACTIVE).decode(rows(4, 1), 1));
    }

    @Test
    void aJobFailsForItsOwnFaultAlone() throws Exception {
        PlainModel vae = open(false, 100);
        CompletableFuture<float[]> first = engine.decode(rows(0, 1), 1, Lane.PATH);
        vae.entered.acquire();
        CompletableFuture<float[]> good = engine.decode(rows(1, 1), 1, Lane.PATH);
        CompletableFuture<float[]> bad = engine.decode(new float[] {0, 500, 0}, 1, Lane.PATH);
        CompletableFuture<float[]> defect = engine.decode(new float[] {5000, 0, 0}, 1, Lane.PATH);
        CompletableFuture<float[]> alsoGood = engine.decode(rows(2, 2), 2, Lane.PATH);
        vae.gate.release(100);
        first.get();
        assertArrayEquals(rows(1, 1), good.get());
        assertArrayEquals(rows(2, 2), alsoGood.get());
        assertEquals("expected codes up to 100, found 500.0", failure(bad).getMessage());
        assertEquals(Failure.Kind.MODEL_FAILED, failure(defect).kind());
        assertTrue(failure(defect).getMessage().contains("a defect"));
        Failure thrown =
                assertThrows(Failure.class, () -> engine.in(Lane.INTERACTIVE).decode(new float[] {0, 0, 500}, 1));
        assertEquals("expected codes up to 100, found 500.0", thrown.getMessage());
        assertArrayEquals(rows(9, 1), engine.in(Lane.INTERACTIVE).decode(rows(9, 1), 1), "the model goes on");
    }

    @Test
    void aJobThatNobodyWantsAnyMoreIsNotRun() throws Exception {
        PlainModel vae = open(false, 100);
        CompletableFuture<float[]> first = engine.decode(rows(0, 1), 1, Lane.PATH);
        vae.entered.acquire();
        CompletableFuture<float[]> unwanted = engine.decode(rows(1, 7), 7, Lane.PATH);
        CompletableFuture<float[]> wanted = engine.decode(rows(2, 2), 2, Lane.PATH);
        unwanted.cancel(false);
        vae.gate.release(100);
        first.get();
        wanted.get();
        assertEquals(List.of("decode 1", "decode 2"), vae.batches);
    }

    @Test
    void closingFinishesWhatRunsAndFailsWhatWaits() throws Exception {
        PlainModel vae = open(false, 100);
        CompletableFuture<float[]> running = engine.decode(rows(0, 1), 1, Lane.PATH);
        vae.entered.acquire();
        CompletableFuture<float[]> waiting = engine.decode(rows(1, 1), 1, Lane.PATH);
        Thread closer = new Thread(engine::close);
        closer.start();
        assertEquals(Failure.Kind.BUSY, failure(waiting).kind());
        assertFalse(running.isDone());
        assertFalse(vae.closed);
        vae.gate.release(100);
        closer.join();
        assertArrayEquals(rows(0, 1), running.get());
        assertTrue(vae.closed);
        assertEquals(
                Failure.Kind.BUSY,
                assertThrows(Failure.class, () -> engine.in(Lane.INTERACTIVE).decode(rows(0, 1), 1))
                        .kind());
        engine.close();
    }

    @Test
    void closingFromTheModelsOwnThreadDoesNotWaitForItself() throws Exception {
        PlainModel vae = open(false, 100);
        CompletableFuture<Void> chained =
                engine.decode(rows(0, 1), 1, Lane.PATH).thenAccept(answer -> engine.close());
        vae.gate.release(100);
        chained.get(10, TimeUnit.SECONDS);
    }

    @Test
    void waitingOnTheModelsOwnThreadIsADefectThatSpeaksUp() throws Exception {
        PlainModel vae = open(false, 100);
        CompletableFuture<float[]> chained = engine.decode(rows(0, 1), 1, Lane.PATH)
                .thenApply(answer -> engine.in(Lane.INTERACTIVE).decode(answer, 1));
        vae.gate.release(100);
        assertInstanceOf(
                IllegalStateException.class,
                assertThrows(ExecutionException.class, chained::get).getCause());
    }

    @Test
    void aBatchOfTheWrongSizeIsRefusedBeforeItWaits() {
        PlainModel vae = open(true, 8);
        Failure failure = assertThrows(Failure.class, () -> engine.encode(new float[4], 1, Lane.PATH));
        assertEquals("images: expected 1 rows of 3 values, found 4 values", failure.getMessage());
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertEquals(List.of(), vae.batches);
    }

    @Test
    void whatTheOpenerThrowsIsThrown() {
        Failure failure = assertThrows(
                Failure.class,
                () -> start(
                        () -> {
                            throw Failure.badInput("encoder.pt", "a file", "none");
                        },
                        QueueLimits.DEFAULT,
                        ran -> {}));
        assertEquals("encoder.pt: expected a file, found none", failure.getMessage());
        Failure defect = assertThrows(
                Failure.class,
                () -> start(
                        () -> {
                            throw new UnsatisfiedLinkError("no library");
                        },
                        QueueLimits.DEFAULT,
                        ran -> {}));
        assertTrue(defect.getMessage().contains("no library"), defect.getMessage());
    }
}
