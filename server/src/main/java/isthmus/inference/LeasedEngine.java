package isthmus.inference;

import isthmus.model.ModelFolder;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open model and the count of its leases. Once closing has begun no lease is given any more, and it begins only where
 * there is none. Any thread, without locks.
 */
final class LeasedEngine {
    private static final int CLOSING = Integer.MIN_VALUE;

    final ModelFolder folder;
    final Engine engine;
    final long bytes; // what it is taken to weigh

    private final AtomicInteger leases = new AtomicInteger();
    private volatile boolean unwanted; // closed when its last lease is
    private volatile long used = System.nanoTime(); // last begin or end of a lease

    LeasedEngine(ModelFolder folder, Engine engine, long bytes) {
        this.folder = folder;
        this.engine = engine;
        this.bytes = bytes;
    }

    /** Counts one lease more, or tells that there can be none. */
    boolean acquire() {
        for (int count = leases.get(); count >= 0; count = leases.get()) {
            if (leases.compareAndSet(count, count + 1)) {
                used = System.nanoTime();
                return true;
            }
        }
        return false;
    }

    void release() {
        used = System.nanoTime();
        if (leases.decrementAndGet() == 0 && unwanted) {
            closeIfIdle();
        }
    }

    /** Begins to close it if there is no lease; tells whether this call did. */
    boolean closeIfIdle() {
        boolean closes = leases.compareAndSet(0, CLOSING);
        if (closes) {
            engine.shutdown();
        }
        return closes;
    }

    /** Closes it now, or when its last lease is closed. */
    void closeWhenIdle() {
        unwanted = true;
        closeIfIdle();
    }

    int leases() {
        return Math.max(0, leases.get());
    }

    boolean isClosing() {
        return leases.get() < 0;
    }

    long used() {
        return used;
    }
}
