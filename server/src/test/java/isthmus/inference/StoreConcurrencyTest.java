package isthmus.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.latent.Noise;
import isthmus.model.ModelFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that lease, use and give back models while others come, change, die and go. */
@Timeout(120)
class StoreConcurrencyTest {
    private static final List<String> IDS = List.of("digits", "b", "c", "d", "e");
    private static final int THREADS = 8;
    private static final Duration LONGEST = Duration.ofSeconds(80);

    @TempDir
    Path directory;

    private final List<PlainModel> models = new CopyOnWriteArrayList<>();
    private final Map<Failure.Kind, AtomicInteger> failures = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();

    private PlainModel plain(ModelFolder folder) {
        folder.checked("encoder.pt");
        PlainModel model = new PlainModel(true);
        models.add(model);
        return model;
    }

    @Test
    void everyJobEndsOnceOnAnOpenModelAndAllAreClosedAtTheEnd() throws Exception {
        StoreFolder folder = new StoreFolder(directory);
        for (String id : IDS) {
            folder.put(id, "first");
        }
        long three = 3 * ModelEntry.weight(ModelFolder.read(directory.resolve("b"))) + 1000;
        long end = System.nanoTime() + LONGEST.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        List<Future<?>> done = new ArrayList<>();
        ModelStore store = ModelStore.open(
                directory,
                this::plain,
                new StoreOptions(QueueLimits.DEFAULT, three, Duration.ofMillis(15), (id, ran) -> {}));
        try {
            for (int t = 0; t < THREADS; t++) {
                Noise noise = new Noise(11, t);
                done.add(threads.submit(() -> use(store, noise, end)));
            }
            done.add(threads.submit(() -> change(folder, new Noise(12, 0), end)));
            for (Future<?> each : done) {
                each.get(60, TimeUnit.SECONDS);
            }
            assertTrue(areGivenBack(store), "every lease is given back");
        } finally {
            store.close();
            threads.shutdown();
        }
        assertTrue(isEnough(), answers + " answers, " + models.size() + " models, " + failures);
        assertTrue(models.stream().allMatch(model -> model.closed));
        assertTrue(models.stream().allMatch(model -> model.threads.size() == 1), "each has one thread");
        assertTrue(models.stream().noneMatch(model -> model.usedAfterClose));
        assertEquals(List.of(), livingThreads(), "no thread is left");
    }

    /** Whether enough has happened, however fast the machine is. */
    private boolean isEnough() {
        return answers.get() > 1000 && deaths.get() > 0 && models.size() > 20;
    }

    /** Leases of asks that were cancelled are given back by the store's thread, which may be behind. */
    private static boolean areGivenBack(ModelStore store) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        boolean given = false;
        while (!given && System.nanoTime() < end) {
            given = store.models().stream().allMatch(status -> status.leases() == 0);
            Thread.sleep(1);
        }
        return given;
    }

    /** Names of the models' threads that live; each ends just after its model. */
    private List<String> livingThreads() throws InterruptedException {
        List<String> living = new ArrayList<>();
        for (PlainModel model : models) {
            for (Thread thread : model.threads) {
                thread.join(5000);
                if (thread.isAlive()) {
                    living.add(thread.getName());
                }
            }
        }
        return living;
    }

    private Void use(ModelStore store, Noise noise, long end) throws Exception {
        while (System.nanoTime() < end && !isEnough()) {
            CompletableFuture<ModelLease> ask = store.lease(IDS.get(noise.nextInt(IDS.size())));
            if (noise.nextInt(20) == 0) {
                ask.cancel(false); // given back by whoever would have lent it, or here
                if (!ask.isCancelled() && !ask.isCompletedExceptionally()) {
                    ask.get().close();
                }
                continue;
            }
            try (ModelLease lease = ask.get(20, TimeUnit.SECONDS)) {
                use(lease, noise);
            } catch (ExecutionException e) {
                Failure failure = (Failure) e.getCause();
                count(failure);
                if (failure.kind() == Failure.Kind.MODEL_FAILED) {
                    Thread.sleep(1); // it is told at once for a second
                }
            }
        }
        return null;
    }

    private void use(ModelLease lease, Noise noise) throws Exception {
        List<CompletableFuture<float[]>> jobs = new ArrayList<>();
        AtomicInteger ends = new AtomicInteger();
        int count = 1 + noise.nextInt(5);
        try {
            for (int i = 0; i < count; i++) {
                float code = noise.nextInt(300) == 0 ? PlainModel.DEADLY : i / 10f;
                CompletableFuture<float[]> job = lease.engine().decode(new float[] {0, 0, code}, 1, Lane.PATH);
                jobs.add(job.whenComplete((answer, error) -> ends.incrementAndGet()));
            }
        } catch (Failure e) {
            count(e); // it died meanwhile
        }
        for (int i = 0; i < jobs.size(); i++) {
            try {
                assertArrayEquals(new float[] {0, 0, i / 10f}, jobs.get(i).get(20, TimeUnit.SECONDS));
                answers.incrementAndGet();
            } catch (ExecutionException e) {
                count((Failure) e.getCause());
            }
        }
        assertEquals(jobs.size(), ends.get());
    }

    private void count(Failure failure) {
        if (failure.kind() == Failure.Kind.BUSY) {
            // A model is never closed under a lease.
            assertTrue(failure.getMessage().contains("memory for one more model"), failure.getMessage());
        }
        if (failure.getMessage().contains("LinkageError")) {
            deaths.incrementAndGet();
        }
        failures.computeIfAbsent(failure.kind(), kind -> new AtomicInteger()).incrementAndGet();
    }

    private Void change(StoreFolder folder, Noise noise, long end) throws Exception {
        for (int i = 0; System.nanoTime() < end && !isEnough(); i++) {
            String id = IDS.get(noise.nextInt(IDS.size()));
            if (noise.nextInt(3) == 0) {
                folder.remove(id);
            } else {
                folder.put(id, "number " + i);
            }
            Thread.sleep(5);
        }
        return null;
    }
}
