package isthmus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a model's thread waits for further rows before it begins a batch. */
@Timeout(30)
class JobQueueTest {
    private static final int ROWS = 256;
    private static final double GATHERING = 4; // milliseconds

    private final JobQueue queue = new JobQueue(QueueLimits.DEFAULT, ROWS);

    private void add(Object place) {
        queue.add(new Job<>(new Operation.DecodeBytes(), List.of(new float[2]), 1, Lane.INTERACTIVE, place));
    }

    /** As hovers of many sessions come, until the queue knows that they come fast. */
    private void comeFast() throws Exception {
        for (int i = 0; i < 2000; i++) {
            add("hover");
        }
        queue.take();
    }

    /** Milliseconds that taking a batch took. */
    private double taken(int rows) throws Exception {
        long start = System.nanoTime();
        assertEquals(rows, queue.take().size());
        return (System.nanoTime() - start) / 1e6;
    }

    @Test
    void whereJobsComeSlowlyNoneWaits() throws Exception {
        double least = Double.POSITIVE_INFINITY; // for the machine may have other work
        for (int i = 0; i < 20; i++) {
            add("hover " + i);
            least = Math.min(least, taken(1));
            Thread.sleep(5);
        }
        assertTrue(least < GATHERING / 2, "a lone job waited for " + least + " ms");
    }

    @Test
    void whereJobsComeFastABatchWaitsForMoreButNotLong() throws Exception {
        comeFast();
        add("hover");
        double waited = taken(1);
        assertTrue(waited >= GATHERING, "it waited for " + waited + " ms alone");

        comeFast();
        add("first");
        var batch = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 1; i < 8; i++) {
            add("later " + i);
        }
        assertEquals(8, batch.join().size());
    }

    @Test
    void enoughRowsAreTakenAtOnce() throws Exception {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 20; i++) {
            comeFast();
            for (int row = 0; row < 32; row++) {
                add(row);
            }
            least = Math.min(least, taken(32));
        }
        assertTrue(least < GATHERING / 2, "a full batch waited for " + least + " ms");
    }

    @Test
    void jobsThatWereTakenBackAreWaitedForNoLonger() throws Exception {
        Job<byte[]> job =
                new Job<>(new Operation.DecodeBytes(), List.of(new float[2]), 1, Lane.INTERACTIVE, new Object());
        queue.add(job);
        queue.remove(job);
        var batch = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(20);
        assertTrue(!batch.isDone(), "an empty batch was given");
        queue.close(Failure.busy("", "an open model", "that it is closing"));
        assertEquals(List.of(), batch.join());
    }
}
