package isthmus.page;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How busy the machine is with other things. */
final class Haste {
    private static final long SPIN = 150_000_000; // nanoseconds of work

    private Haste() {}

    /** How many times longer work takes than it would if this machine did nothing else; 1 or more. */
    static double share() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long worked = threads.getCurrentThreadCpuTime();
        while (threads.getCurrentThreadCpuTime() - worked < SPIN) {
            Thread.onSpinWait();
        }
        return Math.max(1, (System.nanoTime() - start) / (double) SPIN);
    }
}
