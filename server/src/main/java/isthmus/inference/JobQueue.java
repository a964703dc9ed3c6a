package isthmus.inference;

import isthmus.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The jobs that wait for a model: bounded, first come first served, and what is taken together can run as one batch. By
 * hand because a queue of the library cannot be closed in one step with what is in it, nor pass over jobs of another
 * kind. Lanes of priority would go here, and nobody else would notice. Any thread.
 */
final class JobQueue {
    private final int capacity; // jobs
    private final int rows; // most rows of a joined batch
    private final Deque<Job<?>> waiting = new ArrayDeque<>();
    private boolean closed;

    JobQueue(int capacity, int rows) {
        this.capacity = capacity;
        this.rows = rows;
    }

    /** Adds a job, or refuses it at once. */
    synchronized void add(Job<?> job) {
        if (closed) {
            throw closing();
        }
        if (waiting.size() == capacity) {
            throw new Failure(
                    Failure.Kind.BUSY,
                    "expected fewer than %d jobs waiting for the model, found as many; try again".formatted(capacity));
        }
        waiting.add(job);
        notifyAll();
    }

    /**
     * Waits for a job, and takes with it those behind it that do the same, as many as fit into one batch; whoever waits
     * for something else keeps the place. Empty once the queue is closed.
     */
    synchronized List<Job<?>> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<Job<?>> batch = new ArrayList<>();
        if (closed) {
            return batch;
        }
        Job<?> first = waiting.remove();
        batch.add(first);
        int room = rows - first.count();
        for (Iterator<Job<?>> others = waiting.iterator(); others.hasNext() && room > 0; ) {
            Job<?> other = others.next();
            if (other.operation() == first.operation()) {
                room -= other.count();
                if (room >= 0) {
                    batch.add(other);
                    others.remove();
                }
            }
        }
        return batch;
    }

    /** Lets nobody in any more, and gives back those who waited. */
    synchronized List<Job<?>> close() {
        closed = true;
        List<Job<?>> left = new ArrayList<>(waiting);
        waiting.clear();
        notifyAll();
        return left;
    }

    static Failure closing() {
        return new Failure(Failure.Kind.BUSY, "expected an open model, found that it is closing");
    }
}
