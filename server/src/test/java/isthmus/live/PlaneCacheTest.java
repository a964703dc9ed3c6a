package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.inference.Lane;
import isthmus.latent.Plane;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlaneCacheTest {
    private static final int FLOATS = 2500; // of a result: 10 kB

    private final WorkQueue work = new WorkQueue("test", 1, new WorkQueue.Bounds(100, 100, 1000, 0));
    private final AtomicInteger computed = new AtomicInteger();

    @AfterEach
    void close() {
        work.close();
    }

    private static Plane plane(int i) {
        return Plane.axes(new double[] {i, 0, 0}, 0, 1);
    }

    private void get(PlaneCache cache, String version, int i) {
        Supplier<float[]> compute = () -> {
            computed.incrementAndGet();
            return new float[FLOATS];
        };
        float[] result = work.call(Lane.INTERACTIVE, this, 0, () -> cache.get(version, "a kind", plane(i), compute))
                .join();
        assertEquals(FLOATS, result.length);
    }

    @Test
    void noMoreIsCachedThanItsBytesAllow() {
        PlaneCache cache = new PlaneCache(100_000);
        for (int i = 0; i < 50; i++) {
            get(cache, "one", i);
        }
        assertEquals(50, computed.get());
        for (int i = 0; i < 50; i++) { // nine fit; what goes, goes a moment later
            get(cache, "one", i);
        }
        assertTrue(computed.get() >= 50 + 30, computed.get() + " results were computed");
    }

    @Test
    void aVersionHasItsOwnUntilItIsForgotten() {
        PlaneCache cache = new PlaneCache(1 << 20);
        get(cache, "one", 0);
        get(cache, "other", 0);
        assertEquals(2, computed.get());
        cache.forget("one");
        get(cache, "other", 0);
        assertEquals(2, computed.get());
        get(cache, "one", 0);
        assertEquals(3, computed.get());
    }

    @Test
    void numbersAreKeptByTheCodesAndTakeTheirBytes() {
        PlaneCache cache = new PlaneCache(100_000);
        for (int i = 0; i < 50; i++) {
            cache.keep("one", "a kind", new float[] {i, 1}, new float[FLOATS]);
        }
        long there = IntStream.range(0, 50)
                .filter(i -> cache.kept("one", "a kind", new float[] {i, 1}) != null)
                .count();
        assertTrue(there >= 1 && there <= 9, there + " are kept");
        cache.keep("other", "a kind", new float[] {50, 1}, new float[] {7});
        assertNull(cache.kept("one", "a kind", new float[] {50, 1}));
        PlaneCache small = new PlaneCache(50_000);
        small.keep("one", "a kind", new float[20_000], new float[1]); // codes take bytes too
        assertNull(small.kept("one", "a kind", new float[20_000]));
    }

    @Test
    void nothingIsComputedOnAThreadThatMayNotWait() {
        PlaneCache cache = new PlaneCache(1 << 20);
        assertThrows(IllegalStateException.class, () -> cache.get("one", "a kind", plane(0), () -> 1));
    }
}
