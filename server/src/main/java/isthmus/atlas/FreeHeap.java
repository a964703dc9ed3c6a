package isthmus.atlas;

import isthmus.Failure;

/** Checks the free heap before large allocations. Any thread. */
final class FreeHeap {
    private static final long SMALL = 1 << 20; // bytes, below which nothing is checked

    private FreeHeap() {}

    /** Refuses an allocation of more than half of the free heap. */
    static void require(String name, long bytes) {
        if (bytes > SMALL && bytes > free() / 2) {
            System.gc(); // garbage counts as used until it is collected
            if (bytes > free() / 2) {
                throw Failure.modelFailed(
                        name,
                        "at most half of the free heap, %d MiB".formatted(free() >> 21),
                        "an array of %d MiB".formatted(bytes >> 20));
            }
        }
    }

    private static long free() {
        Runtime java = Runtime.getRuntime();
        return java.maxMemory() - java.totalMemory() + java.freeMemory();
    }
}
