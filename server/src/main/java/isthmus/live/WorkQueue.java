package isthmus.live;

import isthmus.Failure;
import isthmus.inference.Lane;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few threads for what is computed beside the networks, so that neither the web server's threads nor a model's wait for
 * it, with a queue that is bounded in jobs, in bytes, and in jobs of one client: what is beyond is BUSY. Urgent lanes
 * come first, a job that has waited half a second counts as of the next more urgent lane, and a client's jobs take turns
 * with those of others. Any thread.
 */
public final class WorkQueue implements AutoCloseable {
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(500); // by which a lane comes before the next

    private final Bounds bounds;
    private final AtomicLong numbers = new AtomicLong();
    private final ThreadPoolExecutor threads;
    private final Map<Object, Integer> waitingOf = new HashMap<>(); // jobs by client; guarded by itself, as are
    private int waiting; // jobs, and
    private long bytes; // that they hold

    /**
     * What may wait.
     *
     * @param jobs of all clients
     * @param jobsOfOne of one client
     * @param bytes that the jobs hold
     * @param turn nanoseconds by which a client's next job is due after the one before, while that waits
     */
    record Bounds(int jobs, int jobsOfOne, long bytes, long turn) {}

    /**
     * @param name of its threads
     * @param size how many threads
     */
    WorkQueue(String name, int size, Bounds bounds) {
        this.bounds = bounds;
        AtomicLong count = new AtomicLong();
        threads = new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), task -> {
            Thread thread = new WorkThread(task, name + " " + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    private static final class WorkThread extends Thread {
        WorkThread(Runnable task, String name) {
            super(task, name);
        }
    }

    /** Fails on any thread but those of such queues: none but they may compute what takes long, or wait for it. */
    static void checkWorkThread() {
        if (!(Thread.currentThread() instanceof WorkThread)) {
            throw new IllegalStateException(
                    "expected a work thread, found " + Thread.currentThread().getName());
        }
    }

    /** A job and the moment at which it is due. */
    private final class Task<T> implements Runnable, Comparable<Task<?>> {
        private final Callable<T> job;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final Object client;
        private final long held; // bytes
        private final long due;
        private final long number = numbers.incrementAndGet();

        Task(Callable<T> job, Object client, long held, long due) {
            this.job = job;
            this.client = client;
            this.held = held;
            this.due = due;
        }

        @Override
        public void run() {
            left(this);
            if (answer.isDone()) {
                return;
            }
            try {
                answer.complete(job.call());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        }

        @Override
        public int compareTo(Task<?> other) {
            long sooner = due - other.due;
            return sooner != 0 ? Long.signum(sooner) : Long.compare(number, other.number);
        }
    }

    /**
     * Computes without waiting; cancelling the answer takes the job back as long as it waits.
     *
     * @param client whose jobs take turns with those of others: a session, or an address
     * @param held bytes that the job holds while it waits
     */
    public <T> CompletableFuture<T> call(Lane lane, Object client, long held, Callable<T> job) {
        Task<T> task;
        synchronized (waitingOf) {
            int own = waitingOf.getOrDefault(client, 0);
            if (waiting >= bounds.jobs) {
                return full("fewer than %d jobs waiting".formatted(bounds.jobs), "as many");
            }
            if (own >= bounds.jobsOfOne) {
                return full("fewer than %d jobs of one client waiting".formatted(bounds.jobsOfOne), "as many");
            }
            if (waiting > 0 && bytes + held > bounds.bytes) {
                return full("at most %d bytes waiting for work".formatted(bounds.bytes), bytes + held);
            }
            waitingOf.put(client, own + 1);
            waiting++;
            bytes += held;
            task = new Task<>(job, client, held, System.nanoTime() + grace(lane) + own * bounds.turn);
        }
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            left(task);
            return full("an open server", "that it is closing");
        }
        CompletableFuture<T> unused = task.answer.whenComplete((value, error) -> {
            if (task.answer.isCancelled() && threads.getQueue().remove(task)) {
                left(task);
            }
        });
        return task.answer;
    }

    private static long grace(Lane lane) {
        return switch (lane) {
            case INTERACTIVE -> 0;
            case PATH -> STEP;
            case TILES -> 2 * STEP;
            case BULK -> 3 * STEP;
        };
    }

    private static <T> CompletableFuture<T> full(String expected, Object found) {
        return CompletableFuture.failedFuture(Failure.busy("", expected, found));
    }

    /** Counts out a job that waits no longer. */
    private void left(Task<?> task) {
        synchronized (waitingOf) {
            waiting--;
            bytes -= task.held;
            waitingOf.computeIfPresent(task.client, (client, own) -> own == 1 ? null : own - 1);
        }
    }

    /** Takes no more; what runs is finished. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
