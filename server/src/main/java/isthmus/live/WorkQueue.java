package isthmus.live;

import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.inference.Lane;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has to be computed beside the networks: densities, projections, pictures to decode; and, on threads of their own,
 * reports, which wait for a model again and again. A few threads, so
 * that neither the web server's nor a model's wait for it, and a bounded queue: beyond it whoever asks is BUSY. The
 * urgent comes first, but a job that has waited half a second counts as of the next more urgent lane. Any thread.
 */
public final class WorkQueue implements AutoCloseable {
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(500); // by which a lane comes before the next

    private final int capacity;
    private final AtomicLong numbers = new AtomicLong();
    private final ThreadPoolExecutor threads;

    /**
     * @param name of its threads
     * @param size how many threads
     * @param capacity jobs that may wait
     */
    WorkQueue(String name, int size, int capacity) {
        this.capacity = capacity;
        AtomicLong count = new AtomicLong();
        threads = new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name + " " + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A job and the moment at which it is due. */
    private record Task<T>(Callable<T> job, CompletableFuture<T> answer, long due, long number)
            implements Runnable, Comparable<Task<?>> {
        @Override
        public void run() {
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

    /** Computes without waiting; cancelling the answer takes the job back as long as it waits. */
    public <T> CompletableFuture<T> call(Lane lane, Callable<T> job) {
        if (threads.getQueue().size() >= capacity) {
            return CompletableFuture.failedFuture(new Failure(
                    Kind.BUSY, "expected fewer than %d jobs waiting, found as many; try again".formatted(capacity)));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Task<T> task = new Task<>(job, answer, System.nanoTime() + grace(lane), numbers.incrementAndGet());
        threads.execute(task);
        CompletableFuture<T> unused = answer.whenComplete((value, error) -> {
            if (answer.isCancelled()) {
                threads.getQueue().remove(task);
            }
        });
        return answer;
    }

    private static long grace(Lane lane) {
        return switch (lane) {
            case INTERACTIVE -> 0;
            case PATH -> STEP;
            case TILES -> 2 * STEP;
            case BULK -> 3 * STEP;
        };
    }

    /** Takes no more; what runs is finished. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
