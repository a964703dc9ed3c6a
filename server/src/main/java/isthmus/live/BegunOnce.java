package isthmus.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What is begun by who asks first, and awaited by the others. What fails is begun again by the next. Any thread. */
final class BegunOnce<T> {
    private final AtomicReference<CompletableFuture<T>> value = new AtomicReference<>();

    CompletableFuture<T> get(Supplier<CompletableFuture<T>> begin) {
        CompletableFuture<T> there = value.get();
        if (there == null || there.isCompletedExceptionally()) {
            CompletableFuture<T> own = new CompletableFuture<>();
            if (!value.compareAndSet(there, own)) {
                return get(begin);
            }
            CompletableFuture<T> unused = begin.get().whenComplete((found, error) -> {
                if (error == null) {
                    own.complete(found);
                } else {
                    own.completeExceptionally(error);
                }
            });
            return own;
        }
        return there;
    }
}
