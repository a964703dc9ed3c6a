package isthmus.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A value that is computed once, on the work thread that first wants it; other work threads wait for that one. The web
 * server's threads and the models' never wait: to them it is there or not. What fails is computed again by the next.
 */
final class Computed<T> {
    private final Supplier<T> compute;
    private final AtomicReference<CompletableFuture<T>> value = new AtomicReference<>();

    Computed(Supplier<T> compute) {
        this.compute = compute;
    }

    boolean isReady() {
        CompletableFuture<T> there = value.get();
        return there != null && there.isDone() && !there.isCompletedExceptionally();
    }

    T get() {
        CompletableFuture<T> there = value.get();
        if (there == null || !there.isDone()) {
            WorkQueue.checkWorkThread();
            CompletableFuture<T> own = new CompletableFuture<>();
            there = value.compareAndExchange(null, own);
            if (there == null) {
                there = own;
                fill(own);
            }
        }
        try {
            return there.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void fill(CompletableFuture<T> own) {
        try {
            own.complete(compute.get());
        } catch (Throwable e) {
            value.set(null);
            own.completeExceptionally(e);
        }
    }
}
