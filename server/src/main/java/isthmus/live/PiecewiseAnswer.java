package isthmus.live;

import isthmus.live.SendQueue.Reservation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/**
 * An answer that is computed piece by piece and written in order. A piece begins when the session has room for its frame
 * and an earlier one is computed, so that a long answer queues again for each piece; a few begin ahead, so that a model
 * does not wait for frames to be written. Any thread.
 */
final class PiecewiseAnswer<T> {
    private final ActiveRequest request;
    private final int count;
    private final long bytes;
    private final IntFunction<CompletableFuture<T>> compute;
    private final Writer<T> writer;
    private final Executor executor;
    private int begun; // guarded by this
    private CompletableFuture<?> written =
            CompletableFuture.completedFuture(null); // the pieces so far; guarded by this

    /** Writes a piece that was computed; afterwards what it had reserved is given back. */
    interface Writer<T> {
        void write(int piece, T value);
    }

    private record ReadyPiece<T>(T value, Reservation reservation) {}

    /**
     * @param count one or more
     * @param bytes that each piece reserves before it begins
     * @param executor on which pieces are written
     */
    PiecewiseAnswer(
            ActiveRequest request,
            int count,
            long bytes,
            IntFunction<CompletableFuture<T>> compute,
            Writer<T> writer,
            Executor executor) {
        this.request = request;
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
            next();
        }
    }

    /** Takes the next piece, if there is one, and begins it when there is room: nothing is reserved without a piece. */
    private void next() {
        int piece;
        CompletableFuture<ReadyPiece<T>> computed = new CompletableFuture<>();
        synchronized (this) {
            if (begun == count) {
                return;
            }
            piece = begun++;
            written = written.thenAcceptBothAsync(computed, (before, done) -> write(piece, done), executor);
        }
        request.reserve(bytes, reservation -> begin(piece, reservation, computed));
    }

    private void begin(int piece, Reservation reservation, CompletableFuture<ReadyPiece<T>> computed) {
        CompletableFuture<T> job;
        try {
            job = compute.apply(piece);
        } catch (Throwable e) {
            job = CompletableFuture.failedFuture(e);
        }
        if (job.isDone()) {
            // On another thread, for a row of pieces that are known already would be as deep a recursion.
            CompletableFuture<T> unused =
                    job.whenCompleteAsync((value, error) -> end(value, error, reservation, computed), executor);
        } else {
            CompletableFuture<T> unused = job.whenComplete((value, error) -> end(value, error, reservation, computed));
        }
    }

    private void end(T value, Throwable error, Reservation reservation, CompletableFuture<ReadyPiece<T>> computed) {
        if (error != null) {
            request.fail(error);
            computed.completeExceptionally(error);
            return;
        }
        if (request.isWanted()) {
            next(); // first the next piece into the model's queue, then this one onto the wire
        }
        computed.complete(new ReadyPiece<>(value, reservation));
    }

    private void write(int piece, ReadyPiece<T> computed) {
        try {
            if (request.isWanted()) {
                writer.write(piece, computed.value);
            }
        } catch (Throwable e) {
            request.fail(e);
        } finally {
            computed.reservation.close();
        }
    }
}
