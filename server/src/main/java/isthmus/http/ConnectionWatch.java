package isthmus.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks four times a second whether a client has left or is too slow, and then does once what was asked for. Any thread;
 * it looks, and acts, on one thread of its own, so actions are short.
 */
final class ConnectionWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
    private static final long PERIOD = 250; // milliseconds

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread looking = new Thread(task, "connection watch");
        looking.setDaemon(true);
        return looking;
    });

    ConnectionWatch() {
        var unused = thread.scheduleWithFixedDelay(this::look, PERIOD, PERIOD, TimeUnit.MILLISECONDS);
    }

    /** What is looked at until it is forgotten. */
    record Watch(BooleanSupplier condition, Runnable action) {}

    /** Runs the action once, when the condition first holds. */
    Watch when(BooleanSupplier condition, Runnable action) {
        Watch watch = new Watch(condition, action);
        watches.add(watch);
        return watch;
    }

    void forget(Watch watch) {
        watches.remove(watch);
    }

    private void look() {
        watches.removeIf(watch -> {
            try {
                if (!watch.condition.getAsBoolean()) {
                    return false;
                }
                watch.action.run();
            } catch (RuntimeException e) {
                LOG.error("watching a connection met a defect", e);
            }
            return true;
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
