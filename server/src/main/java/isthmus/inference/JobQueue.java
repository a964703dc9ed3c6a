package isthmus.inference;

import isthmus.Failure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs that wait for a model, in lanes: each lane bounded, first come first served, and what is taken together can
 * run as one batch. By hand because no queue of the library can be closed in one step with what is in it, pass over jobs
 * of another kind, or let a job take another's place. Any thread.
 *
 * <p>The most urgent lane in which somebody waits comes first; but a lane that was passed over {@link #PATIENCE} times is
 * next whatever else waits, so that nothing starves and an urgent job waits for one such batch at most.
 */
final class JobQueue {
    /** Batches for which a lane is passed over before it has its turn. */
    static final int PATIENCE = 16;

    private final int capacity; // jobs in each lane
    private final int rows; // most rows of a joined batch
    private final Map<Lane, Waiting> lanes = new EnumMap<>(Lane.class);
    private boolean closed;

    private static final class Waiting {
        // By place, in the order of coming; a job that takes another's place keeps its position.
        final Map<Object, Job<?>> jobs = new LinkedHashMap<>();
        int passedOver; // batches, since the lane was last served or empty
    }

    JobQueue(int capacity, int rows) {
        this.capacity = capacity;
        this.rows = rows;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new Waiting());
        }
    }

    /**
     * Adds a job at its place, or refuses it at once. Gives the job that waited at the same place and is now out of the
     * queue, or null.
     */
    synchronized Job<?> add(Job<?> job) {
        if (closed) {
            throw closing();
        }
        Map<Object, Job<?>> lane = lanes.get(job.lane()).jobs;
        if (lane.size() >= capacity && !lane.containsKey(job.place())) {
            throw new Failure(
                    Failure.Kind.BUSY,
                    "expected fewer than %d jobs waiting for the model, found as many; try again".formatted(capacity));
        }
        Job<?> before = lane.put(job.place(), job);
        notifyAll();
        return before;
    }

    /** Takes a job out that nobody wants any more; it may be gone already. */
    synchronized void remove(Job<?> job) {
        lanes.get(job.lane()).jobs.remove(job.place(), job);
    }

    /** How many jobs wait. */
    synchronized int size() {
        return lanes.values().stream().mapToInt(lane -> lane.jobs.size()).sum();
    }

    /**
     * Waits for a job, and takes with it those that do the same, as many as fit into one batch: of its own lane, and of
     * the more urgent ones, which would otherwise wait for it. Less urgent jobs would only make it slower. Whoever waits
     * for something else keeps the position. What joins nobody is taken alone. Empty once the queue is closed.
     */
    synchronized List<Job<?>> take() throws InterruptedException {
        Lane next = next();
        while (next == null && !closed) {
            wait();
            next = next();
        }
        List<Job<?>> batch = new ArrayList<>();
        if (closed) {
            return batch;
        }
        Iterator<Job<?>> served = lanes.get(next).jobs.values().iterator();
        Job<?> first = served.next();
        served.remove();
        batch.add(first);
        if (!first.operation().joins()) {
            return batch;
        }
        int room = rows - first.decodes();
        for (Lane lane : Lane.values()) {
            if (lane.compareTo(next) <= 0) {
                room = join(lanes.get(lane).jobs, first.operation(), room, batch);
            }
        }
        return batch;
    }

    private static int join(Map<Object, Job<?>> lane, Operation<?> operation, int available, List<Job<?>> batch) {
        int room = available;
        for (Iterator<Job<?>> others = lane.values().iterator(); others.hasNext() && room > 0; ) {
            Job<?> other = others.next();
            if (other.operation().equals(operation)) {
                room -= other.decodes();
                if (room >= 0) {
                    batch.add(other);
                    others.remove();
                }
            }
        }
        return room;
    }

    /** The lane whose turn it is, or null where nobody waits. */
    private Lane next() {
        Lane next = null;
        for (Lane lane : Lane.values()) {
            Waiting waiting = lanes.get(lane);
            if (waiting.jobs.isEmpty()) {
                waiting.passedOver = 0;
                continue;
            }
            waiting.passedOver++;
            if (next == null || (waiting.passedOver > PATIENCE && waiting.passedOver > lanes.get(next).passedOver)) {
                next = lane;
            }
        }
        if (next != null) {
            lanes.get(next).passedOver = 0;
        }
        return next;
    }

    /** Lets nobody in any more, and gives back those who waited. */
    synchronized List<Job<?>> close() {
        closed = true;
        List<Job<?>> left = new ArrayList<>();
        lanes.values().forEach(lane -> {
            left.addAll(lane.jobs.values());
            lane.jobs.clear();
        });
        notifyAll();
        return left;
    }

    static Failure closing() {
        return new Failure(Failure.Kind.BUSY, "expected an open model, found that it is closing");
    }
}
