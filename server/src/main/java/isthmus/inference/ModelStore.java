// Long because all that happens to a model's state happens under one monitor.
package isthmus.inference;

import isthmus.Failure;
import isthmus.model.Catalogue;
import isthmus.model.Catalogue.Refusal;
import isthmus.model.ModelDirectory;
import isthmus.model.ModelFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends models by id: opens each on first use, on the model's own thread, and closes the least recently used when memory
 * is wanted. Looks at the folder again and again, so that models may come, change and go. Any thread, and none ever waits
 * but in {@link #close} and {@link #scan}.
 * Long because what its monitor guards stands in one file.
 */
public final class ModelStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);
    private static final int OPENING = 2; // models at a time, for each takes a core
    private static final Duration CLOSING = Duration.ofSeconds(10); // a batch that never ends is waited for no longer

    private final ModelDirectory directory; // its monitor is held by whoever scans
    private final Function<ModelFolder, ? extends Model> opener;
    private final StoreOptions options;
    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();

    /** On which the folder is scanned, and others are told of what they wait for: outside the store's monitor. */
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, this::daemon);

    private volatile Thread own; // the one of that executor
    private final List<Consumer<ModelEvent>> listeners = new CopyOnWriteArrayList<>();

    private volatile Map<String, ModelEntry> served = Map.of(); // by id, the default first; a new map for each change

    // Under the store's monitor.
    private List<Refusal> refusals = List.of();
    private final Deque<ModelEntry> toOpen = new ArrayDeque<>();
    private final Set<ModelEntry> opening = new HashSet<>();
    private final Set<LeasedEngine> engines = new HashSet<>(); // open or closing
    private boolean closed;
    private String trouble = ""; // of the last scan, so that it is logged once

    private ModelStore(ModelDirectory directory, Function<ModelFolder, ? extends Model> opener, StoreOptions options) {
        this.directory = directory;
        this.opener = opener;
        this.options = options;
    }

    private Thread daemon(Runnable task) {
        own = new Thread(task, "model store");
        own.setDaemon(true);
        return own;
    }

    /**
     * Reads the cards of a directory, or refuses one that is not there. Opens no model.
     *
     * @param opener opens a folder's networks after it checked their hashes; called on the thread on which the model
     *     stays, and whatever it throws is the reason why the model failed
     */
    public static ModelStore open(Path directory, Function<ModelFolder, ? extends Model> opener, StoreOptions options) {
        ModelStore store = new ModelStore(new ModelDirectory(directory), opener, options);
        store.scan();
        long pause = options.scanInterval().toMillis();
        ScheduledFuture<?> unused =
                store.thread.scheduleWithFixedDelay(store::tick, pause, pause, TimeUnit.MILLISECONDS);
        return store;
    }

    /** Every model: those that are served, the default first, then those that are refused. */
    public List<ModelStatus> models() {
        Map<String, ModelEntry> entries;
        List<Refusal> refused;
        List<ModelStatus> all = new ArrayList<>();
        synchronized (this) {
            entries = served;
            refused = refusals;
            entries.values().forEach(entry -> all.add(entry.status()));
        }
        for (Refusal refusal : refused) {
            all.add(new ModelStatus(
                    refusal.id(), null, ModelStatus.State.REFUSED, refusal.sentence(), null, null, 0, 0, 0));
        }
        return all;
    }

    /** The folder of a model as it is now, or a Failure that names those there are. */
    public synchronized ModelFolder folder(String id) {
        ModelEntry entry = served.get(id);
        if (entry == null) {
            throw Catalogue.missing(served.keySet(), refusals, id);
        }
        return entry.folder;
    }

    /**
     * Lends a model: at once where it is open, else when it is. The answer fails with NOT_FOUND, which names the models
     * there are, with MODEL_FAILED and the reason, or with BUSY where too many models are in use. What is chained to it
     * runs on the caller's thread or on the store's, which it must not hold up. Cancelling it gives the lease back.
     */
    public CompletableFuture<ModelLease> lease(String id) {
        ModelEntry entry = served.get(id);
        LeasedEngine open = entry == null ? null : entry.open;
        if (open != null && open.acquire()) {
            return CompletableFuture.completedFuture(new ModelLease(open));
        }
        return ask(id);
    }

    private synchronized CompletableFuture<ModelLease> ask(String id) {
        if (closed) {
            return CompletableFuture.failedFuture(closing());
        }
        ModelEntry entry = served.get(id);
        if (entry == null) {
            return CompletableFuture.failedFuture(Catalogue.missing(served.keySet(), refusals, id));
        }
        LeasedEngine open = entry.open;
        if (open != null && open.acquire()) {
            return CompletableFuture.completedFuture(new ModelLease(open));
        }
        if (entry.refusal() != null) {
            return CompletableFuture.failedFuture(entry.refusal());
        }
        CompletableFuture<ModelLease> answer = new CompletableFuture<>();
        if (entry.ask(answer)) {
            if (id.equals(Catalogue.DEFAULT)) {
                toOpen.addFirst(entry);
            } else {
                toOpen.addLast(entry);
            }
            openNext();
        }
        return answer;
    }

    /** Told on the store's thread of what happens from now on, in its order; quick. */
    public void addListener(Consumer<ModelEvent> listener) {
        listeners.add(listener);
    }

    private void tell(List<ModelEvent> events) {
        for (ModelEvent event : events) {
            for (Consumer<ModelEvent> listener : listeners) {
                thread.execute(() -> {
                    try {
                        listener.accept(event);
                    } catch (RuntimeException e) {
                        LOG.error("a listener failed on {}", event, e);
                    }
                });
            }
        }
    }

    /** Opens what waits for it, as far as there is memory and few others are opening. Under the monitor. */
    private void openNext() {
        while (opening.size() < OPENING && !toOpen.isEmpty()) {
            ModelEntry next = toOpen.peek();
            if (isTooMuch(next.bytes)) {
                toOpen.remove();
                fail(
                        next.endOpening(),
                        Failure.busy(next.id(), "memory for one more model", "all of it taken by models in use"));
                continue;
            }
            closeIdle(next.bytes);
            boolean room = opened(engine -> true) + next.bytes <= options.maxOpenBytes();
            if (!room && engines.stream().anyMatch(LeasedEngine::isClosing)) {
                return; // until they have closed
            }
            toOpen.remove();
            opening.add(next);
            start(next);
        }
    }

    /** Bytes of the models that are opening, and of those engines. Under the monitor. */
    private long opened(Predicate<LeasedEngine> which) {
        return opening.stream().mapToLong(entry -> entry.bytes).sum()
                + engines.stream()
                        .filter(which)
                        .mapToLong(engine -> engine.bytes)
                        .sum();
    }

    /** Whether the models in use leave no room. Two may be open whatever they weigh. Under the monitor. */
    private boolean isTooMuch(long bytes) {
        long inUse = engines.stream().filter(engine -> engine.leases() > 0).count() + opening.size();
        return inUse > 1 && opened(engine -> engine.leases() > 0) + bytes > options.maxOpenBytes();
    }

    /** Begins to close the least recently used of the idle models until so many bytes fit. Under the monitor. */
    private void closeIdle(long bytes) {
        long wanted = opened(engine -> !engine.isClosing()) + bytes;
        record Idle(LeasedEngine engine, long used) {} // for the time may change while they are sorted
        List<Idle> idle = new ArrayList<>();
        engines.forEach(engine -> idle.add(new Idle(engine, engine.used())));
        idle.sort(Comparator.comparingLong(Idle::used));
        for (Idle each : idle) {
            LeasedEngine engine = each.engine;
            if (wanted <= options.maxOpenBytes()) {
                return;
            }
            if (engine.closeIfIdle()) {
                wanted -= engine.bytes;
                ModelEntry entry = served.get(engine.folder.id());
                if (entry != null && entry.open == engine) {
                    entry.open = null;
                }
            }
        }
    }

    private void start(ModelEntry entry) {
        ModelFolder folder = entry.folder;
        Supplier<Model> open = () -> opener.apply(folder);
        Consumer<BatchRun> observer = ran -> options.observer().accept(folder.id(), ran);
        CompletableFuture<Engine> engine;
        try {
            engine = Engine.start(folder.id(), open, options.queue(), observer);
        } catch (OutOfMemoryError e) { // no memory for another thread
            engine = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Engine> unused =
                engine.whenCompleteAsync((opened, error) -> started(entry, opened, error), thread);
    }

    /** On the store's thread. */
    private void started(ModelEntry entry, Engine engine, Throwable error) {
        if (error != null) {
            tick(); // what failed may have been replaced meanwhile
        }
        synchronized (this) {
            opening.remove(entry);
            List<CompletableFuture<ModelLease>> asks = entry.endOpening();
            boolean stays = served.get(entry.id()) == entry;
            if (error == null) {
                LeasedEngine open = new LeasedEngine(entry.folder, engine, entry.bytes);
                engines.add(open);
                CompletableFuture<Void> unused =
                        engine.ended().whenCompleteAsync((none, death) -> ended(entry, open, death), thread);
                asks.forEach(ask -> lend(ask, open));
                if (stays) {
                    entry.opened(open);
                } else {
                    open.closeWhenIdle();
                }
            } else {
                entry.failed(error);
                if (stays) {
                    fail(asks, entry.refusal());
                } else {
                    forward(asks, entry.id());
                }
            }
            openNext();
            finishClosing();
        }
    }

    /** The model was closed, or it died. On the store's thread. */
    private void ended(ModelEntry entry, LeasedEngine engine, Throwable death) {
        synchronized (this) {
            engines.remove(engine);
            if (entry.open == engine) {
                entry.open = null;
            }
            if (death != null) {
                LOG.error("{}: the model died", entry.id(), Failure.unwrapped(death));
                if (entry.open == null && !entry.isOpening()) {
                    entry.failed(death);
                }
            }
            tell(List.of(entry.event(ModelEvent.Kind.CLOSED)));
            openNext();
            finishClosing();
        }
    }

    private void lend(CompletableFuture<ModelLease> ask, LeasedEngine open) {
        open.acquire();
        ModelLease lease = new ModelLease(open);
        thread.execute(() -> {
            if (!ask.complete(lease)) {
                lease.close();
            }
        });
    }

    private void fail(List<CompletableFuture<ModelLease>> asks, Failure failure) {
        asks.forEach(ask -> thread.execute(() -> ask.completeExceptionally(failure)));
    }

    /** Asks again, for the version that took the place of the one that was asked for. */
    private void forward(List<CompletableFuture<ModelLease>> asks, String id) {
        for (CompletableFuture<ModelLease> ask : asks) {
            thread.execute(() -> {
                CompletableFuture<ModelLease> unused = lease(id).whenComplete((lease, error) -> {
                    if (error != null) {
                        ask.completeExceptionally(error);
                    } else if (!ask.complete(lease)) {
                        lease.close();
                    }
                });
            });
        }
    }

    /** Scans and closes what is too much. On the store's thread; throws nothing, for it would not be called again. */
    private void tick() {
        String found = "";
        try {
            scan();
            synchronized (this) {
                closeIdle(0);
            }
        } catch (Throwable e) { // the folder may be there again at the next scan; until then the models stay
            found = e.toString();
        }
        if (!found.isEmpty() && !found.equals(trouble)) {
            LOG.error("the models were not scanned: {}", found);
        }
        trouble = found;
    }

    /** Looks at the folder now. A second scan waits for the first. */
    public void scan() {
        synchronized (directory) {
            Catalogue found = directory.scan();
            synchronized (this) {
                if (!closed) {
                    update(found);
                }
            }
        }
    }

    private void update(Catalogue found) {
        Map<String, ModelEntry> before = served;
        Map<String, ModelEntry> after = new LinkedHashMap<>();
        List<ModelEvent> events = new ArrayList<>();
        for (ModelFolder folder : found.models()) {
            ModelEntry known = before.get(folder.id());
            boolean same = known != null && known.folder.version().equals(folder.version());
            after.put(folder.id(), same ? known : new ModelEntry(folder));
            if (known != null && !same) {
                events.add(known.event(ModelEvent.Kind.REPLACED));
            }
            if (!same) {
                events.add(after.get(folder.id()).event(ModelEvent.Kind.ADDED));
            }
        }
        served = Collections.unmodifiableMap(after);
        refusals = found.refusals();
        for (ModelEntry entry : before.values()) {
            if (!after.containsKey(entry.id())) {
                events.add(entry.event(ModelEvent.Kind.REMOVED));
            }
            if (after.get(entry.id()) != entry) {
                leave(entry);
            }
        }
        tell(events);
    }

    /** A version that is no longer there: leases last as long as they do, and who waited for it gets what there is. */
    private void leave(ModelEntry entry) {
        LeasedEngine open = entry.open;
        if (open != null) {
            entry.open = null;
            open.closeWhenIdle();
        }
        if (toOpen.remove(entry)) {
            forward(entry.endOpening(), entry.id());
        }
    }

    private static Failure closing() {
        return Failure.busy("", "an open server", "that it is closing");
    }

    /**
     * Closes every model, leased or not, and returns when all are closed or that has taken too long; at once on the
     * store's own thread.
     */
    @Override
    public void close() {
        close(CLOSING);
    }

    void close(Duration longest) {
        CompletableFuture<Void> ending = allClosed.thenRun(thread::shutdown);
        synchronized (this) {
            closed = true;
            served = Map.of();
            toOpen.forEach(entry -> fail(entry.endOpening(), closing()));
            toOpen.clear();
            opening.forEach(entry -> fail(entry.endOpening(), closing()));
            engines.forEach(engine -> engine.engine.shutdown());
            finishClosing();
        }
        if (Thread.currentThread() != own) {
            boolean inTime = ending.thenApply(none -> true)
                    .completeOnTimeout(false, longest.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            if (!inTime) {
                LOG.error("a model still runs after {}, and is left behind", longest);
            }
        }
    }

    private void finishClosing() {
        if (closed && opening.isEmpty() && engines.isEmpty()) {
            allClosed.complete(null);
        }
    }
}
