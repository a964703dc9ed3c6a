package isthmus.inference;

import isthmus.Failure;
import isthmus.inference.ModelStatus.State;
import isthmus.model.ModelFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One version of a model that the store knows. What is no constant is written under the monitor of the store; the engine
 * is read by any thread.
 */
final class ModelEntry {
    /** A model that failed is not opened again before. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final long BATCH_VALUES = 1 << 20; // most values in the images of one batch

    final ModelFolder folder;
    final long bytes;

    volatile LeasedEngine open; // null unless the model is open
    private boolean opening; // or waiting for its turn to
    private Failure failure; // why the last try to open it, or the engine, ended; null where none did
    private long failedAt; // System.nanoTime
    private List<CompletableFuture<ModelLease>> asks = new ArrayList<>(); // that wait for it to open

    ModelEntry(ModelFolder folder) {
        this.folder = folder;
        this.bytes = weight(folder);
    }

    /**
     * Bytes that an open model is taken to weigh in memory. Measured on the bundled models, whose processes grew by 24 to
     * 81 MB a model of 5 to 7 MB after batches of every size: some four times the files, and some sixteen times the
     * images of the largest batch.
     */
    static long weight(ModelFolder folder) {
        long values = (long) Engine.ROWS * folder.card().input().shape().size();
        return 4 * folder.networkBytes() + 16 * Math.min(values, BATCH_VALUES) * Float.BYTES;
    }

    String id() {
        return folder.id();
    }

    ModelEvent event(ModelEvent.Kind kind) {
        return new ModelEvent(kind, id(), folder.version());
    }

    boolean isOpening() {
        return opening;
    }

    /** Why no lease is to be had at the moment, or null. */
    Failure refusal() {
        boolean recent = failure != null && System.nanoTime() - failedAt < PAUSE.toNanos();
        return recent ? failure : null;
    }

    /** Adds one who waits; tells whether the model is to be opened for that. */
    boolean ask(CompletableFuture<ModelLease> answer) {
        asks.add(answer);
        boolean first = !opening;
        opening = true;
        return first;
    }

    /** Ends the opening, and gives those who waited for it. */
    List<CompletableFuture<ModelLease>> endOpening() {
        opening = false;
        List<CompletableFuture<ModelLease>> waited = asks;
        asks = new ArrayList<>();
        return waited;
    }

    void opened(LeasedEngine engine) {
        open = engine;
        failure = null;
    }

    void failed(Throwable reason) {
        failure = modelFailed(Failure.unwrapped(reason));
        failedAt = System.nanoTime();
    }

    /** The same reason; that of a client's mistake too, for here it is not the client's. */
    private static Failure modelFailed(Throwable e) {
        if (!(e instanceof Failure reason)) {
            return Failure.modelFailed("", "the model to open", e).causedBy(e);
        }
        if (reason.kind() == Failure.Kind.MODEL_FAILED) {
            return reason;
        }
        return Failure.modelFailed(reason.where(), reason.expected(), reason.found())
                .causedBy(reason);
    }

    ModelStatus status() {
        LeasedEngine engine = open;
        State state = State.RESTING;
        if (engine != null) {
            state = State.OPEN;
        } else if (opening) {
            state = State.OPENING;
        } else if (failure != null) {
            state = State.FAILED;
        }
        return new ModelStatus(
                id(),
                folder.version(),
                state,
                state == State.FAILED ? failure.getMessage() : null,
                folder.card(),
                folder.series(),
                bytes,
                engine == null ? 0 : engine.leases(),
                engine == null ? 0 : engine.engine.waiting());
    }
}
