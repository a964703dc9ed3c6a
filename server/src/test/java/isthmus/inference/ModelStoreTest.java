// Long because what a store does with its models is held in one place, over one folder and one kind of model.
package isthmus.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.inference.ModelEvent.Kind;
import isthmus.inference.ModelStatus.State;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store over models in plain Java: when they open and close, and for whom. */
@Timeout(60)
class ModelStoreTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    Path directory;

    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<PlainModel> models = new CopyOnWriteArrayList<>();
    private final List<ModelEvent> events = new CopyOnWriteArrayList<>();
    private StoreFolder folder;
    private ModelStore store;

    @BeforeEach
    void folder() {
        folder = new StoreFolder(directory);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
        assertTrue(models.stream().allMatch(model -> model.closed), "every model is closed");
    }

    private PlainModel plain(ModelFolder from) {
        from.checked(ModelCard.ENCODER);
        from.checked(ModelCard.DECODER);
        opened.add(from.id());
        PlainModel model = new PlainModel(true);
        models.add(model);
        return model;
    }

    private void open(Function<ModelFolder, ? extends Model> opener, long maxOpenBytes) {
        store = ModelStore.open(
                directory, opener, new StoreOptions(QueueLimits.DEFAULT, maxOpenBytes, NEVER, (id, ran) -> {
                    if (ran.rows() == 13) {
                        throw new IllegalArgumentException("an unlucky number of rows");
                    }
                }));
        store.addListener(events::add);
    }

    private void open() {
        open(this::plain, 1L << 40);
    }

    private ModelLease lease(String id) throws Exception {
        return store.lease(id).get(20, TimeUnit.SECONDS);
    }

    private Failure refused(String id) {
        Throwable cause =
                assertThrows(ExecutionException.class, () -> lease(id)).getCause();
        return assertInstanceOf(Failure.class, cause);
    }

    private ModelStatus status(String id) {
        return store.models().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 2000 && !holds.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(holds.getAsBoolean());
    }

    @Test
    void aBatchThatDoesNotEndHoldsUpClosingForAWhileOnly() throws Exception {
        folder.put("apples", "two");
        PlainModel stuck = new PlainModel(false);
        models.add(stuck);
        open(from -> stuck, 1L << 40);
        CompletableFuture<float[]> job = lease("apples").engine().decode(new float[3], 1, Lane.BULK);
        stuck.entered.acquire();
        store.close(Duration.ofMillis(100));
        assertFalse(stuck.closed);
        stuck.gate.release();
        job.get(20, TimeUnit.SECONDS);
    }

    @Test
    void nothingIsOpenedBeforeItIsAskedForAndThenOnceForAll() throws Exception {
        folder.put("digits", "one");
        folder.put("apples", "two");
        open();
        assertEquals(
                List.of("digits", "apples"),
                store.models().stream().map(ModelStatus::id).toList());
        assertEquals(State.RESTING, status("apples").state());
        assertEquals("two", status("apples").card().title());
        assertTrue(status("apples").bytes() > 0);
        assertEquals(List.of(), opened);
        List<CompletableFuture<ModelLease>> asks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asks.add(store.lease("apples"));
        }
        for (CompletableFuture<ModelLease> ask : asks) {
            ModelLease lease = ask.get(20, TimeUnit.SECONDS);
            assertEquals(folder.card("apples"), lease.folder().card());
            assertEquals(lease.folder().version(), lease.version());
            assertArrayEquals(new float[3], lease.engine().in(Lane.INTERACTIVE).decode(new float[3], 1));
        }
        assertEquals(List.of("apples"), opened);
        assertEquals(10, status("apples").leases());
        assertEquals(State.OPEN, status("apples").state());
        CompletableFuture<ModelLease> eleventh = store.lease("apples");
        assertTrue(eleventh.isDone(), "an open model is lent at once");
        eleventh.get().close();
        eleventh.get().close();
        assertEquals(10, status("apples").leases(), "a lease is given back once");
        assertEquals(State.RESTING, status("digits").state());
    }

    @Test
    void anUnknownIdIsToldWhichModelsThereAreAndALongOneIsCut() throws Exception {
        folder.put("one", "1");
        folder.put("two", "2");
        open();
        assertEquals(
                "expected one of the models [one, two], found three",
                refused("three").getMessage());
        assertEquals(Failure.Kind.NOT_FOUND, refused("three").kind());
        assertTrue(refused("x".repeat(100_000)).getMessage().length() < 200);
    }

    @Test
    void atMostTwoOpenAtATimeAndTheDefaultIsNext() throws Exception {
        for (String id : List.of("a", "b", "c", "digits")) {
            folder.put(id, id);
        }
        Semaphore gate = new Semaphore(0);
        open(
                from -> {
                    opened.add("begun " + from.id());
                    gate.acquireUninterruptibly();
                    return plain(from);
                },
                1L << 40);
        List<CompletableFuture<ModelLease>> asks = new ArrayList<>();
        for (String id : List.of("a", "b", "c", "digits")) {
            asks.add(store.lease(id));
        }
        await(() -> opened.size() == 2);
        assertEquals(State.OPENING, status("c").state());
        gate.release(1);
        await(() -> opened.contains("begun digits"));
        assertFalse(opened.contains("begun c"));
        gate.release(10);
        for (CompletableFuture<ModelLease> ask : asks) {
            assertNotNull(ask.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aModelThatIsAddedAppearsAReplacedOneGetsANewVersionAndARemovedOneGoes() throws Exception {
        folder.put("kept", "kept");
        folder.put("changing", "old");
        open();
        ModelLease old = lease("changing");
        folder.put("added", "added");
        folder.put("changing", "new");
        store.scan();
        ModelLease fresh = lease("changing");
        assertNotEquals(old.version(), fresh.version());
        assertEquals("new", fresh.folder().card().title());
        assertNotSame(old.engine(), fresh.engine());
        assertNotNull(old.engine().in(Lane.INTERACTIVE).decode(new float[3], 1), "the old version works on");
        PlainModel first = models.get(0);
        assertFalse(first.closed);
        old.close();
        await(() -> first.closed);
        assertNotNull(lease("added").engine().in(Lane.INTERACTIVE).decode(new float[3], 1));
        folder.remove("changing");
        store.scan();
        assertEquals(Failure.Kind.NOT_FOUND, refused("changing").kind());
        assertNotNull(
                fresh.engine().in(Lane.INTERACTIVE).decode(new float[3], 1), "a lease lasts as long as it is held");
        fresh.close();
        await(() -> models.get(1).closed);
        String added = status("added").version();
        await(() -> events.size() == 6);
        assertEquals(
                List.of(
                        new ModelEvent(Kind.ADDED, "added", added),
                        new ModelEvent(Kind.REPLACED, "changing", old.version()),
                        new ModelEvent(Kind.ADDED, "changing", fresh.version()),
                        new ModelEvent(Kind.CLOSED, "changing", old.version()),
                        new ModelEvent(Kind.REMOVED, "changing", fresh.version()),
                        new ModelEvent(Kind.CLOSED, "changing", fresh.version())),
                events);
    }

    @Test
    void theFolderIsLookedAtWithoutBeingAsked() throws Exception {
        store = ModelStore.open(
                directory,
                this::plain,
                new StoreOptions(QueueLimits.DEFAULT, 1 << 20, Duration.ofMillis(20), (id, ran) -> {}));
        assertEquals(List.of(), store.models());
        folder.put("late", "late");
        await(() -> store.models().size() == 1);
        folder.remove("late");
        await(() -> store.models().isEmpty());
    }

    @Test
    void aFolderThatIsBeingCopiedIsRefusedAndHealsAndDisturbsNoOther() throws Exception {
        folder.put("good", "good");
        folder.put("copied", "copied");
        Path decoder = directory.resolve("copied").resolve(ModelCard.DECODER);
        Path aside = Files.move(decoder, directory.resolve("later"));
        Files.createDirectory(directory.resolve("empty"));
        open();
        assertEquals(
                List.of("good", "copied", "empty"),
                store.models().stream().map(ModelStatus::id).toList());
        ModelStatus broken = status("copied");
        assertEquals(State.REFUSED, broken.state());
        assertNull(broken.card());
        assertEquals(decoder + ": expected the file that card.json names, found no such file", broken.reason());
        Failure failure = refused("copied");
        assertEquals(Failure.Kind.MODEL_FAILED, failure.kind());
        assertTrue(failure.getMessage().contains(broken.reason()), failure.getMessage());
        assertNotNull(lease("good"));
        Files.move(aside, decoder);
        store.scan();
        assertNotNull(lease("copied"));
    }

    @Test
    void aNetworkThatIsReplacedWithoutItsCardIsToldAtTheNextOpening() throws Exception {
        folder.put("model", "model");
        open();
        lease("model").close();
        String version = status("model").version();
        Files.writeString(directory.resolve("model").resolve(ModelCard.DECODER), "other");
        store.scan();
        assertEquals(version, status("model").version());
        lease("model").close(); // it is open, and goes on as it is
        store.close();
        open();
        Failure failure = refused("model");
        assertEquals(Failure.Kind.MODEL_FAILED, failure.kind());
        assertTrue(failure.getMessage().contains("decoder.pt: expected sha256 "), failure.getMessage());
        assertEquals(State.FAILED, status("model").state());
        assertEquals(failure.getMessage(), status("model").reason());
        folder.put("model", "mended");
        store.scan();
        assertNotNull(lease("model"));
    }

    @Test
    void whoeverAskedForAVersionThatWasReplacedWhileItFailedToOpenGetsTheNewOne() throws Exception {
        folder.put("model", "old");
        CountDownLatch replaced = new CountDownLatch(1);
        open(
                from -> {
                    if (from.card().title().equals("old")) {
                        join(replaced);
                        from.checked(ModelCard.ENCODER);
                    }
                    return plain(from);
                },
                1L << 40);
        CompletableFuture<ModelLease> ask = store.lease("model");
        folder.put("model", "new");
        replaced.countDown();
        assertEquals("new", ask.get(20, TimeUnit.SECONDS).folder().card().title());
    }

    private static void join(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatCannotBeOpenedForLackOfMemoryOrALibraryFailsAlone() throws Exception {
        folder.put("good", "good");
        folder.put("large", "large");
        folder.put("deep", "deep");
        open(
                from -> {
                    switch (from.id()) {
                        case "large" -> throw new OutOfMemoryError("Java heap space");
                        case "deep" -> throw new StackOverflowError();
                        default -> {
                            return plain(from);
                        }
                    }
                },
                1L << 40);
        assertEquals(
                "expected the model to run, found java.lang.OutOfMemoryError: Java heap space",
                refused("large").getMessage());
        assertTrue(refused("deep").getMessage().contains("StackOverflowError"));
        assertNotNull(lease("good").engine().in(Lane.INTERACTIVE).decode(new float[3], 1));
    }

    @Test
    void aModelThatFailedIsOpenedAgainButNotMoreOftenThanOnceASecond() throws Exception {
        folder.put("model", "model");
        open(
                from -> {
                    opened.add("try");
                    throw new IllegalStateException("no luck");
                },
                1L << 40);
        long end = System.nanoTime() + Duration.ofMillis(2500).toNanos();
        while (System.nanoTime() < end) {
            assertTrue(refused("model").getMessage().contains("no luck"));
            Thread.sleep(5);
        }
        assertTrue(opened.size() >= 2 && opened.size() <= 3, opened.size() + " tries");
    }

    @Test
    void theLeastRecentlyUsedModelsWithoutLeasesMakeRoom() throws Exception {
        for (String id : List.of("a", "b", "c", "d")) {
            folder.put(id, id);
        }
        open();
        long one = status("a").bytes();
        store.close();
        open(this::plain, 3 * one);
        ModelLease held = lease("a");
        lease("b").close();
        lease("c").close();
        lease("b").close();
        lease("d").close();
        assertEquals(State.OPEN, status("a").state(), "it is in use");
        assertEquals(State.OPEN, status("b").state());
        assertEquals(State.RESTING, status("c").state());
        assertEquals(List.of("a", "b", "c", "d"), opened);
        lease("c").close();
        assertEquals(State.RESTING, status("b").state());
        assertSame(held.engine(), lease("a").engine());
        await(() -> models.stream().filter(model -> model.closed).count() == 2);
    }

    @Test
    void aModelForWhichModelsInUseLeaveNoRoomIsBusy() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            folder.put(id, id);
        }
        open(this::plain, 1);
        ModelLease a = lease("a");
        ModelLease b = lease("b"); // two may always be open
        Failure failure = refused("c");
        assertEquals(Failure.Kind.BUSY, failure.kind());
        assertEquals(State.RESTING, status("c").state());
        a.close();
        assertNotNull(lease("c"));
        assertEquals(State.RESTING, status("a").state());
        assertNotNull(b.engine().in(Lane.INTERACTIVE).decode(new float[3], 1));
    }

    @Test
    void aLeaseThatNobodyWantsAnyMoreIsGivenBack() throws Exception {
        folder.put("model", "model");
        Semaphore gate = new Semaphore(0);
        open(
                from -> {
                    gate.acquireUninterruptibly();
                    return plain(from);
                },
                1L << 40);
        CompletableFuture<ModelLease> unwanted = store.lease("model");
        unwanted.cancel(false);
        gate.release();
        await(() -> status("model").state() == State.OPEN);
        await(() -> status("model").leases() == 0);
    }

    /** Fails jobs that wait behind one of which the model dies, and tells the next lease why. */
    private void assertDies(PlainModel model, CompletableFuture<?> last, String reason) throws Exception {
        for (int i = 0; i < 2; i++) {
            Failure failure = assertInstanceOf(
                    Failure.class,
                    assertThrows(ExecutionException.class, () -> last.get(20, TimeUnit.SECONDS))
                            .getCause());
            assertEquals(Failure.Kind.MODEL_FAILED, failure.kind());
            assertTrue(failure.getMessage().contains(reason), failure.getMessage());
        }
        await(() -> status("model").state() == State.FAILED);
        assertTrue(status("model").reason().contains(reason), status("model").reason());
        Failure refused = refused("model");
        assertEquals(Failure.Kind.MODEL_FAILED, refused.kind());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertTrue(model.closed);
        Thread.sleep(1100);
        try (ModelLease lease = lease("model")) {
            assertNotNull(lease.engine().in(Lane.INTERACTIVE).decode(new float[3], 1), "it is opened again");
        }
    }

    /** A model that stands at its gate, and when it is opened again does not. */
    private void gated() throws Exception {
        folder.put("model", "model");
        open(
                from -> {
                    PlainModel model = new PlainModel(models.size() > 0);
                    models.add(model);
                    return model;
                },
                1L << 40);
    }

    @Test
    void anErrorInABatchFailsTheModelAndAllThatWaitWithTheReason() throws Exception {
        gated();
        Engine engine = lease("model").engine();
        PlainModel model = models.get(0);
        CompletableFuture<float[]> first = engine.decode(new float[3], 1, Lane.PATH);
        model.entered.acquire();
        CompletableFuture<float[]> deadly = engine.decode(new float[] {0, PlainModel.DEADLY, 0}, 1, Lane.PATH);
        CompletableFuture<float[]> joined = engine.decode(new float[3], 1, Lane.PATH);
        CompletableFuture<PosteriorBatch> waits = engine.encode(new float[3], 1, Lane.BULK);
        model.gate.release(1_000_000);
        first.get(20, TimeUnit.SECONDS);
        assertDies(model, waits, "java.lang.LinkageError: no such operator");
        assertThrows(ExecutionException.class, deadly::get);
        assertThrows(ExecutionException.class, joined::get);
        Failure late =
                assertThrows(Failure.class, () -> engine.in(Lane.INTERACTIVE).decode(new float[3], 1));
        assertEquals(Failure.Kind.MODEL_FAILED, late.kind(), "never busy");
    }

    @Test
    void anExceptionOfTheObserverFailsTheModelToo() throws Exception {
        gated();
        Engine engine = lease("model").engine();
        PlainModel model = models.get(0);
        CompletableFuture<float[]> unlucky = engine.decode(new float[39], 13, Lane.PATH);
        model.entered.acquire();
        CompletableFuture<PosteriorBatch> waits = engine.encode(new float[3], 1, Lane.BULK);
        model.gate.release(1_000_000);
        unlucky.get(20, TimeUnit.SECONDS);
        assertDies(model, waits, "an unlucky number of rows");
    }

    @Test
    void aModelThatDoesNotCloseInPeaceHasFailed() throws Exception {
        folder.put("a", "a");
        folder.put("b", "b");
        folder.put("c", "c");
        open(
                from -> {
                    PlainModel model = plain(from);
                    model.closesBadly = from.id().equals("a");
                    return model;
                },
                1);
        lease("a").close();
        lease("b").close();
        await(() -> status("a").state() == State.FAILED);
        assertTrue(status("a").reason().contains("does not close"), status("a").reason());
    }

    @Test
    void closingEndsWhatWaitsAndNothingIsLentAfterwards() throws Exception {
        folder.put("slow", "slow");
        folder.put("open", "open");
        Semaphore gate = new Semaphore(0);
        open(
                from -> {
                    if (from.id().equals("slow")) {
                        gate.acquireUninterruptibly();
                    }
                    return plain(from);
                },
                1L << 40);
        ModelLease held = lease("open");
        CompletableFuture<ModelLease> waits = store.lease("slow");
        Thread closer = new Thread(store::close);
        closer.start();
        assertEquals(
                Failure.Kind.BUSY,
                assertInstanceOf(
                                Failure.class,
                                assertThrows(ExecutionException.class, () -> waits.get(20, TimeUnit.SECONDS))
                                        .getCause())
                        .kind());
        assertTrue(closer.isAlive(), "it waits for what is opening");
        gate.release();
        closer.join();
        assertEquals(Failure.Kind.BUSY, refused("open").kind());
        assertTrue(models.stream().allMatch(model -> model.closed));
        held.close();
    }

    @Test
    void aDirectoryThatIsNotThereIsRefusedAtTheStartAndLaterTheModelsStay() throws IOException {
        Path none = directory.resolve("none");
        assertEquals(
                none + ": expected a directory of models, found none",
                assertThrows(Failure.class, () -> ModelStore.open(none, this::plain, StoreOptions.DEFAULT))
                        .getMessage());
        folder.put("model", "model");
        open();
        Files.move(directory, directory.resolveSibling("moved"));
        assertThrows(Failure.class, store::scan);
        assertEquals(State.RESTING, status("model").state());
        Files.move(directory.resolveSibling("moved"), directory);
    }
}
