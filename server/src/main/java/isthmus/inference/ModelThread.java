package isthmus.inference;

import isthmus.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one thread that opens a model, runs its jobs and closes it. A job that fails by an exception fails alone. By an
 * error, or by what else is thrown on the thread, the model dies: its jobs fail with the reason, those that wait and
 * those to come too. Any thread may ask when it opened and ended.
 */
final class ModelThread {
    private static final int QUIET = 500; // milliseconds

    /** Made early, for there may be no memory to make it when it is wanted. */
    private final Failure noMemory = Failure.modelFailed("", "the model to run", "no memory");

    private final JobQueue queue;
    private final CompletableFuture<OpenedModel> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;
    private boolean cold = true; // used by the thread alone

    ModelThread(String name, Supplier<? extends Model> opener, JobQueue queue, Consumer<BatchRun> observer) {
        this.queue = queue;
        thread = new Thread(() -> live(opener, observer), "model " + name);
        thread.setDaemon(true);
    }

    /** Begins; tells of the model once it is open, or fails with what the opener threw. */
    CompletableFuture<OpenedModel> start() {
        thread.start();
        return opened;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Completed once the model is closed; with a Failure where it died. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void live(Supplier<? extends Model> opener, Consumer<BatchRun> observer) {
        Failure death = null;
        try (Model model = opener.get()) {
            opened.complete(new OpenedModel(model.card(), model.prior()));
            for (List<Job<?>> batch = next(model); !batch.isEmpty(); batch = next(model)) {
                long start = System.nanoTime();
                run(model, batch);
                observer.accept(BatchRun.of(batch, System.nanoTime() - start));
            }
        } catch (Throwable e) {
            death = failure(e);
            queue.close(death);
        }
        if (death == null) {
            ended.complete(null);
        } else {
            opened.completeExceptionally(death);
            ended.completeExceptionally(death);
        }
    }

    /** Waits for a batch; where none comes for a while, runs meanwhile what takes longer the first time. */
    private List<Job<?>> next(Model model) throws InterruptedException {
        while (cold && queue.isQuietFor(QUIET)) {
            cold = model.warm();
        }
        return queue.take();
    }

    /** Runs a batch as one; where that fails, one by one, so that a job fails for its own fault alone. */
    private void run(Model model, List<Job<?>> batch) {
        List<Job<?>> wanted = new ArrayList<>(batch);
        wanted.removeIf(job -> job.answer().isDone());
        try {
            if (wanted.size() > 1) {
                try {
                    runJoined(model, wanted);
                    return;
                } catch (RuntimeException e) {
                    // Each of them fails below for what is wrong with it.
                    wanted.removeIf(job -> job.answer().isDone());
                }
            }
            for (Job<?> job : wanted) {
                try {
                    job.run(model);
                } catch (RuntimeException e) {
                    job.answer().completeExceptionally(failure(e));
                }
            }
        } catch (Throwable e) {
            Failure death = failure(e);
            batch.forEach(job -> job.answer().completeExceptionally(death));
            throw e;
        }
    }

    @SuppressWarnings("unchecked") // the queue joins jobs of one operation only, which all have its type of answer
    private static <T> void runJoined(Model model, List<Job<?>> jobs) {
        List<Job<T>> same = new ArrayList<>();
        jobs.forEach(job -> same.add((Job<T>) job));
        Job.runJoined(model, same);
    }

    private Failure failure(Throwable e) {
        try {
            return e instanceof Failure failure
                    ? failure
                    : Failure.modelFailed("", "the model to run", e).causedBy(e);
        } catch (OutOfMemoryError none) {
            return noMemory;
        }
    }
}
