package isthmus.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * An answer that is computed piece by piece. A piece is begun when the session has room for it and one before it is
 * computed, so that a long answer takes its turn again for each; a few are begun ahead, so that a model never waits for
 * an answer to be written. Pieces are written in their order. Any thread.
 */
final class PiecewiseAnswer<T> {
    private final ActiveRequest running;
    private final int count;
    private final long bytes;
    private final IntFunction<CompletableFuture<T>> compute;
    private final Writer<T> writer;
    private final Executor executor;
    private int begun; // guarded by this
    private CompletableFuture<?> written = CompletableFuture.completedFuture(null); // those before; guarded by this

    /** Writes a piece that was computed. */
    interface Writer<T> {
        void write(int piece, T value);
    }

    /**
     * @param count one or more
     * @param bytes for which there has to be room before a piece is begun; the writer sends as many
     * @param executor on which pieces are written
     */
    PiecewiseAnswer(
            ActiveRequest running,
            int count,
            long bytes,
            IntFunction<CompletableFuture<T>> compute,
            Writer<T> writer,
            Executor executor) {
        this.running = running;
        this.count = count;
        this.bytes = bytes;
        this.compute = compute;
        this.writer = writer;
        this.executor = executor;
    }

    /**
     * @param ahead pieces that are computed at a time
     */
    void start(int ahead) {
        for (int i = 0; i < Math.min(ahead, count); i++) {
            running.whenRoom(bytes, this::next);
        }
    }

    private void next() {
        int piece;
        CompletableFuture<T> value = new CompletableFuture<>();
        synchronized (this) {
            if (begun == count) {
                return;
            }
            piece = begun++;
            written = written.thenAcceptBothAsync(value, (before, computed) -> write(piece, computed), executor);
        }
        CompletableFuture<T> unused = begin(piece).whenComplete((computed, error) -> {
            if (error != null) {
                running.fail(error);
                value.completeExceptionally(error);
                return;
            }
            // First the next one into the queue, then this one onto the wire.
            if (running.isWanted() && more()) {
                running.whenRoom(bytes, this::next);
            }
            value.complete(computed);
        });
    }

    private synchronized boolean more() {
        return begun < count;
    }

    private CompletableFuture<T> begin(int piece) {
        try {
            return compute.apply(piece);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void write(int piece, T value) {
        try {
            if (running.isWanted()) {
                writer.write(piece, value);
            }
        } catch (RuntimeException e) {
            running.fail(e);
        }
    }
}
