package isthmus.inference;

import isthmus.Failure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs that wait for a model, in lanes: each lane is bounded in jobs and in bytes and first come, first served, and
 * what is taken together can run as one batch. By hand because no queue of the library can be closed in one step with
 * what is in it, pass over jobs of another kind, or let a job replace another. Any thread.
 *
 * <p>The most urgent lane in which a job waits comes first; but a lane that was passed over {@link #PATIENCE} times is
 * next whatever else waits, so that nothing starves and an urgent job waits for one such batch at most.
 */
final class JobQueue {
    /** Batches for which a lane is passed over before it is served. */
    static final int PATIENCE = 16;

    /**
     * Rows that are gathered before a batch begins, and milliseconds that this may take, where jobs come so fast that most
     * of them will: a network takes little longer for eight rows than for one. Where jobs come slowly nothing waits.
     */
    private static final int GATHERED = 32;

    private static final int GATHERING = 4;
    private static final int WORTH_IT = 2; // jobs expected meanwhile

    private final QueueLimits limits;
    private final int rows; // most rows of a joined batch
    private final Map<Lane, Waiting> lanes = new EnumMap<>(Lane.class);
    private final Arrivals arrivals = new Arrivals();
    private int waitingRows; // of all lanes
    private int wakesAt = Integer.MAX_VALUE; // rows that wake the model's thread; none while it runs a batch
    private Failure closed; // with which further jobs are refused; null while the queue is open

    private static final class Waiting {
        // By place, in the order of coming; a job that replaces another keeps its position.
        final Map<Object, Job<?>> jobs = new LinkedHashMap<>();
        long bytes; // of the jobs' inputs
        int passedOver; // batches, since the lane was last served or empty

        Job<?> put(Job<?> job) {
            Job<?> before = jobs.put(job.place(), job);
            bytes += job.bytes() - (before == null ? 0 : before.bytes());
            return before;
        }

        /** Takes the job out at which an iterator stands. */
        void take(Iterator<Job<?>> at, Job<?> job) {
            at.remove();
            bytes -= job.bytes();
        }
    }

    JobQueue(QueueLimits limits, int rows) {
        this.limits = limits;
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
        if (closed != null) {
            throw closed;
        }
        Waiting lane = lanes.get(job.lane());
        Job<?> before = lane.jobs.get(job.place());
        if (before == null && lane.jobs.size() >= limits.jobs()) {
            throw Failure.busy("", "fewer than %d jobs waiting for the model".formatted(limits.jobs()), "as many");
        }
        long others = lane.bytes - (before == null ? 0 : before.bytes());
        if (others > 0 && others + job.bytes() > limits.bytesInLane()) {
            throw Failure.busy(
                    "",
                    "at most %d bytes of input waiting in a lane of the model".formatted(limits.bytesInLane()),
                    others + " and another " + job.bytes());
        }
        lane.put(job);
        arrivals.add(System.nanoTime());
        waitingRows += rows(job) - (before == null ? 0 : rows(before));
        if (waitingRows >= wakesAt) {
            notifyAll();
        }
        return before;
    }

    /** Takes a job out that nobody wants any more; it may be gone already. */
    synchronized void remove(Job<?> job) {
        Waiting lane = lanes.get(job.lane());
        if (lane.jobs.remove(job.place(), job)) {
            lane.bytes -= job.bytes();
            waitingRows -= rows(job);
        }
    }

    private static int rows(Job<?> job) {
        return Math.max(1, job.decodes());
    }

    /** Waits some milliseconds, and tells whether no job came and the queue is open. */
    synchronized boolean isQuietFor(int milliseconds) throws InterruptedException {
        awaitRows(1, milliseconds);
        return closed == null && waitingRows == 0;
    }

    /** How many jobs wait. */
    synchronized int size() {
        return lanes.values().stream().mapToInt(lane -> lane.jobs.size()).sum();
    }

    /**
     * Waits for a job, and takes with it those that do the same, as many as fit into one batch: of its own lane, and of
     * the more urgent ones, which would otherwise wait for it. Less urgent jobs would only make it slower. Jobs that are
     * passed over keep their position. A job that joins no other is taken alone. Empty once the queue is closed.
     */
    synchronized List<Job<?>> take() throws InterruptedException {
        List<Job<?>> batch = List.of();
        while (batch.isEmpty() && closed == null) {
            awaitRows(1, 0);
            if (arrivals.expectedWithin(GATHERING) >= WORTH_IT) {
                awaitRows(GATHERED, GATHERING);
            }
            batch = takeBatch();
        }
        return batch;
    }

    /** Waits until so many rows wait or the queue is closed, but no longer than some milliseconds; 0 is for ever. */
    private void awaitRows(int wanted, int milliseconds) throws InterruptedException {
        long end = System.nanoTime() + milliseconds * 1_000_000L;
        wakesAt = wanted;
        while (waitingRows < wanted && closed == null && (milliseconds == 0 || System.nanoTime() < end)) {
            wait(milliseconds);
        }
        wakesAt = Integer.MAX_VALUE;
    }

    private List<Job<?>> takeBatch() {
        List<Job<?>> batch = new ArrayList<>();
        Lane next = next();
        if (closed != null || next == null) {
            return batch;
        }
        Iterator<Job<?>> served = lanes.get(next).jobs.values().iterator();
        Job<?> first = served.next();
        lanes.get(next).take(served, first);
        batch.add(first);
        if (first.operation().joins()) {
            int room = rows - first.decodes();
            for (Lane lane : Lane.values()) {
                if (lane.compareTo(next) <= 0) {
                    room = join(lanes.get(lane), first.operation(), room, batch);
                }
            }
        }
        batch.forEach(job -> waitingRows -= rows(job));
        return batch;
    }

    private static int join(Waiting lane, Operation<?> operation, int available, List<Job<?>> batch) {
        int room = available;
        for (Iterator<Job<?>> others = lane.jobs.values().iterator(); others.hasNext() && room > 0; ) {
            Job<?> other = others.next();
            if (other.operation().equals(operation)) {
                room -= other.decodes();
                if (room >= 0) {
                    batch.add(other);
                    lane.take(others, other);
                }
            }
        }
        return room;
    }

    /** The lane that is served next, or null where no job waits. */
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

    /** Refuses every further job for this reason, and fails those that wait; the first reason stays. */
    void close(Failure reason) {
        List<Job<?>> left = new ArrayList<>();
        synchronized (this) {
            if (closed == null) {
                closed = reason;
            }
            for (Waiting lane : lanes.values()) {
                left.addAll(lane.jobs.values());
                lane.jobs.clear();
                lane.bytes = 0;
            }
            waitingRows = 0;
            notifyAll();
        }
        left.forEach(job -> job.answer().completeExceptionally(reason));
    }
}
