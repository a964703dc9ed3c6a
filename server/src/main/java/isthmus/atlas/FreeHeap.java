package isthmus.atlas;

import isthmus.Failure;

/** How much memory there is for something large. Any thread. */
final class FreeHeap {
    private static final long SMALL = 1 << 20; // bytes, for which nobody looks

    private FreeHeap() {}

    /** Refuses what would fill more than half of the heap that is free, so that others go on beside it. */
    static void require(String name, long bytes) {
        if (bytes > SMALL && bytes > free() / 2) {
            System.gc(); // what looks used is mostly garbage
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
