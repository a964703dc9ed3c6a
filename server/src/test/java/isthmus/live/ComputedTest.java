package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.inference.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ComputedTest {
    private final WorkQueue work = new WorkQueue("test", 2, new WorkQueue.Bounds(100, 100, 1000, 0));
    private final AtomicInteger computed = new AtomicInteger();

    @AfterEach
    void close() {
        work.close();
    }

    private <T> CompletableFuture<T> get(Computed<T> value) {
        return work.call(Lane.INTERACTIVE, this, 0, value::get);
    }

    @Test
    void itIsComputedOnceOnAWorkThreadAndReadOnAny() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Computed<Integer> value = new Computed<>(() -> {
            try {
                assertTrue(go.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return computed.incrementAndGet();
        });
        assertThrows(IllegalStateException.class, value::get);
        CompletableFuture<Integer> first = get(value);
        CompletableFuture<Integer> second = get(value);
        assertFalse(value.isReady());
        assertThrows(IllegalStateException.class, value::get);
        go.countDown();
        assertEquals(1, first.get());
        assertEquals(1, second.get());
        assertTrue(value.isReady());
        assertEquals(1, value.get());
    }

    @Test
    void whatFailsIsComputedAgain() throws Exception {
        Computed<Integer> value = new Computed<>(() -> {
            if (computed.incrementAndGet() == 1) {
                throw new IllegalArgumentException("the first time");
            }
            return 7;
        });
        assertThrows(CompletionException.class, get(value)::join);
        assertFalse(value.isReady());
        assertEquals(7, get(value).get());
    }
}
